"""When everything in a film happens, counted in frames; and the captions as WebVTT."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from videos.film.compositor.overlays import caption_pages
from videos.film.compositor.spec import FPS, FilmSpec

FADE = FPS // 2
TITLE = round(2.6 * FPS)
LEAD = round(0.35 * FPS)  # from a shot's first frame, still cross-fading, until its voice begins
REST = FADE + round(0.15 * FPS)  # from the voice's end to the shot's last frame
_SHORTEST = 2.5  # seconds of a scene without a voice
_READING_SPEED = 20.0  # characters a second


@dataclass(frozen=True)
class Cue:
    """One caption, shown from frame `start` of the film until before frame `end`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Segment:
    """The time of the title or of a shot: its first frame, its number of frames, and its cues. It overlaps its
    neighbours by FADE frames."""

    start: int
    count: int
    cues: Sequence[Cue] = ()


def segments_of(spec: FilmSpec, voices: Sequence[float]) -> list[Segment]:
    """The segment of the title and of every shot. `voices` are the lengths of the voices in seconds, 0.0 for none."""
    found = [Segment(0, TITLE)]
    for shot, voice in zip(spec.shots, voices, strict=True):
        spoken = round((voice or reading_time(shot.text, shown=spec.captions)) * FPS)
        start = found[-1].start + found[-1].count - FADE
        cues = _cues(caption_pages(shot.text, spec.size), start + LEAD, spoken)
        found.append(Segment(start, max(2 * FADE + 1, LEAD + spoken + REST), cues))
    return found


def reading_time(text: str, *, shown: bool) -> float:
    """How long a scene without a voice lasts, in seconds; `shown` says whether its text is on the screen."""
    return max(_SHORTEST, len(text) / _READING_SPEED if shown else 0.0)


def total_frames(segments: Sequence[Segment]) -> int:
    """The number of frames of the whole film."""
    return segments[-1].start + segments[-1].count


def _cues(texts: Sequence[str], start: int, spoken: int) -> list[Cue]:
    """Each caption for its share of the characters."""
    ends, total = [start], sum(map(len, texts))
    for text in texts:
        ends.append(ends[-1] + spoken * len(text) / total)  # type: ignore[arg-type]
    return [Cue(round(a), round(b), text) for a, b, text in zip(ends, ends[1:], texts, strict=False)]


def webvtt(cues: Iterable[Cue]) -> str:
    """The cues as the text of a .vtt file."""
    return "WEBVTT\n\n" + "\n".join(f"{_time(cue.start)} --> {_time(cue.end)}\n{_safe(cue.text)}\n" for cue in cues)


def _time(frame: int) -> str:
    thousandths = round(frame * 1000 / FPS)
    minutes, rest = divmod(thousandths, 60_000)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{rest // 1000:02d}.{rest % 1000:03d}"


def _safe(text: str) -> str:
    return " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
