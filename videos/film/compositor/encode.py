"""Renders a FilmSpec to an MP4: first the sound, then the pieces that are not there from an earlier film; then all are
joined."""

from pathlib import Path
from tempfile import TemporaryDirectory

from providers import ffmpeg
from providers.base import ProviderError
from providers.ffmpeg import Deadline, Progress
from providers.motion.pipes import join
from videos.film.compositor import pieces
from videos.film.compositor.sound import Mixer, Voice
from videos.film.compositor.spec import FPS, FilmSpec, Rendered
from videos.film.compositor.timing import LEAD, TITLE, segments_of, total_frames, webvtt

_SOUND = 0.06  # the share of the progress that the sound takes


def render(
    spec: FilmSpec, to: Path, folder: Path, progress: Progress, limit: float, *, kept: Path | None = None
) -> Rendered:
    """Write the film to `to`, all of it or nothing.

    Temporary files lie in `folder`, which must exist, and are removed. `kept` is a folder with the pieces of an earlier
    film: those that this one has too are not encoded again, and at the end it has the pieces of this one. `progress`
    gets the done share, 0 to 1; what it raises stops the render and reaches the caller. Raises ProviderError when the
    render fails or takes longer than `limit` seconds.
    """
    deadline = Deadline(limit)
    try:
        with TemporaryDirectory(dir=folder, prefix="film-") as inner:
            return _render(spec, to, Path(inner), kept or Path(inner) / "pieces", progress, deadline)
    except ProviderError:
        deadline.left()  # raises the error of the time limit where that is the cause
        raise


def _render(spec: FilmSpec, to: Path, folder: Path, kept: Path, progress: Progress, deadline: Deadline) -> Rendered:
    lengths = [ffmpeg.probe(shot.voice, "wav").seconds if shot.voice else 0.0 for shot in spec.shots]
    segments = segments_of(spec, lengths)
    total = total_frames(segments)
    voices = [
        Voice(shot.voice, (segment.start + LEAD) / FPS)
        for shot, segment in zip(spec.shots, segments[1:], strict=True)
        if shot.voice
    ]
    sound = Mixer(folder, total / FPS, deadline, lambda _: progress(0.0)).mixed(voices, spec.music)
    film, files = folder / "film.mp4", pieces.files_of(spec, segments, kept)
    kept.mkdir(exist_ok=True)
    encoded = pieces.encode_missing(
        spec, segments, files, deadline, lambda done: progress(_SOUND + (1 - _SOUND) * done)
    )
    join(list(zip(files, pieces.counts_of(segments), strict=True)), film, FPS, sound=sound, limit=deadline.left())
    for other in set(kept.iterdir()) - set(files):
        other.unlink()
    poster = ffmpeg.poster(film, at=TITLE / 2 / FPS).data
    size = film.stat().st_size
    film.replace(to)
    progress(1.0)
    vtt = webvtt(cue for segment in segments for cue in segment.cues)
    return Rendered(total / FPS, size, vtt, poster, encoded)
