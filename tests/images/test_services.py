"""images.services: every action on a picture in every status."""

import pytest

from core.errors import Invalid
from core.models import StatusEvent
from core.status import Conflict
from images import services, settling, statuses
from images.models import Decision, Illustration
from stories import statuses as story_statuses
from tests.broker import sent_tasks
from tests.factories import bring_to, illustrated_story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]
EVERY = list(statuses.DESCRIPTIONS)
ACTIONS = {
    "approve": lambda picture: services.approve(picture, by="mia"),
    "reject": lambda picture: services.reject(picture, note="snow", by="mia"),
    "redraw": lambda picture: services.redraw(picture, by="mia"),
    "edit": lambda picture: services.edit(picture, mode="newimage", wish="A lake.", by="mia"),
}
DECIDABLE = {statuses.PENDING}
ALLOWED = {
    "approve": DECIDABLE,
    "reject": DECIDABLE,
    "redraw": {statuses.PENDING, statuses.APPROVED, statuses.FAILED},
    "edit": {statuses.PENDING, statuses.APPROVED, statuses.FAILED},
}


def picture_in(status: str) -> Illustration:
    return bring_to(illustrated_story().illustrations.get(number=7), status)


@pytest.mark.parametrize("status", EVERY)
@pytest.mark.parametrize("action", ACTIONS)
def test_the_status_alone_decides_whether_an_action_is_refused(action, status, commit):
    picture = picture_in(status)
    before = Illustration.objects.values().get(pk=picture.pk)
    with commit():
        if status in ALLOWED[action]:
            ACTIONS[action](picture)
        else:
            with pytest.raises(Conflict, match="Picture 7 is"):
                ACTIONS[action](picture)
    after = Illustration.objects.values().get(pk=picture.pk)
    if status not in ALLOWED[action]:
        assert (after, Decision.objects.count(), sent_tasks()) == (before, 0, [])
        return
    assert after["status"] == (statuses.APPROVED if action == "approve" else statuses.QUEUED)
    decision = Decision.objects.get()
    assert (decision.action, decision.by, decision.version_id) == (action, "mia", before["current_id"])
    assert sent_tasks() == ([] if action == "approve" else [("images.draw", 7)])
    assert after["current_id"] == before["current_id"]


@pytest.mark.parametrize("action", ["reject", "redraw", "edit"])
def test_a_picture_that_a_person_asked_for_again_starts_from_scratch_and_goes_first(action):
    picture = picture_in(statuses.PENDING)
    Illustration.objects.update(tries=3, softening=2, error="Old.")
    queued_at = picture.queued_at
    ACTIONS[action](picture)
    fresh = Illustration.objects.get(pk=picture.pk)
    assert (fresh.tries, fresh.softening, fresh.error, fresh.urgent) == (0, 0, "", True)
    assert fresh.queued_at > queued_at
    assert fresh.lease_until is not None


def test_bulk_work_is_not_urgent():
    story = illustrated_story(statuses.PENDING)
    assert len(services.redraw_all(story.illustrations.all(), by="staff")) == 20
    assert set(story.illustrations.values_list("urgent", "status")) == {(False, statuses.QUEUED)}


def test_a_rejected_picture_is_queued_with_the_note_in_its_next_prompt():
    picture = picture_in(statuses.PENDING)
    services.reject(picture, note=" make it\nnight \x00", by="mia")
    assert picture.change == "make it night"
    assert Decision.objects.get().note == "make it night"
    history = StatusEvent.objects.filter(object_id=str(picture.pk), kind="images.illustration")
    assert list(history.values_list("old", "new", "by"))[-2:] == [
        ("pending_approval", "rejected", "mia"),
        ("rejected", "queued", "mia"),
    ]


def test_a_picture_that_is_rejected_again_keeps_the_earlier_notes():
    picture = picture_in(statuses.PENDING)
    services.reject(picture, note="make it night", by="")
    bring_to(picture, statuses.PENDING)
    services.reject(picture, note="add snow", by="")
    assert picture.change == "make it night\nadd snow"
    assert Decision.objects.count() == 2


def test_a_second_click_on_reject_is_refused_and_draws_nothing_more(commit):
    picture = picture_in(statuses.PENDING)
    stale = Illustration.objects.get(pk=picture.pk)
    with commit():
        services.reject(picture, note="", by="")
        with pytest.raises(Conflict):
            services.reject(stale, note="", by="")
    assert Decision.objects.count() == 1
    assert sent_tasks() == [("images.draw", 7)]


def test_a_note_of_500_characters_is_taken_and_a_longer_one_refused():
    picture = picture_in(statuses.PENDING)
    with pytest.raises(Invalid, match="501 characters; 500 are allowed"):
        services.reject(picture, note="x" * 501, by="")
    assert Illustration.objects.get(pk=picture.pk).status == statuses.PENDING
    services.reject(picture, note="x" * 500, by="")
    assert picture.change == "x" * 500


def test_an_edit_starts_from_the_picture_that_is_shown_or_from_the_one_chosen():
    picture = picture_in(statuses.PENDING)
    first = picture.current
    services.edit(picture, mode=Illustration.EDIT, wish="add a kite", by="")
    assert (picture.mode, picture.base, picture.change) == ("edit", first, "add a kite")
    bring_to(picture, statuses.PENDING)
    services.edit(picture, mode=Illustration.EDIT, wish="add rain", by="", base=first)
    assert (picture.base, picture.change) == (first, "add a kite\nadd rain")


def test_a_new_image_forgets_earlier_notes_and_shows_what_was_described():
    picture = picture_in(statuses.PENDING)
    services.reject(picture, note="make it night", by="")
    bring_to(picture, statuses.PENDING)
    services.edit(picture, mode=Illustration.NEW, wish="A quiet lake.", by="")
    assert (picture.mode, picture.base, picture.change) == ("newimage", None, "")
    assert picture.depiction == "A quiet lake."


@pytest.mark.parametrize(
    ("mode", "wish", "field"),
    [
        ("edit", "", "user_input"),
        ("newimage", " \x00 ", "user_input"),
        ("edit", "x" * 2001, "user_input"),
        ("paint", "A lake.", "edit_mode"),
    ],
)
def test_an_edit_that_cannot_be_done_is_refused_naming_the_field(mode, wish, field):
    picture = picture_in(statuses.PENDING)
    with pytest.raises(Invalid) as refused:
        services.edit(picture, mode=mode, wish=wish, by="")
    assert refused.value.field == field
    assert Illustration.objects.get(pk=picture.pk).status == statuses.PENDING
    assert not Decision.objects.exists()


def test_a_wish_is_cleaned_on_the_picture_and_in_the_history():
    picture = picture_in(statuses.PENDING)
    services.edit(picture, mode=Illustration.EDIT, wish=" add\x00 a \ud800kite\r\n🦊", by="")
    assert picture.change == Decision.objects.get().note == "add a kite\n🦊"


def test_there_is_nothing_to_edit_where_no_picture_was_ever_drawn():
    picture = picture_in(statuses.FAILED)
    with pytest.raises(Invalid, match="no picture to edit") as refused:
        services.edit(picture, mode=Illustration.EDIT, wish="add a kite", by="")
    assert refused.value.field == "edit_mode"


def test_an_earlier_version_can_be_approved_and_is_then_the_one_that_is_shown():
    picture = picture_in(statuses.PENDING)
    first = picture.current
    services.redraw(picture, by="")
    bring_to(picture, statuses.PENDING)
    services.approve(picture, by="mia", version=first)
    picture.refresh_from_db()
    assert (picture.status, picture.current) == (statuses.APPROVED, first)


def test_the_story_is_approved_with_its_last_picture_and_no_sooner():
    story = illustrated_story(statuses.PENDING)
    for picture in story.illustrations.all():
        story.refresh_from_db()
        assert story.status == story_statuses.REVIEWING
        services.approve(picture, by="")
    story.refresh_from_db()
    assert story.status == story_statuses.APPROVED


@pytest.mark.parametrize("action", ["redraw", "edit"])
def test_an_approved_story_is_open_again_once_a_picture_is_drawn_anew(action):
    story = illustrated_story(statuses.APPROVED)
    assert story.status == story_statuses.APPROVED
    ACTIONS[action](story.illustrations.get(number=7))
    story.refresh_from_db()
    assert story.status == story_statuses.REVIEWING


@pytest.mark.parametrize("status", EVERY)
def test_settling_closes_the_drawing_only_when_nothing_is_left_to_draw(status):
    story = illustrated_story(statuses.PENDING)
    type(story).objects.filter(pk=story.pk).update(status=story_statuses.ILLUSTRATING)
    story.illustrations.filter(number=7).update(status=status)
    for _ in range(2):
        settling.settle(story.pk)
    story.refresh_from_db()
    done = status not in statuses.ACTIVE
    assert story.status == (story_statuses.REVIEWING if done else story_statuses.ILLUSTRATING)


def test_approving_many_leaves_alone_what_does_not_wait():
    story = illustrated_story(statuses.PENDING)
    pictures = list(story.illustrations.all())
    services.reject(Illustration.objects.get(pk=pictures[0].pk), note="", by="")
    assert len(services.approve_all(pictures, by="mia")) == 19
    assert services.reject_all(story.illustrations.all(), note="", by="mia") == []
