"""What a picture remembers of its making: which take its composition is, so that an edit can keep it."""

import re

_NOTE = re.compile(rb"storybook\x00take (\d{1,6}) version \d{1,6}")


def signed(take: int, version: int) -> str:
    """Give the note that a picture carries."""
    return f"take {take} version {version}"


def take_of(data: bytes) -> int:
    """Read the take out of an encoded picture; 1 where a host has stripped it or the picture is another's."""
    found = _NOTE.search(data[:1000])
    return int(found[1]) if found else 1
