"""Writes, rewrites and depicts scenes. It never fails, and repeats itself for the same brief."""

from collections.abc import Mapping, Sequence
from random import Random

from .brief import Beat, Brief, Story
from .cast import Cast
from .depiction import depicted
from .directions import added_setting, is_known, nearly_known, staged
from .grammar import capitalised, choose, fill, finished
from .likeness import alikeness, opening, runs
from .material import Line, fitting, is_there, lines
from .memory import Memory, pieces
from .moments import clashes
from .proofreading import faults
from .titles import title_of

LONGEST = 600
_TRIES = 16
_VARIANTS = 3  # of every line
_REMEMBERED = 8
_WORD_FOR_WORD = 5  # how much worse the same sentence is than the same line with other choices

Draft = tuple[str, str, str]  # a line as it was written, with its choices made, and as it is told


def write(brief: Brief, *, already: Mapping[int, str]) -> Story:
    """Write the scenes that are not in `already`, telling the same story and repeating none of its sentences."""
    telling = _Telling(brief)
    scenes = dict(already)
    for beat in sorted(brief.beats, key=lambda beat: beat.number):
        if beat.number not in scenes:
            scenes[beat.number] = telling.scene(beat, scenes)
    written = {number: text for number, text in sorted(scenes.items()) if number not in already}
    return Story(title_of(telling.cast, _rng(brief, "title"), telling.memory), written)


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
        self._kinds = {beat.number: beat.kind for beat in brief.beats}

    def scene(self, beat: Beat, others: Mapping[int, str], *, attempt: int = 0, seen: Sequence[str] = ()) -> str:
        """Give the faultless candidate that fits best between the `others` and repeats least.

        `seen` is what stood in its own place before.
        """
        before = " ".join(text for number, text in sorted(others.items()) if number < beat.number)
        candidates = self._candidates(beat, before, attempt)
        spoken = self.cast.spoken()
        told = frozenset().union(*(runs(text, spoken) for text in others.values()))
        owed = self._owed(beat, others)

        def tires(line: str, chosen: str) -> float:
            return self.memory.weariness(line) + _WORD_FOR_WORD * self.memory.weariness(chosen)

        def cost(candidate: Draft) -> float:
            line, chosen, text = candidate
            again = max((alikeness(text, one) for one in seen), default=0.0) * 10 + 10 * (text in seen)
            loose = 30 * sum(not is_there(phrase, text) for phrase in owed)
            return (
                len(runs(text, spoken) & told) + again + loose + self._jolts(beat, text, others) + tires(line, chosen)
            )

        best = sorted(candidates, key=cost)
        line, _, text = next((candidate for candidate in best if not faults(candidate[2])), best[0])
        self.memory.note(line)
        return text

    def _jolts(self, beat: Beat, text: str, others: Mapping[int, str]) -> float:
        """How badly `text` goes with the scenes around it: the same opening, another season, night in mid-morning."""
        jolts = 0.0
        for near in (beat.number - 2, beat.number - 1, beat.number + 1):
            if near not in others or near not in self._kinds:
                continue
            first, second = sorted((near, beat.number))
            texts = {near: others[near], beat.number: text}
            jolts += 4 * clashes(texts[first], self._kinds[first], texts[second], self._kinds[second])
            jolts += 0.5 * (abs(near - beat.number) == 1 and opening(others[near]) == opening(text))
        return jolts

    def _owed(self, beat: Beat, others: Mapping[int, str]) -> set[str]:
        """What later scenes take up from this one, such as a purse that is given back: it must stay in it."""
        owed: set[str] = set()
        for number, text in others.items():
            if number > beat.number:
                taken_up = {line.after for line in lines().get(self._kinds.get(number, ""), ()) if _is_told(line, text)}
                told = " ".join(other for near, other in others.items() if near < number)
                owed |= {phrase for phrase in taken_up if not is_there(phrase, told)}
        return owed

    def _candidates(self, beat: Beat, before: str, attempt: int) -> list[Draft]:
        rng = _rng(self._brief, f"scene {beat.number} attempt {attempt}")
        pool = self._pool(beat, before, again=attempt > 0)
        if not pool:
            return [("", "", _bounded(staged(beat, self.cast, rng, before=before))) for _ in range(_TRIES)]
        rng.shuffle(pool)
        turns = (pool[turn % len(pool)].text for turn in range(max(_TRIES, _VARIANTS * len(pool))))
        drafts = list(dict.fromkeys((line, choose(line, rng)) for line in turns))
        drafts = [draft for draft in drafts if not self.cast.doubles(draft[1])] or drafts
        setting = f" All of it happens {added_setting(beat)}." if added_setting(beat) else ""

        def told(chosen: str) -> str:
            return _bounded(finished(fill(chosen, self.cast, before=before)) + setting)

        return [(line, chosen, told(chosen)) for line, chosen in drafts]

    def _pool(self, beat: Beat, before: str, *, again: bool) -> list[Line]:
        """The written lines for `beat`; none when staff want something else to be seen.

        A line that takes up an earlier scene goes before one that would fit anywhere; not so when a scene is written
        `again`, since then the choice matters more.
        """
        if not (is_known(beat) or added_setting(beat) or nearly_known(beat)):
            return []
        beats = self._brief.beats
        pool = fitting(_kind(beats, self.cast, beat), self.cast.tags(beats, beat), before=before)
        following = [line for line in pool if line.after]
        return following if following and not again else pool


def _rng(brief: Brief, purpose: str) -> Random:
    # a story must come out the same again, and nothing is guarded by this
    return Random(f"{brief.seed} {sorted(brief.answers.items())} {purpose}")


def _is_told(line: Line, text: str) -> bool:
    """Whether `text` was made from a line that takes up an earlier scene."""
    return bool(line.after) and any(piece in text.lower() for piece in pieces(line.text))


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
