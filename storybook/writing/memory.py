"""What a reader has met in earlier stories: the wording of lines, whatever the names in them."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

_OPEN = re.compile(r"\[[^\]]*\]|\([^()]*\)|<[^>]*>|\bthe red fox\b|\bhe\b")  # where other words may come in
_SHORTEST = 4  # words: shorter pieces are nobody's wording


@lru_cache(maxsize=8192)
def pieces(line: str) -> tuple[str, ...]:
    """Give, for each sentence of a line, the longest run of words that no slot, choice or name interrupts."""
    found = []
    for sentence in re.split(r"(?<=[.!?]) ", line.lower()):
        longest = max((part.strip(" .,:;") for part in _OPEN.split(sentence)), key=len)
        if longest.count(" ") + 1 >= _SHORTEST:
            found.append(longest)
    return tuple(found)


class Memory:
    """The earlier stories of one reader, and how much the story that is being written has of each."""

    def __init__(self, earlier: Sequence[str]) -> None:
        self._earlier = [story.lower() for story in earlier]
        self._shared: Counter[int] = Counter()
        self._held: dict[str, list[int]] = {}

    def weariness(self, draft: str) -> float:
        """Say how tired of the wording of `draft` the reader is; 0 for one that is new."""
        tired = 0.0
        if not self._earlier:
            return tired
        for piece in pieces(draft):
            holders = self._holders(piece)
            tired += 3 ** len(holders) - 1 + sum(2 * self._shared[story] ** 2 for story in holders)
        return tired

    def titles(self, title: str) -> int:
        """Count the earlier stories of that title (a story opens with it)."""
        return sum(story.startswith(title.lower()) for story in self._earlier)

    def uses(self, words: str) -> int:
        """Count the earlier stories that have a sentence which opens with `words`."""
        return sum(f". {words.lower()} " in story for story in self._earlier)

    def note(self, draft: str) -> None:
        """Remember that the story that is being written uses `draft`."""
        self._shared.update({story for piece in pieces(draft) for story in self._holders(piece)})

    def _holders(self, piece: str) -> list[int]:
        if piece not in self._held:
            self._held[piece] = [number for number, story in enumerate(self._earlier) if piece in story]
        return self._held[piece]
