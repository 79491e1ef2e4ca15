"""Pictures cannot be changed while clips are made of them; afterwards they can."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core.status import Conflict
from images import revisions, settling, uploads
from images import services as picture_services
from images import statuses as picture_statuses
from images.models import Illustration
from stories import access
from stories import services as story_services
from stories import statuses as story_statuses
from stories.models import Story
from studio.story import cards
from tests.factories import drawn_version
from tests.uploads import png
from videos import services

pytestmark = pytest.mark.django_db
AFTERWARDS = (story_statuses.FINISHED, story_statuses.UNFILMED)
ACTIONS = {
    "redraw": lambda picture: picture_services.redraw(picture, by=""),
    "vary": lambda picture: picture_services.vary(picture, by=""),
    "edit": lambda picture: picture_services.edit(picture, mode="edit", wish="snow", by=""),
    "choose": lambda picture: revisions.choose(picture, picture.versions.order_by("number").last(), by=""),
    "undo": lambda picture: revisions.undo(picture, by=""),
    "upload": lambda picture: uploads.add(picture, SimpleUploadedFile("own.png", png(256, 384)), by=""),
    "reject": lambda picture: picture_services.reject(picture, note="", by=""),
}


def picture() -> Illustration:
    """Picture 4 with two versions, approved by a person."""
    row = Illustration.objects.select_related("story", "scene", "current").get(number=4)
    row.decisions.create(action="approve", by="mia", version=row.current)
    drawn_version(row)
    return row


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("read", ["before", "since"])
def test_no_picture_can_be_changed_while_filming(story, action, read):
    row = picture() if read == "before" else None
    services.make_videos(Story.objects.get(), by="")
    row = row or picture()
    with pytest.raises(Conflict):
        ACTIONS[action](row)
    row.refresh_from_db()
    assert (row.status, row.current.number) == (picture_statuses.APPROVED, 1)
    assert Story.objects.get().status == story_statuses.FILMING


def test_bulk_actions_leave_the_pictures_alone_while_filming(filming):
    assert picture_services.redraw_all(filming.illustrations.select_related("story", "scene"), by="") == []
    assert set(filming.illustrations.values_list("status", flat=True)) == {picture_statuses.APPROVED}


def test_no_button_is_offered_that_would_be_refused(filming):
    row = picture()
    row.story.may = access.STAFF_NEED.keys()
    allowed = cards.card_of(row)["may"]
    assert {name for name, may in allowed.items() if may} == {"text"}


@pytest.mark.parametrize("phase", AFTERWARDS)
def test_a_picture_can_be_changed_after_filming(filming, phase):
    Story.objects.update(status=phase)
    picture_services.redraw(picture(), by="")
    assert Story.objects.get().status == story_statuses.REVIEWING


@pytest.mark.parametrize("phase", AFTERWARDS)
def test_a_story_that_lags_behind_its_pictures_is_settled(filming, phase):
    Story.objects.update(status=phase)
    filming.illustrations.filter(number=4).update(status=picture_statuses.PENDING)
    settling.settle(filming.pk)
    assert Story.objects.get().status == story_statuses.REVIEWING


@pytest.mark.parametrize("phase", sorted(story_statuses.SETTLED))
def test_its_scenes_are_not_approved_twice(filming, phase):
    Story.objects.update(status=phase)
    with pytest.raises(Conflict, match="approved already"):
        story_services.approve_scenes(Story.objects.get(), {}, by="")
