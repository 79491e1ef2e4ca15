"""When everything in a film happens, counted in frames."""

from collections.abc import Sequence
from dataclasses import dataclass

from videos.film.order import FPS, FilmOrder
from videos.film.overlays import caption_pages

FADE = FPS // 2
TITLE = round(2.6 * FPS)
LEAD = round(0.35 * FPS)  # from a shot's first frame, when it is still half the last one, until its voice begins
REST = FADE + round(0.15 * FPS)  # from the voice's end to the shot's last frame
_AT_LEAST = 2.5  # seconds for a scene that nobody reads out
_READ = 20.0  # letters that people read in a second


@dataclass(frozen=True)
class Cue:
    """A part of a scene's text, from which frame of the film to before which it is read."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Slot:
    """A shot's place: its first frame, how many frames it has, and its cues. It overlaps its neighbours by FADE."""

    start: int
    count: int
    cues: Sequence[Cue] = ()


def slots(order: FilmOrder, voices: Sequence[float]) -> list[Slot]:
    """The title's place and every shot's. `voices` says how long each voice speaks, in seconds, 0.0 where none does."""
    found = [Slot(0, TITLE)]
    for shot, voice in zip(order.shots, voices, strict=True):
        spoken = round((voice or reading_time(shot.text, shown=order.captions)) * FPS)
        start = found[-1].start + found[-1].count - FADE
        cues = _cues(caption_pages(shot.text, order.size), start + LEAD, spoken)
        found.append(Slot(start, LEAD + spoken + REST, cues))
    return found


def reading_time(text: str, *, shown: bool) -> float:
    """How long a scene stays that nobody reads out, in seconds; `shown` says whether there is something to read."""
    return max(_AT_LEAST, len(text) / _READ if shown else 0.0)


def length(places: Sequence[Slot]) -> int:
    """The whole film's frames."""
    return places[-1].start + places[-1].count


def _cues(texts: Sequence[str], start: int, spoken: int) -> list[Cue]:
    """Each part for as long as its share of the letters."""
    ends, total = [start], sum(map(len, texts))
    for text in texts:
        ends.append(ends[-1] + spoken * len(text) / total)  # type: ignore[arg-type]
    return [Cue(round(a), round(b), text) for a, b, text in zip(ends, ends[1:], texts, strict=False)]
