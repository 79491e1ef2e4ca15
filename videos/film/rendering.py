"""Makes one film: collects clips, pictures, voices and music in one folder, renders them to an MP4, and stores that in
the story's folder."""

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings

from core import artifacts, storage
from core.artifacts import Unmakeable
from core.tempdirs import private_tempdir
from providers import registry
from providers.base import ProviderError
from providers.ffmpeg import Progress
from stories import removal
from videos.film import kept_pieces, narration
from videos.film.compositor.encode import render
from videos.film.compositor.spec import FilmSpec, Rendered, Shot
from videos.film.contents import Contents, Part, contents_of
from videos.models import Film
from videos.turns import films_in_order

log = logging.getLogger(__name__)

# The share of the progress that collecting the inputs takes.
COLLECTED = 0.2
# The share of that which fetching clips and pictures takes; the rest is narration.
FETCHED = 0.25
_LATER = "Make the film again later to try once more."
_NO_VOICE = f"The texts could not be read out, so the film has no voice. {_LATER}"
_NO_MUSIC = "The music was not there any more, so the film has none."
_NO_PICTURE = "Picture {} could not be fetched from where it is kept. Please ask for the film again later."


def render_next() -> None:
    """Make the film whose turn it is, if one waits."""
    for film_id in films_in_order():
        if render_film(film_id):
            return


def render_film(film_id: int) -> bool:
    """Make a film that is queued. An error is written on the film. Returns False, and does nothing, for any other."""
    film = Film.objects.select_related("story").filter(pk=film_id).first()
    if film is None:
        return False
    contents = contents_of(film)
    if not artifacts.begin(film, wanted=contents.digest):
        return False
    with artifacts.making(film), private_tempdir(f"film-{film.pk}") as folder:
        spec, notices = _collect(contents, folder, _progress_between(film, 0.0, COLLECTED))
        made, pieces = folder / "film.mp4", folder / kept_pieces.KIND
        kept_pieces.fetch(film, pieces)
        _store(film, made, _render(film, spec, made, pieces), notices, contents.shows(contents.music))
        kept_pieces.keep(film, pieces)
    removal.clear_if_gone(film.story_id)
    return True


def _progress_between(film: Film, begin: float, end: float) -> Progress:
    """Reports the progress of a step that takes the film from `begin` to `end`."""
    return lambda done: artifacts.progress(film, begin + (end - begin) * done)


def _collect(contents: Contents, folder: Path, progress: Progress) -> tuple[FilmSpec, list[str]]:
    """Fetch or make every file of the film in `folder`. Returns what to render, and sentences about what differs from
    what was requested: a clip that cannot be fetched is replaced by its picture, a voice or music that is missing is
    left out. `progress` gets the done share, 0 to 1. Raises Unmakeable, in words, where a picture cannot be fetched
    either."""
    notices: list[str] = []
    sources = _fetch_sources(contents, folder, lambda done: progress(FETCHED * done), notices)
    voices = _narrate(contents, folder, lambda done: progress(FETCHED + (1 - FETCHED) * done), notices)
    shots = [_shot(part, sources[part.number], voices.get(part.number)) for part in contents.parts]
    spec = FilmSpec(
        title=contents.film.story.title,
        author=contents.film.story.author,
        cover=contents.cover,
        shots=shots,
        shape=contents.film.shape,
        captions=contents.film.captions,
        music=_copy_music(contents, folder, notices),
        scale=settings.FILM_SCALE,
    )
    return spec, notices


def _shot(part: Part, source: Path, voice: Path | None) -> Shot:
    is_clip = source.suffix == ".mp4"
    return Shot(
        text=part.text,
        clip=source if is_clip else None,
        picture=None if is_clip else source,
        voice=voice,
        beat=part.beat,
        mood=part.mood,
        motion=part.motion,
    )


def _fetch_sources(contents: Contents, folder: Path, progress: Progress, notices: list[str]) -> dict[int, Path]:
    """The file of every scene by its number: its clip, or its picture where there is no clip."""
    sources: dict[int, Path] = {}
    missing: list[str] = []
    for count, part in enumerate(contents.parts):
        progress(count / len(contents.parts))
        clip = _fetch_clip(part, folder)
        if part.take and not clip:
            missing.append(str(part.number))
        sources[part.number] = clip or _fetch_picture(part, folder)
    if missing:
        which = f"scene {missing[0]}" if len(missing) == 1 else f"scenes {', '.join(missing)}"
        notices.append(f"What was filmed of {which} could not be fetched, so the picture moves there. {_LATER}")
    return sources


def _fetch_clip(part: Part, folder: Path) -> Path | None:
    if part.take is None:
        return None
    to = folder / f"scene-{part.number:02d}.mp4"
    try:
        registry.video_host(part.take.host).fetch_video(part.take.stored, to)
    except ProviderError as error:
        log.error("The clip of scene %s could not be fetched: %s", part.number, error.operator)
        return None
    return to


def _fetch_picture(part: Part, folder: Path) -> Path:
    to = folder / f"scene-{part.number:02d}.picture"
    try:
        to.write_bytes(registry.host(part.picture.host).fetch(part.picture.stored))
    except ProviderError as error:
        log.error("Picture %s could not be fetched: %s", part.number, error.operator)
        raise Unmakeable(_NO_PICTURE.format(part.number)) from error
    return to


def _narrate(contents: Contents, folder: Path, progress: Progress, notices: list[str]) -> dict[int, Path]:
    """The WAV of every scene by its number; none where the speaker fails."""
    if contents.speaker is None:
        return {}
    texts = {part.number: part.text for part in contents.parts}
    try:
        return narration.narrate(contents.film.story_id, texts, contents.speaker, folder, progress)
    except ProviderError as error:
        log.error("The film of story %s has no voice: %s", contents.film.story_id, error.operator)
        notices.append(f"{_NO_VOICE} ({error.message})")
        return {}


def _copy_music(contents: Contents, folder: Path, notices: list[str]) -> Path | None:
    if contents.music is None:
        return None
    copy = folder / "music.m4a"
    try:
        storage.fetch(contents.music.story_id, contents.music.file, copy)
    except FileNotFoundError:
        notices.append(_NO_MUSIC)
        return None
    return copy


def _render(film: Film, spec: FilmSpec, to: Path, pieces: Path) -> Rendered:
    folder = to.with_name("work")
    folder.mkdir()
    progress = _progress_between(film, COLLECTED, 1.0)
    try:
        return render(spec, to, folder, progress, settings.RENDER_TIMEOUT, kept=pieces)
    except ProviderError as error:
        log.error("The film of story %s could not be made: %s", film.channel, error.operator)
        raise Unmakeable(error.message) from error


def _store(film: Film, made: Path, rendered: Rendered, notices: Sequence[str], shows: str) -> None:
    """Put the film with its captions and poster into the story's folder, in place of the earlier one. Leaves no file of
    a film that is no longer wanted."""
    kind = f"film-{film.shape}"
    name = storage.new_name(kind)
    files: dict[str, Any] = {"file": f"{name}.mp4", "captions_file": f"{name}.vtt", "poster_file": f"{name}.jpg"}
    captions, poster = made.with_suffix(".vtt"), made.with_suffix(".jpg")
    captions.write_text(rendered.vtt)
    poster.write_bytes(rendered.poster)
    with artifacts.storing(film, kind, list(files.values())):
        for source, target in zip((made, captions, poster), files.values(), strict=True):
            storage.put(source, film.story_id, target)
        said = {"notice": " ".join(notices), "shows": shows}
        artifacts.finish(film, size=rendered.size, seconds=rendered.seconds, **said, **files)
