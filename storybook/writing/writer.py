"""Writes, rewrites and depicts scenes. It never fails, and repeats itself for the same brief."""

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import chain
from random import Random

from .brief import Beat, Brief, Story
from .carrying import with_it
from .cast import Cast
from .depiction import depicted
from .directions import added_setting, is_known, nearly_known, staged
from .grammar import capitalised, choose, fill, finished
from .judging import Draft, Judge, so_far
from .material import Line, fitting
from .memory import Memory
from .pronouns import told_apart
from .proofreading import faults
from .titles import title_of

LONGEST = 600
_TRIES = 16
_VARIANTS = 2  # of every line
_REMEMBERED = 8
# before what puts the wrong right
_AT_LAST = (
    "After that", "And now", "And so", "And with that", "At last", "At once", "Before long", "By and by", "In no time",
    "In the end", "Now at last", "So", "Soon", "That same day", "That very day", "Then", "Then and there", "With that",
)  # fmt: skip


def write(brief: Brief, *, already: Mapping[int, str]) -> Story:
    """Write the scenes that are not in `already`, telling the same story and repeating none of its sentences."""
    telling = _Telling(brief)
    scenes = dict(already)
    for beat in sorted(brief.beats, key=lambda beat: beat.number):
        if beat.number not in scenes:
            scenes[beat.number] = telling.scene(beat, scenes)
    written = {number: text for number, text in sorted(scenes.items()) if number not in already}
    return Story(title_of(telling.cast, " ".join(scenes.values()), _rng(brief, "title"), telling.memory), written)


def rewrite(brief: Brief, *, scenes: Mapping[int, str], number: int, attempt: int) -> str:
    """Write scene `number` again. ValueError if the brief has no such scene.

    Nobody hands the earlier attempts over, so the last of them are written once more, to be avoided.
    """
    beat = next((beat for beat in brief.beats if beat.number == number), None)
    if beat is None:
        raise ValueError(f"the template has no scene {number}")
    telling = _Telling(brief)
    others = {near: text for near, text in scenes.items() if near != number}
    seen = [telling.scene(beat, {near: text for near, text in others.items() if near < number})]
    for earlier in range(max(1, attempt - _REMEMBERED), attempt):
        seen.append(telling.scene(beat, others, attempt=earlier, seen=seen))
    seen += [scenes[number]] if number in scenes else []
    return telling.scene(beat, others, attempt=attempt, seen=seen)


def depict(brief: Brief, *, scenes: Mapping[int, str]) -> dict[int, str]:
    """Say what each picture shows, naming the red fox in every one."""
    moods = {beat.number: beat.mood for beat in brief.beats}
    return {number: depicted(text, mood=moods.get(number, "")) for number, text in scenes.items()}


class _Telling:
    """One story while it is told: its people, and what its reader has met before."""

    def __init__(self, brief: Brief) -> None:
        self.cast = Cast(brief)
        self.memory = Memory(brief.earlier)
        self._brief = brief

    def scene(self, beat: Beat, others: Mapping[int, str], *, attempt: int = 0, seen: Sequence[str] = ()) -> str:
        """Give the faultless candidate that fits best between the `others` and repeats least.

        `seen` is what stood in its own place before.
        """
        judge = Judge(self.cast, self.memory, self._brief.beats, beat, others, seen)
        drafts = self._drafts(beat, others, attempt)
        told = " ".join(others.values())
        if judge.wants_find and (kept := self.cast.kept(self._brief.beats, beat, told=told)):
            drafts = [draft._replace(tell=partial(self._carrying, draft, kept)) for draft in drafts]
        ranked = judge.best_first(drafts)
        best = next(ranked)
        line, text = next((one for one in chain([best], ranked) if not faults(one[1])), best)
        self.memory.note(line)
        return text

    def _carrying(self, draft: Draft, kept: str) -> str:
        """Tell `draft`, and what he carries where the line itself does not tell of it."""
        text = draft.tell()
        told = "" if self.cast.tells_of_find(text) else with_it(text, kept)
        return _bounded(told or text)

    def _drafts(self, beat: Beat, others: Mapping[int, str], attempt: int) -> list[Draft]:
        rng = _rng(self._brief, f"scene {beat.number} attempt {attempt}")
        before = " ".join(text for number, text in sorted(others.items()) if number < beat.number)
        pool = self._pool(beat, others)
        if not pool:
            texts = [_bounded(staged(beat, self.cast, rng, before=before)) for _ in range(_TRIES)]
            return [Draft("", "", partial(str, text)) for text in texts]
        rng.shuffle(pool)
        turns = (pool[turn % len(pool)].text for turn in range(max(_TRIES, _VARIANTS * len(pool))))
        found = list(dict.fromkeys((line, choose(line, rng)) for line in turns))
        found = [one for one in found if not self.cast.doubles(one[1])] or found
        setting = f" All of it happens {added_setting(beat)}." if added_setting(beat) else ""

        kinds = {one.kind for one in self._brief.beats}
        opener = min(rng.sample(_AT_LAST, len(_AT_LAST)), key=self.memory.uses)

        def told(chosen: str) -> str:
            text = told_apart(finished(fill(chosen, self.cast, before=before)), self.cast.others)
            return _bounded(self.cast.made_good(kinds, beat.kind, text, opener) + setting)

        return [Draft(line, chosen, partial(told, chosen)) for line, chosen in found]

    def _pool(self, beat: Beat, others: Mapping[int, str]) -> list[Line]:
        """The written lines for `beat`; none when staff want something else to be seen."""
        if not (is_known(beat) or added_setting(beat) or nearly_known(beat)):
            return []
        beats, kind = self._brief.beats, _kind(self._brief.beats, self.cast, beat)
        return fitting(kind, self.cast.tags(beats, beat), before=so_far(kind, beat.number, others))


def _rng(brief: Brief, purpose: str) -> Random:
    # a story must come out the same again, and nothing is guarded by this
    return Random(f"{brief.seed} {sorted(brief.answers.items())} {purpose}")


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
