"""A film's captions as WebVTT."""

from collections.abc import Iterable

from videos.film.order import FPS
from videos.film.timing import Cue


def webvtt(cues: Iterable[Cue]) -> str:
    """The cues as a .vtt file's text."""
    return "WEBVTT\n\n" + "\n".join(f"{_time(cue.start)} --> {_time(cue.end)}\n{_safe(cue.text)}\n" for cue in cues)


def _time(frame: int) -> str:
    thousandths = round(frame * 1000 / FPS)
    minutes, rest = divmod(thousandths, 60_000)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{rest // 1000:02d}.{rest % 1000:03d}"


def _safe(text: str) -> str:
    return " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
