"""All props by name, and which of them a scene's words mean."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from storybook.props.prop import Prop, prop_of
from storybook.props.svg import Page

Phrase = tuple[str, ...]

_LONGEST = 5  # words of a phrase


def _phrase(text: str) -> Phrase:
    return tuple(re.findall(r"[a-z]+", text))


_ROWS = Path(__file__).with_name("figurative.txt").read_text().splitlines()
_FIGURATIVE = {_phrase(text) for row in _ROWS if not row.startswith("#") for text in row.split(",")}


def props_of(folder: Path) -> dict[str, Prop]:
    """Read the SVG files in a folder and below it. DrawingError if one is broken, or two claim a name or a word."""
    named: dict[str, Prop] = {}
    meant: dict[Phrase, Prop] = {}
    for prop in map(prop_of, sorted(folder.rglob("*.svg"))):
        claims = [(prop.name, named.setdefault(prop.name, prop))]
        claims += [(word, meant.setdefault(_phrase(word), prop)) for word in prop.words]
        for claim, owner in claims:
            if owner is not prop:
                page = Page(prop.file)
                raise page.error(page.root, f"{claim!r} already means the prop in {owner.file}")
    return named


PROPS: Mapping[str, Prop] = props_of(Path(__file__).parent)
_BY_PHRASE = {_phrase(word): prop for prop in PROPS.values() for word in prop.words}
SAYINGS = frozenset(map(" ".join, _FIGURATIVE))
NAMED = frozenset(word for prop in PROPS.values() for word in prop.words)  # all the nouns and phrases that mean one


def props_in(words: Sequence[str]) -> list[Prop]:
    """Give the props that lower-case singular words name, in order of mention, each once.

    Longer phrases go first, and what is only likened to a thing ("it hangs like a flag") does not count.
    """
    spoken = [part for word in words for part in _phrase(word)]
    found: dict[str, Prop] = {}
    place = 0
    while place < len(spoken):
        prop, long = _match(spoken, place)
        if prop is not None and not _likened(spoken[:place]):
            found.setdefault(prop.name, prop)
        place += long
    return list(found.values())


def _match(words: Sequence[str], place: int) -> tuple[Prop | None, int]:
    """Give the prop of the longest phrase that begins at `place`, if any, and how many words that takes."""
    for long in range(min(_LONGEST, len(words) - place), 0, -1):
        phrase = tuple(words[place : place + long])
        if phrase in _FIGURATIVE:
            return None, long
        if phrase in _BY_PHRASE:
            return _BY_PHRASE[phrase], long
    return None, 1


def _likened(before: Sequence[str]) -> bool:
    """Say whether the words just before a noun make it a simile."""
    near = list(before[-4:])
    if near[-1:] == ["as"] or near[-2:] in (["as", "a"], ["as", "an"]):
        return True
    if "like" not in near[-3:]:
        return False
    at = len(near) - 1 - near[::-1].index("like")
    return near[at - 1 : at] not in (["look"], ["would"], ["feel"])


def unknown_prop() -> Prop:
    """Give what stands for a thing that nobody can draw: a softly glowing wrapped bundle."""
    return PROPS["bundle"]
