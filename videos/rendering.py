"""Making one film: gather what goes into it, join everything, and keep the result in the story's folder."""

import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings

from core import artifacts, storage
from core.artifacts import Unmakeable
from core.tempdirs import workroom
from providers.base import ProviderError
from videos import films
from videos.film.order import FilmOrder, Rendered
from videos.film.render import render
from videos.film_inputs import Gathered, gather
from videos.films import Contents
from videos.models import Film

log = logging.getLogger(__name__)

# How much of the way is done when everything is gathered.
GATHERED = 0.2


def render_film(key: int) -> None:
    """Make the film with that key, if it waits for that. What goes wrong on the way is written on the film."""
    film = Film.objects.select_related("story").filter(pk=key).first()
    if film is not None:
        _render(film)


def _render(film: Film) -> None:
    contents = films.contents_of(film)
    if not artifacts.begin(film, wanted=contents.digest):
        return
    with artifacts.making(film), workroom(f"film-{film.pk}") as folder:
        gathered = gather(contents, folder, _telling(film, 0.0, GATHERED))
        made = folder / "film.mp4"
        _keep(film, made, _joined(film, contents, gathered, made), gathered.notices)


def _telling(film: Film, begin: float, end: float) -> Callable[[float], None]:
    """Tells how far the film is, in a step that is so much of the whole way."""
    return lambda done: artifacts.progress(film, begin + (end - begin) * done)


def _joined(film: Film, contents: Contents, gathered: Gathered, to: Path) -> Rendered:
    order = FilmOrder(
        title=contents.title,
        shots=gathered.shots,
        shape=contents.shape,
        captions=contents.captions,
        music=gathered.music,
        scale=settings.FILM_SCALE,
    )
    folder = to.with_name("parts")
    folder.mkdir()
    try:
        return render(order, to, folder, _telling(film, GATHERED, 1.0), settings.RENDER_TIMEOUT)
    except ProviderError as error:
        log.error("The film of story %s could not be made: %s", film.channel, error.operator)
        raise Unmakeable(error.message) from error


def _keep(film: Film, made: Path, rendered: Rendered, notices: Sequence[str]) -> None:
    """Put the film into the story's folder, with what belongs to it, in the place of the earlier one. Of a film that is
    no longer wanted nothing stays."""
    kind = f"film-{film.shape}"
    name = storage.new_name(kind)
    files: dict[str, Any] = {"file": f"{name}.mp4", "captions_file": f"{name}.vtt", "poster_file": f"{name}.jpg"}
    captions, poster = made.with_suffix(".vtt"), made.with_suffix(".jpg")
    captions.write_text(rendered.vtt)
    poster.write_bytes(rendered.poster)
    with artifacts.storing(film, kind, list(files.values())):
        for source, target in zip((made, captions, poster), files.values(), strict=True):
            storage.put(source, film.story_id, target)
        artifacts.finish(film, size=rendered.size, seconds=rendered.seconds, notice=" ".join(notices), **files)
