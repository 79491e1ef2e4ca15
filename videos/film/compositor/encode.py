"""Renders a FilmSpec to an MP4: first the sound, then every frame, straight into the encoder."""

from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from providers import ffmpeg
from providers.base import ProviderError
from providers.ffmpeg import Deadline, Progress
from providers.motion.pipes import encoder
from videos.film.compositor.frames import frames
from videos.film.compositor.sound import Mixer, Voice
from videos.film.compositor.spec import FPS, FilmSpec, Rendered
from videos.film.compositor.timing import LEAD, TITLE, segments_of, total_frames, webvtt

_SOUND = 0.06  # the share of the progress that the sound takes
_REPORT_EVERY = 10  # frames


def render(spec: FilmSpec, to: Path, folder: Path, progress: Progress, limit: float) -> Rendered:
    """Write the film to `to`, all of it or nothing.

    Temporary files lie in `folder`, which must exist, and are removed. `progress` gets the done share, 0 to 1; what it
    raises stops the render and reaches the caller. Raises ProviderError when the render fails or takes longer than
    `limit` seconds.
    """
    deadline = Deadline(limit)
    try:
        with TemporaryDirectory(dir=folder, prefix="film-") as inner:
            return _render(spec, to, Path(inner), progress, deadline)
    except ProviderError:
        deadline.left()  # raises the error of the time limit where that is the cause
        raise


def _render(spec: FilmSpec, to: Path, folder: Path, progress: Progress, deadline: Deadline) -> Rendered:
    lengths = [ffmpeg.probe(shot.voice, "wav").seconds if shot.voice else 0.0 for shot in spec.shots]
    segments = segments_of(spec, lengths)
    total = total_frames(segments)
    voices = [
        Voice(shot.voice, (segment.start + LEAD) / FPS)
        for shot, segment in zip(spec.shots, segments[1:], strict=True)
        if shot.voice
    ]
    sound = Mixer(folder, total / FPS, deadline, lambda _: progress(0.0)).mixed(voices, spec.music)
    film = folder / "film.mp4"
    # Closed at once when the film is cancelled; otherwise the decoders run until the exception is garbage.
    pictures = closing(frames(spec, segments, limit=deadline.left()))
    with pictures as found, encoder(film, spec.size, FPS, limit=deadline.left(), sound=sound) as append:
        for number, frame in enumerate(found):
            append(frame)
            if number % _REPORT_EVERY == 0:
                progress(_SOUND + (1 - _SOUND) * number / total)
    poster = ffmpeg.poster(film, at=TITLE / 2 / FPS).data
    size = film.stat().st_size
    film.replace(to)
    progress(1.0)
    return Rendered(total / FPS, size, webvtt(cue for segment in segments for cue in segment.cues), poster)
