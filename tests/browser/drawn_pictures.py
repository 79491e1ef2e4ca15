"""What a worker would have done, for sites without one: pictures that are really there."""

from django.conf import settings

from core.status import move
from images import character_sheet, services, statuses
from images.models import Illustration, Version
from stories.models import Story
from tests.factories import drawn_version, edited_story, illustrated_story, small_png


def paint(version: Version, colour: str = "orange") -> None:
    """Put the file of a version where the site serves it from."""
    path = settings.MEDIA_ROOT / version.key
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(small_png(colour))


def paint_all(story: Story) -> None:
    """The files of all versions of a story, each in another colour."""
    for version in Version.objects.filter(illustration__story=story).select_related("illustration"):
        paint(version, f"hsl({36 * version.illustration.number - 12 * version.number}, 60%, 60%)")


def painted_story(status: str = statuses.PENDING) -> Story:
    """A story whose pictures are all in that status, and really there."""
    story = illustrated_story(status)
    paint_all(story)
    return story


def begin(picture: Illustration) -> None:
    """Begin to draw."""
    move(picture, statuses.GENERATING)


def draw(picture: Illustration, colour: str = "orange", depiction: str = "") -> Version:
    """Draw the picture, which has been begun."""
    version = drawn_version(picture)
    Version.objects.filter(pk=version.pk).update(depiction=depiction)
    paint(version, colour)
    move(picture, statuses.PENDING, current=version)
    return version


def story_with_a_fox() -> Story:
    """A story whose fox waits to be kept, with an earlier drawing of him."""
    story = edited_story()
    services.create_pictures(story, {}, by="", review=True)
    story.refresh_from_db()
    _draw_fox(story, "orange")
    character_sheet.redraw(story, by="")
    _draw_fox(story, "green")
    return story


def _draw_fox(story: Story, colour: str) -> None:
    sheet = character_sheet.sheet_of(story)
    assert sheet is not None
    begin(sheet)
    draw(sheet, colour)
