"""Makes one film: collects its inputs, renders them to an MP4, and stores the result in the story's folder."""

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings

from core import artifacts, storage
from core.artifacts import Unmakeable
from core.tempdirs import private_tempdir
from providers.base import ProviderError
from providers.ffmpeg import Progress
from videos.film import inputs
from videos.film.compositor.encode import render
from videos.film.compositor.spec import FilmSpec, Rendered
from videos.film.contents import contents_of
from videos.models import Film

log = logging.getLogger(__name__)

# The share of the progress that collecting the inputs takes.
COLLECTED = 0.2


def render_film(film_id: int) -> None:
    """Make a film that is queued; do nothing for any other. An error is written on the film."""
    film = Film.objects.select_related("story").filter(pk=film_id).first()
    if film is None:
        return
    contents = contents_of(film)
    if not artifacts.begin(film, wanted=contents.digest):
        return
    with artifacts.making(film), private_tempdir(f"film-{film.pk}") as folder:
        spec, notices = inputs.collect(contents, folder, _progress_between(film, 0.0, COLLECTED))
        made = folder / "film.mp4"
        _store(film, made, _render(film, spec, made), notices)


def _progress_between(film: Film, begin: float, end: float) -> Progress:
    """Reports the progress of a step that takes the film from `begin` to `end`."""
    return lambda done: artifacts.progress(film, begin + (end - begin) * done)


def _render(film: Film, spec: FilmSpec, to: Path) -> Rendered:
    folder = to.with_name("parts")
    folder.mkdir()
    try:
        return render(spec, to, folder, _progress_between(film, COLLECTED, 1.0), settings.RENDER_TIMEOUT)
    except ProviderError as error:
        log.error("The film of story %s could not be made: %s", film.channel, error.operator)
        raise Unmakeable(error.message) from error


def _store(film: Film, made: Path, rendered: Rendered, notices: Sequence[str]) -> None:
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
        artifacts.finish(film, size=rendered.size, seconds=rendered.seconds, notice=" ".join(notices), **files)
