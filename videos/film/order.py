"""What a film is made from, and what comes of it (plain values: no models, no settings)."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

FPS = 30
SIZES = {"vertical": (1080, 1920), "wide": (1920, 1080)}


@dataclass(frozen=True)
class Shot:
    """One scene. `clip` is an MP4, or None where `picture` is set in motion here, by what `motion` says, else by
    `beat` and `mood`. One of the two there must be. `voice` is a WAV of `text` read out, or None."""

    text: str
    clip: Path | None = None
    picture: Path | None = None
    voice: Path | None = None
    beat: str = ""
    mood: str = ""
    motion: str = ""


@dataclass(frozen=True)
class FilmOrder:
    """A film: its scenes in order (one at least), its `shape` (a key of SIZES), whether the texts are burned in, and
    the music below it. `scale` makes it smaller than it is shown (0.25: a quarter as wide and as high)."""

    title: str
    shots: Sequence[Shot]
    shape: str = "vertical"
    captions: bool = True
    music: Path | None = None
    scale: float = 1.0

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels, both even. Raises KeyError for a shape that there is not."""
        width, height = SIZES[self.shape]
        return round(width * self.scale / 2) * 2, round(height * self.scale / 2) * 2


@dataclass(frozen=True)
class Rendered:
    """A finished film: its length in seconds, its bytes, its captions as WebVTT, and a JPEG to show before it plays."""

    seconds: float
    size: int
    vtt: str
    poster: bytes
