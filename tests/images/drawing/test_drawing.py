"""images.drawing.drawing, with an illustrator behind a real server."""

from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings as site
from PIL import Image

from images import services, statuses
from images.drawing import drawing
from images.models import Illustration, Version
from providers import registry
from tests.factories import bring_to, illustrated_story
from tests.images.drawing.queued_picture import draw, queued, reload, tokens

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]


def test_a_drawn_picture_is_stored_shown_and_announced(illustrator, announced, commit):
    picture = queued()
    with commit():
        assert draw(picture) is None
    picture = reload(picture)
    version = picture.versions.get()
    assert (picture.status, picture.current, picture.lease_until, picture.tries) == (
        "pending_approval",
        version,
        None,
        1,
    )
    assert (version.number, version.outcome, version.provider, version.model) == (1, "drawn", "upstream", "test-1")
    assert (version.width, version.height, version.error) == (64, 96, "")
    assert version.finished_at >= version.started_at
    assert announced == [("queued", "generating"), ("generating", "pending_approval")]
    assert tokens() == 1


def test_the_stored_files_are_the_picture_and_a_small_one(illustrator):
    picture = queued()
    draw(picture)
    version = picture.versions.get()
    kept = site.MEDIA_ROOT / version.key
    assert version.size == kept.stat().st_size
    assert Image.open(kept).size == (64, 96)
    assert version.url == f"/media/{version.key}"
    assert Image.open(site.MEDIA_ROOT / version.thumbnail_url.removeprefix("/media/")).format == "WEBP"
    assert Image.open(BytesIO(registry.host("local").fetch(version.stored))).getpixel((1, 1)) == (255, 165, 0)


def test_the_provider_sees_the_style_the_scene_and_the_notes(illustrator):
    picture = queued(change="make it night")
    draw(picture)
    asked = illustrator.asked[0].body
    story = picture.story
    assert asked["prompt"].startswith(story.art_style)
    assert f"The red fox ({story.character}) walks." in asked["prompt"]
    assert asked["prompt"].endswith("Change: make it night")
    assert (asked["scene"], asked["version"], asked["base"]) == (7, 1, False)
    assert picture.versions.get().prompt == asked["prompt"]


def test_an_edit_sends_the_picture_it_starts_from(illustrator):
    picture = queued()
    draw(picture)
    picture = reload(picture)
    services.edit(picture, mode=Illustration.EDIT, wish="add a kite", by="")
    draw(picture)
    assert [asked.body["base"] for asked in illustrator.asked] == [False, True]
    assert reload(picture).current.number == 2


def test_an_edit_whose_picture_is_gone_fails_with_a_reason(illustrator):
    picture = queued()
    draw(picture)
    (site.MEDIA_ROOT / picture.versions.get().key).unlink()
    services.edit(reload(picture), mode=Illustration.EDIT, wish="add a kite", by="")
    assert draw(picture) is None
    picture = reload(picture)
    assert picture.status == statuses.FAILED
    assert "cannot be read" in picture.error
    assert picture.versions.get(number=2).outcome == statuses.BROKEN
    assert len(illustrator.asked) == 1


def test_a_picture_that_cannot_be_stored_fails_with_a_reason(illustrator, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "a file"
    Path(settings.MEDIA_ROOT).write_text("in the way")
    picture = queued(tries=2)
    assert draw(picture) is None
    assert "could not be kept" in reload(picture).error


@pytest.mark.parametrize("status", [name for name in statuses.DESCRIPTIONS if name != statuses.QUEUED])
def test_a_message_for_a_picture_that_does_not_wait_does_nothing(illustrator, status):
    picture = bring_to(queued(), status)
    before = Illustration.objects.values().get(pk=picture.pk)
    assert draw(picture) is None
    assert Illustration.objects.values().get(pk=picture.pk) == before
    assert illustrator.asked == []
    assert tokens() == 0


def test_a_message_for_a_story_that_is_gone_or_a_scene_that_never_was_does_nothing(illustrator):
    picture = queued()
    assert drawing.draw(picture.story_id, 21) is None
    picture.story.delete()
    assert draw(picture) is None


def test_a_picture_is_not_drawn_before_it_is_known_what_it_shows(illustrator):
    picture = queued(depiction="")
    assert draw(picture) is None
    assert not Version.objects.exists()


def test_a_picture_that_cannot_be_stored_is_not_drawn_again(illustrator, settings, tmp_path):
    (tmp_path / "full").write_text("no folder can be made here")
    settings.MEDIA_ROOT = tmp_path / "full"
    story = illustrated_story()
    assert drawing.draw(story.pk, 2) is None
    picture = story.illustrations.get(number=2)
    assert picture.status == statuses.FAILED
    assert picture.error.startswith("It was drawn but could not be kept.")
    assert len(illustrator.asked) == 1
