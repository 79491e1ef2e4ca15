"""How well a candidate for a scene goes with the scenes around it: what it repeats, forgets or contradicts."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from heapq import heapify, heappop, heappush
from typing import NamedTuple

from .answers.vocabulary import USES
from .brief import Beat
from .cast import Cast
from .likeness import alikeness, opening, runs
from .material import Line, is_there, lines
from .memory import Memory, pieces
from .moments import clashes
from .proofreading import blemishes


class Draft(NamedTuple):
    """A candidate: a line as it was written, with its choices made, and what tells it."""

    line: str
    chosen: str
    tell: Callable[[], str]


_WORD_FOR_WORD = 5  # how much worse the same sentence is than the same line with other choices
_LOOSE = 30  # how bad it is to drop what a later scene takes up
_SAME = 40  # how bad it is to leave the scene as it stands; better an earlier writing than to drop something
_UNLINKED = 6  # how bad it is to leave open what the scene before began
_LOST = 4  # how bad it is when a scene that should tell of the find does not
_AGAIN = 1.5  # how much better it is when the line itself tells of the find than when it is added
_FREED = 6  # how good it is to tell that what was stolen or locked up is there again
_USED = 4  # how good it is to tell of a violin that it is played, and of what lies in the sea that it lies there
_FORGOTTEN = 2  # scenes: that long nothing need be said of the find
_ALWAYS = frozenset({"failure", "mistake", "overcome", "new_life"})  # beats in which it is told of
_MADE_GOOD = frozenset({"justice", "wisdom", "reward"})
_AT_ONCE = frozenset({"choice", "consequence", "ally", "mastery"})  # take up the scene right before them


def so_far(kind: str, number: int, others: Mapping[int, str]) -> str:
    """Give the text that a scene of `kind` can take up: the scene before, or all that were before."""
    if kind in _AT_ONCE:
        return others.get(number - 1, "")
    return " ".join(text for near, text in sorted(others.items()) if near < number)


class Judge:
    """Weighs the candidates for one `beat` against the `others`; `seen` is what stood in its own place before,
    at last what stands there now."""

    def __init__(
        self,
        cast: Cast,
        memory: Memory,
        beats: Sequence[Beat],
        beat: Beat,
        others: Mapping[int, str],
        seen: Sequence[str],
    ) -> None:
        self._cast, self._memory, self._beat, self._others, self._seen = cast, memory, beat, others, seen
        self._kinds = {one.number: one.kind for one in beats}
        self._spoken = cast.spoken()
        self._told = frozenset().union(*(runs(text, self._spoken) for text in others.values()))
        self._owed = self._phrases_owed()
        self._offered = {line.text for line in self._linked(beat.kind, beat.number)}
        self._uses = {line.text for line in lines().get(beat.kind, ()) if line.tags & (USES.keys() | {"sited"})}
        made_good = (others.get(number, "") for number, kind in self._kinds.items() if kind in _MADE_GOOD)
        self._rescued = any(cast.tells_of("victim", text) for text in made_good)
        self.wants_find = self._forgets_find()
        self._builds = beat.kind == "practice" and not cast.answers.trains  # there, the find is built in

    def best_first(self, drafts: Iterable[Draft]) -> Iterator[tuple[str, str]]:
        """Give the line and the text of every draft, the best one first. A draft is told when its turn could be next:
        that takes most of the time, and often one of the first is taken."""
        heap: list[tuple[float, int, Draft, str | None]]
        heap = [(self._at_least(draft), number, draft, None) for number, draft in enumerate(drafts)]
        heapify(heap)
        while heap:
            cost, number, draft, text = heappop(heap)
            if text is not None:
                yield draft.line, text
            else:
                text = draft.tell()
                heappush(heap, (cost + self._cost(text), number, draft, text))

    def _at_least(self, draft: Draft) -> float:
        """How badly a draft fits as far as the line alone says it; the lower, the better."""
        unlinked = _UNLINKED * (bool(self._offered) and not self._seen and draft.line not in self._offered)
        freed = _FREED * ("[victim" in draft.line.lower() and not self._rescued) + _USED * (draft.line in self._uses)
        tires = self._memory.weariness(draft.line) + _WORD_FOR_WORD * self._memory.weariness(draft.chosen)
        return unlinked - freed + tires

    def _cost(self, text: str) -> float:
        """How much `text` repeats, leaves loose, contradicts or blurs; never below 0."""
        again = max((alikeness(text, one) for one in self._seen), default=0.0) * 10 + _SAME * (text in self._seen[-1:])
        loose = _LOOSE * sum(not is_there(phrase, text) for phrase in self._owed)
        lost: float = _LOST * (self.wants_find and not self._cast.tells_of_find(text))
        lost += _AGAIN * self._cast.says_how_he_has_it(text)
        lost += _LOST * (self._builds and not self._cast.tells_of("find", text))
        blurs = len(blemishes(text, self._cast.others))
        return len(runs(text, self._spoken) & self._told) + again + loose + lost + blurs + self._jolts(text)

    def _jolts(self, text: str) -> float:
        """How badly `text` goes with the scenes beside it: the same opening, another season, night in mid-morning."""
        jolts = 0.0
        for near in (self._beat.number - 2, self._beat.number - 1, self._beat.number + 1):
            if near not in self._others or near not in self._kinds:
                continue
            first, second = sorted((near, self._beat.number))
            texts = {near: self._others[near], self._beat.number: text}
            jolts += 4 * clashes(texts[first], self._kinds[first], texts[second], self._kinds[second])
            jolts += 0.5 * (abs(near - self._beat.number) == 1 and opening(self._others[near]) == opening(text))
        return jolts

    def _forgets_find(self) -> bool:
        """Whether it is time to tell again of what he found."""
        number = self._beat.number
        if self._beat.kind in _ALWAYS or self._kinds.get(number + 1) in _ALWAYS:
            return self._beat.kind in _ALWAYS
        lately = (self._others.get(number - back, "") for back in range(1, _FORGOTTEN + 1))
        return not any(self._cast.tells_of_find(text) for text in lately)

    def _linked(self, kind: str, number: int) -> list[Line]:
        """The lines of `kind` that take up something the story has told before scene `number`."""
        before = so_far(kind, number, self._others)
        return [line for line in lines().get(kind, ()) if line.after and is_there(line.after, before)]

    def _phrases_owed(self) -> set[str]:
        """What later scenes take up from this one, such as a purse that is given back: it must stay in it."""
        owed: set[str] = set()
        without = {near: text for near, text in self._others.items() if near != self._beat.number}
        for number, text in self._others.items():
            kind = self._kinds.get(number, "")
            if number <= self._beat.number or (kind in _AT_ONCE and number > self._beat.number + 1):
                continue
            told = so_far(kind, number, without)
            owed |= {
                line.after for line in lines().get(kind, ()) if _is_told(line, text) and not is_there(line.after, told)
            }
        return owed


def _is_told(line: Line, text: str) -> bool:
    """Whether `text` was made from a line that takes up an earlier scene."""
    return bool(line.after) and any(piece in text.lower() for piece in pieces(line.text))
