"""images.drawing.references: the pictures that are sent along, so that the fox looks the same in all."""

from io import BytesIO

import pytest
from django.conf import settings as site
from PIL import Image

from core.token_bucket import Turn
from images import statuses
from images.drawing import drawing, references
from images.models import Illustration, Version
from providers import registry
from providers.base import Picture
from stories.models import Story
from tests.factories import bring_to, illustrated_story, reloaded, sheet_of, small_png
from tests.upstreams.cloudinary_server import CloudinaryServer, html

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]


@pytest.fixture(autouse=True)
def _nothing_remembered():
    references._small.cache_clear()


@pytest.fixture
def story(looks) -> Story:
    """A story whose fox is drawn; the pictures may begin."""
    story = illustrated_story()
    drawing.draw(story.pk, 0)
    return story


def sheet_version(story: Story) -> Version:
    return sheet_of(story).current


def store(story: Story, data: bytes) -> None:
    """Let the sheet be this file."""
    size = Image.open(BytesIO(data)).size
    stored = registry.host("local").store(Picture(data, "image/png", *size), story_id=str(story.pk), name="another")
    Version.objects.filter(pk=sheet_version(story).pk).update(key=stored.key, url=stored.url)


def sent(story: Story, number: int = 7) -> tuple[bytes, ...]:
    """What goes along with the picture."""
    rows = Illustration.everything.select_related("story__template", "scene", "base", "current")
    attempt = drawing.begin(rows.get(story=story, number=number), registry.illustrator(), Turn(granted=True))
    assert attempt is not None
    return drawing.request_of(attempt, registry.illustrator()).references


def test_a_reference_is_a_small_jpeg(story):
    out = BytesIO()
    Image.new("RGBA", (1536, 3072), (9, 99, 9, 255)).save(out, "PNG")
    store(story, out.getvalue())
    (data,) = sent(story)
    image = Image.open(BytesIO(data))
    assert (image.format, image.size, image.mode) == ("JPEG", (512, 1024), "RGB")


def test_a_small_sheet_is_not_made_larger(story):
    (data,) = sent(story)
    assert Image.open(BytesIO(data)).size == (64, 96)


def test_a_reference_is_read_once_for_all_the_pictures_of_a_story(story):
    first = sent(story, 7)
    (site.MEDIA_ROOT / sheet_version(story).key).unlink()
    assert sent(story, 8) == first
    store(story, small_png("blue"))  # another fox is another file
    assert sent(story, 9) != first


@pytest.mark.parametrize("file", [None, b"", b"no picture", small_png()[:-30], b"\x89PNG\r\n\x1a\n" + b"\0" * 40])
def test_a_sheet_that_cannot_be_read_does_not_stop_the_pictures(story, looks, file):
    path = site.MEDIA_ROOT / sheet_version(story).key
    path.unlink() if file is None else path.write_bytes(file)
    assert drawing.draw(story.pk, 7) is None
    picture, asked = reloaded(story.illustrations.get(number=7)), looks.asked[-1].body
    assert (picture.status, asked["references"]) == (statuses.PENDING, 0)
    assert "character sheet" not in asked["prompt"] + picture.current.prompt


def test_a_host_that_does_not_answer_puts_the_picture_off(story, looks, settings):
    with CloudinaryServer() as service:
        settings.CLOUDINARY_URL, settings.CLOUDINARY_PRESET = service.url, ""
        cloudinary, size = registry.host("cloudinary"), (64, 96)
        stored = cloudinary.store(Picture(small_png(), "image/png", *size), story_id=str(story.pk), name="sheet")
        sheets = Version.objects.filter(pk=sheet_version(story).pk)
        sheets.update(host="cloudinary", key=stored.key, url=stored.url, thumbnail_url=stored.thumbnail_url)
        service.behaviour = lambda asked, number: html(503)
        wait = drawing.draw(story.pk, 7)
        picture = story.illustrations.get(number=7)
        assert (wait > 0, picture.status, picture.tries, len(looks.asked)) == (True, statuses.QUEUED, 0, 1)
        service.behaviour = lambda asked, number: None
        assert drawing.draw(story.pk, 7) is None
    asked = looks.asked[-1].body
    assert (asked["references"], "sheet that is sent along" in asked["prompt"]) == (1, True)


def test_a_sheet_that_is_gone_from_its_host_for_good_stops_nothing(story, looks, settings):
    with CloudinaryServer() as service:
        settings.CLOUDINARY_URL = service.url
        gone = f"{service.address}/{service.cloud}/image/upload/v1/gone.png"
        Version.objects.filter(pk=sheet_version(story).pk).update(host="cloudinary", key="gone", url=gone)
        assert drawing.draw(story.pk, 7) is None
    asked = looks.asked[-1].body
    assert (asked["references"], "character sheet" in asked["prompt"]) == (0, False)


def test_a_sheet_on_a_host_that_is_no_longer_listed_does_not_stop_the_pictures(story):
    Version.objects.filter(pk=sheet_version(story).pk).update(host="gone")
    assert sent(story) == ()


def test_the_sheet_itself_is_drawn_without_references(story):
    fox, illustrator = sheet_of(story), registry.illustrator()
    assert (references.sheet_of(fox, illustrator), references.others(fox, illustrator)) == (None, ())


def test_the_sheet_goes_before_an_approved_picture(story):
    other = bring_to(story.illustrations.get(number=6), statuses.APPROVED)
    (site.MEDIA_ROOT / other.current.key).write_bytes(small_png("blue"))
    story.illustrations.filter(number=7).update(reasons=["different"])
    colours = [Image.open(BytesIO(data)).getpixel((9, 9)) for data in sent(story)]
    assert [colour[2] > 200 for colour in colours] == [False, True]  # orange, then blue


def test_the_prompt_names_the_sheet_only_where_it_is_sent(story, looks, monkeypatch):
    drawing.draw(story.pk, 7)
    monkeypatch.delenv("TEST_ILLUSTRATOR_LOOKS")
    drawing.draw(story.pk, 8)
    prompts = [asked.body["prompt"] for asked in looks.asked[1:]]
    assert ["character sheet" in prompt for prompt in prompts] == [True, False]
    assert [asked.body["references"] for asked in looks.asked] == [0, 1, 0]
