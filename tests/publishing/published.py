"""Published stories with picture files, and films."""

from functools import cache
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from PIL import Image

from core import storage
from core.status import move
from publishing import services
from publishing.models import Publication
from stories import statuses
from stories.models import Story
from tests.factories import illustrated_story, story_folder
from videos.film.contents import contents_of
from videos.models import Film

COLOURS = ["#c03010", "#10a040", "#2040c0", "#c0a010"]


def approved_story(status: str = statuses.APPROVED, **how: object) -> Story:
    """A story whose twenty pictures are approved and stored on this machine, moved on to `status`."""
    story = illustrated_story("approved", **how)
    for picture in story.illustrations.select_related("current"):
        path = Path(settings.MEDIA_ROOT) / picture.current.key
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(png(COLOURS[picture.number % 4]))
    for step in {statuses.FINISHED: (statuses.FILMING, statuses.FINISHED)}.get(status, ()):
        move(story, step)
    return story


@cache
def png(colour: str) -> bytes:
    """A picture whose file contains metadata."""
    out = BytesIO()
    image = Image.new("RGB", (512, 768), colour)
    exif = image.getexif()
    exif[0x010E] = "the secret prompt"
    image.save(out, "PNG", exif=exif, icc_profile=b"the secret profile")
    return out.getvalue()


def published(story: Story) -> Publication:
    """The story's publication."""
    return services.publish(story, by="mia")


def film_of(story: Story, shape: str = Film.VERTICAL, status: str = "ready", **fields: object) -> Film:
    """A finished film with captions and a poster."""
    folder, name = story_folder(story.pk), storage.new_name(f"film-{shape}")
    files = {"file": f"{name}.mp4", "captions_file": f"{name}.vtt", "poster_file": f"{name}.jpg"}
    for file in files.values():
        (folder / file).write_bytes(f"{shape} {file[-3:]} ".encode() * 100)
    Film.objects.filter(story=story, shape=shape).delete()
    film = Film(story=story, shape=shape, status=status, made_at=timezone.now(), **files, **fields)
    contents = contents_of(film)
    film.made_from, film.shows = contents.digest, contents.shows(contents.music)
    film.save()
    return film
