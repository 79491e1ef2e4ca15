"""Input and output of the compositor, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

FPS = 30
SIZES = {"vertical": (1080, 1920), "wide": (1920, 1080)}


@dataclass(frozen=True)
class Shot:
    """One scene: either `clip`, an MP4, or `picture`, which moves as `motion` says, else by `beat` and `mood`. `voice`
    is a WAV of the `text` read out, or None."""

    text: str
    clip: Path | None = None
    picture: Path | None = None
    voice: Path | None = None
    beat: str = ""
    mood: str = ""
    motion: str = ""


@dataclass(frozen=True)
class FilmSpec:
    """A film to render: its shots in order (at least one), its `shape` (a key of SIZES), whether captions are burned
    in, and its music. The title, with the `author` below it, stands over shot number `cover`, from 0. `scale`
    makes the frames smaller (0.25: a quarter of the width and height)."""

    title: str
    shots: Sequence[Shot]
    shape: str = "vertical"
    captions: bool = True
    music: Path | None = None
    scale: float = 1.0
    author: str = ""
    cover: int = 0

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels, both even. Raises KeyError for an unknown shape."""
        width, height = SIZES[self.shape]
        return round(width * self.scale / 2) * 2, round(height * self.scale / 2) * 2


@dataclass(frozen=True)
class Rendered:
    """A finished film: its length in seconds, its size in bytes, its captions as WebVTT, its poster as a JPEG, and how
    many of its pieces were encoded for it."""

    seconds: float
    size: int
    vtt: str
    poster: bytes
    encoded: int = 0
