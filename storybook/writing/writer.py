"""Writes, rewrites and depicts scenes. It never fails, and repeats itself for the same brief."""

from collections.abc import Mapping, Sequence
from random import Random

from .brief import Beat, Brief, Story
from .cast import Cast
from .depiction import depicted
from .directions import added_setting, is_known, nearly_known, staged
from .grammar import capitalised, choose, fill, finished
from .likeness import alikeness, opening, runs
from .material import Line, fitting
from .proofreading import faults
from .titles import title_of

LONGEST = 600
_TRIES = 16
_REMEMBERED = 8


def write(brief: Brief, *, already: Mapping[int, str]) -> Story:
    """Write the scenes that are not in `already`, telling the same story and repeating none of its sentences."""
    cast = Cast(brief)
    scenes = dict(already)
    for beat in sorted(brief.beats, key=lambda beat: beat.number):
        if beat.number not in scenes:
            scenes[beat.number] = _written(brief, cast, beat, scenes)
    written = {number: text for number, text in sorted(scenes.items()) if number not in already}
    return Story(title_of(cast, _rng(brief, "title")), written)


def rewrite(brief: Brief, *, scenes: Mapping[int, str], number: int, attempt: int) -> str:
    """Write scene `number` again. ValueError if the brief has no such scene.

    Nobody hands the earlier attempts over, so the last of them are written once more, to be avoided.
    """
    beat = next((beat for beat in brief.beats if beat.number == number), None)
    if beat is None:
        raise ValueError(f"the template has no scene {number}")
    cast = Cast(brief)
    others = {near: text for near, text in scenes.items() if near != number}
    seen = [_written(brief, cast, beat, {near: text for near, text in others.items() if near < number})]
    for earlier in range(max(1, attempt - _REMEMBERED), attempt):
        seen.append(_written(brief, cast, beat, others, attempt=earlier, seen=seen))
    seen += [scenes[number]] if number in scenes else []
    return _written(brief, cast, beat, others, attempt=attempt, seen=seen)


def depict(brief: Brief, *, scenes: Mapping[int, str]) -> dict[int, str]:
    """Say what each picture shows, naming the red fox in every one."""
    moods = {beat.number: beat.mood for beat in brief.beats}
    return {number: depicted(text, mood=moods.get(number, "")) for number, text in scenes.items()}


def _rng(brief: Brief, purpose: str) -> Random:
    # a story must come out the same again, and nothing is guarded by this
    return Random(f"{brief.seed} {sorted(brief.answers.items())} {purpose}")


def _written(
    brief: Brief,
    cast: Cast,
    beat: Beat,
    others: Mapping[int, str],
    *,
    attempt: int = 0,
    seen: Sequence[str] = (),
) -> str:
    """The candidate that repeats least of the `others`, and of what was `seen` in its own place before."""
    before = " ".join(text for number, text in sorted(others.items()) if number < beat.number)
    candidates = _candidates(brief, cast, beat, before, attempt)
    spoken = cast.spoken()
    told = frozenset().union(*(runs(text, spoken) for text in others.values()))
    neighbours = {opening(others[near]) for near in (beat.number - 1, beat.number + 1) if near in others}

    def cost(text: str) -> float:
        same_opening = 0.5 if opening(text) in neighbours else 0.0
        again = max((alikeness(text, one) for one in seen), default=0.0)
        return len(runs(text, spoken) & told) + same_opening + 4 * again + 10 * (text in seen)

    best = sorted(candidates, key=cost)
    return next((text for text in best if not faults(text)), best[0])


def _candidates(brief: Brief, cast: Cast, beat: Beat, before: str, attempt: int) -> list[str]:
    rng = _rng(brief, f"scene {beat.number} attempt {attempt}")
    pool = _pool(brief, cast, beat, before, again=attempt > 0)
    if not pool:
        return [_bounded(staged(beat, cast, rng, before=before)) for _ in range(_TRIES)]
    rng.shuffle(pool)
    drafts = [choose(pool[turn % len(pool)].text, rng) for turn in range(max(_TRIES, len(pool)))]
    drafts = [draft for draft in drafts if not cast.doubles(draft)] or drafts
    told = [finished(fill(draft, cast, before=before)) for draft in drafts]
    setting = added_setting(beat)
    return [_bounded(f"{text} All of it happens {setting}." if setting else text) for text in told]


def _pool(brief: Brief, cast: Cast, beat: Beat, before: str, *, again: bool) -> list[Line]:
    """The written lines for `beat`; none when staff want something else to be seen.

    A line that takes up an earlier scene goes before one that would fit anywhere; not so when a scene is written
    `again`, since then the choice matters more.
    """
    if not (is_known(beat) or added_setting(beat) or nearly_known(beat)):
        return []
    pool = fitting(_kind(brief.beats, cast, beat), cast.tags(brief.beats, beat), before=before)
    following = [line for line in pool if line.after]
    return following if following and not again else pool


def _kind(beats: Sequence[Beat], cast: Cast, beat: Beat) -> str:
    """The kind of line: a rejection that nothing led up to must tell what was offered, or what was done to him."""
    before = {other.kind for other in beats if other.number < beat.number}
    if beat.kind != "rejection" or before & {"humiliation", "rejection"}:
        return beat.kind
    return "humiliation" if cast.answers.shame else "turned_down"


def _bounded(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    return finished(capitalised(text[: LONGEST - 1].rsplit(" ", 1)[0].rstrip(" ,;:-")))
