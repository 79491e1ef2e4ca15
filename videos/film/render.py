"""From an order to an MP4: first the sound, then every frame in turn, straight into the encoder."""

from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from providers import ffmpeg
from providers.base import ProviderError
from providers.ffmpeg import Progress
from providers.motion.pipes import encoder
from videos.film.deadline import Deadline
from videos.film.order import FPS, FilmOrder, Rendered
from videos.film.pictures import frames
from videos.film.sound import Mixer, Voice
from videos.film.timing import LEAD, TITLE, Slot, length, slots
from videos.film.vtt import webvtt

_SOUND = 0.06  # of the work
_NEWS = 10  # frames between two reports


def render(order: FilmOrder, to: Path, folder: Path, progress: Progress, limit: float) -> Rendered:
    """Make the film and put it at `to`, which is there whole or not at all.

    Files on the way are kept in `folder` (it must be there), and removed. `progress` is told how much is done, 0 to 1;
    what it raises stops everything and reaches the caller. Raises ProviderError when it fails, or takes longer than
    `limit` seconds.
    """
    deadline = Deadline(limit)
    try:
        with TemporaryDirectory(dir=folder, prefix="film-") as inner:
            return _rendered(order, to, Path(inner), progress, deadline)
    except ProviderError:
        deadline.left()  # where the time is over, that is what is to be said
        raise


def _rendered(order: FilmOrder, to: Path, folder: Path, progress: Progress, deadline: Deadline) -> Rendered:
    voices = [ffmpeg.probe(shot.voice, "wav").seconds if shot.voice else 0.0 for shot in order.shots]
    places = slots(order, voices)
    seconds = length(places) / FPS
    mixer = Mixer(folder, seconds, deadline, lambda _: progress(0.0))
    sound = mixer.mixed(_spoken(order, places), order.music)
    film = folder / "film.mp4"
    _encode(order, places, film, sound, progress, deadline)
    poster = ffmpeg.poster(film, at=TITLE / 2 / FPS).data
    size = film.stat().st_size
    film.replace(to)
    progress(1.0)
    return Rendered(seconds, size, webvtt(cue for slot in places for cue in slot.cues), poster)


def _spoken(order: FilmOrder, places: list[Slot]) -> list[Voice]:
    return [
        Voice(shot.voice, (slot.start + LEAD) / FPS)
        for shot, slot in zip(order.shots, places[1:], strict=True)
        if shot.voice
    ]


def _encode(
    order: FilmOrder, places: list[Slot], to: Path, sound: Path, progress: Progress, deadline: Deadline
) -> None:
    total = length(places)
    # Closed at once when somebody cancels: else what decodes the clips lives until the exception is forgotten.
    pictures = closing(frames(order, places, limit=deadline.left()))
    with pictures as found, encoder(to, order.size, FPS, limit=deadline.left(), sound=sound) as append:
        for number, frame in enumerate(found):
            append(frame)
            if number % _NEWS == 0:
                progress(_SOUND + (1 - _SOUND) * number / total)
