"""The processor time of each kind of work, of this process and its children, in seconds. Load changes it little."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings

from benchmarks.film import BEATS, TEXT
from benchmarks.scripts import run_command
from books import services as books
from images.drawing import drawing
from images.models import Illustration, Version
from providers.base import ClipRequest, PictureRequest
from providers.registry import illustrator
from providers.videos.local import LocalAnimator
from stories.models import Story
from tests.browser.drawn_pictures import painted_story
from tests.factories import illustrated_story, visitor
from videos.film.compositor.encode import render
from videos.film.compositor.spec import FilmSpec, Shot

PAGES, PICTURES, CLIPS, SHOTS, LIMIT = 40, 6, 2, 4, 900.0


def measure() -> dict[str, float]:
    """Seconds for a page, a picture, a clip, a download, and a second of a film."""
    settings.ALLOWED_HOSTS = ["*"]
    story = illustrated_story(owner="bench")
    drawn, alone = _pictures(story)
    files = [_file_of(version) for version in Version.objects.filter(illustration__story=story)]
    clip = sum(_seconds(lambda file=file: _clip(file)) for file in files[:CLIPS]) / CLIPS
    seconds, film = _film(files[:SHOTS])
    return {
        "page": _page(story),
        "picture": drawn,
        "picture_alone": alone,
        "clip": clip,
        "film_second": film / seconds,
        "pdf": _download(painted_story("approved")),
    }


def _seconds(work: Callable[[], Any]) -> float:
    before = sum(os.times()[:4])
    work()
    return sum(os.times()[:4]) - before


def _page(story: Story) -> float:
    """The page of a story, seen by its owner; the first one loads the templates and does not count."""
    owner, address = visitor("bench"), f"/stories/{story.pk}/"

    def read() -> None:
        owner.get(address)

    if owner.get(address).status_code != 200:
        raise RuntimeError("The story's page does not answer.")
    return _seconds(lambda: [read() for _ in range(PAGES)]) / PAGES


def _pictures(story: Story) -> tuple[float, float]:
    """A picture from its message to its card, and the drawing of it alone."""
    drawing.draw(story.pk, 20)  # loads the fonts
    whole = _seconds(lambda: [drawing.draw(story.pk, number) for number in range(1, PICTURES + 1)])
    made = Illustration.objects.filter(story=story, number__lte=PICTURES).select_related("scene", "current")
    requests = [
        PictureRequest(
            picture.current.prompt,
            str(story.pk),
            picture.number,
            2,
            picture.mood,
            picture.scene.kind,
            shows=picture.depiction,
        )
        for picture in made
    ]
    alone = _seconds(lambda: [illustrator().draw(request) for request in requests])
    return whole / PICTURES, alone / PICTURES


def _file_of(version: Version) -> Path:
    return Path(settings.MEDIA_ROOT) / version.key


def _clip(picture: Path) -> None:
    LocalAnimator().submit(ClipRequest(picture.read_bytes(), "image/png", "The camera moves in.", picture.stem))


def _film(pictures: list[Path]) -> tuple[float, float]:
    """The length of a film of some pictures, and the processor time that it took."""
    shots = [Shot(TEXT, picture=picture, beat=BEATS[n % 5]) for n, picture in enumerate(pictures)]
    with tempfile.TemporaryDirectory() as name:
        folder, lengths = Path(name), []

        def make() -> None:
            spec = FilmSpec("The red fox", shots)
            lengths.append(render(spec, folder / "film.mp4", folder, lambda done: None, LIMIT).seconds)

        return (_seconds(make), lengths[0])[::-1]


def _download(story: Story) -> float:
    download = books.request_download(story, "pdf", by="")
    return _seconds(lambda: books.make(download.pk))


if __name__ == "__main__":
    run_command(measure)
