"""What a picture remembers of its making: which take its composition is, so that an edit can keep it; and where its
faces are, so that a camera can keep those in sight."""

import re
from collections.abc import Iterable

_NOTE = re.compile(rb"storybook\x00take (\d{1,6}) version \d{1,6}")


_FACES = re.compile(r" faces((?: \d{1,3},\d{1,3},\d{1,4},\d{1,4}){1,40})$")

Box = tuple[float, float, float, float]
"""Left, top, right and bottom, 0 to 1 of the picture."""


def signed(take: int, version: int, faces: Iterable[Box] = ()) -> str:
    """Give the note that a picture carries."""
    boxes = "".join(" " + ",".join(str(round(side * 1000)) for side in face) for face in faces)
    return f"take {take} version {version}{' faces' if boxes else ''}{boxes}"


def faces_of(note: str) -> tuple[Box, ...]:
    """Read out of a picture's note where everybody's face is; nothing where it does not say."""
    found = _FACES.search(note)
    boxes = (tuple(int(side) / 1000 for side in face.split(",")) for face in found[1].split()) if found else ()
    return tuple(box for box in boxes if len(box) == 4 and box[0] < box[2] <= 1 and box[1] < box[3] <= 1)


def take_of(data: bytes) -> int:
    """Read the take out of an encoded picture; 1 where a host has stripped it or the picture is another's."""
    found = _NOTE.search(data[:1000])
    return int(found[1]) if found else 1
