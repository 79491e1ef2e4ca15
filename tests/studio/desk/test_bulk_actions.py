"""Deciding about many pictures at once: settled once a story, asked once, all or nothing; drawn by the bucket alone."""

from decimal import Decimal
from html import unescape

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.models import StatusEvent
from core.token_bucket import redis
from images import services, statuses
from images.drawing import drawing
from images.models import Decision, Illustration, Version
from stories import statuses as story_statuses
from stories.models import Story
from tests.broker import sent_tasks
from tests.concurrency import at_once
from tests.factories import drawn_version, illustrated_story
from tests.upstreams.moderation import flags

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]
QUEUE = "/admin/images/picturetoreview/"
BULK = ["approve_pictures", "reject_and_redraw", "redraw_pictures"]


def act(client, action: str, pictures, query: str = "", **more) -> str:
    """Send the form of the queue with these pictures ticked; the messages of the next page."""
    sent = {"action": action, "_selected_action": [str(picture.pk) for picture in pictures], "index": "0"} | more
    answer = client.post(QUEUE + query, sent, follow=True)
    return " ".join(unescape(str(message)) for message in answer.context["messages"])


def waiting() -> list[Illustration]:
    rows = Illustration.objects.filter(status=statuses.PENDING).select_related("story", "scene", "current")
    return list(rows.order_by("story", "number"))


def test_all_pictures_of_all_pages_are_approved_and_their_stories_with_them(admin_client):
    stories = [illustrated_story(statuses.PENDING) for _ in range(3)]
    first = Illustration.objects.order_by("updated_at", "pk")[:20]
    assert act(admin_client, "approve_pictures", first, select_across="1") == "60 pictures approved."
    assert {story.status for story in Story.objects.filter(pk__in=[s.pk for s in stories])} == {story_statuses.APPROVED}
    assert Decision.objects.filter(action="approve", by="admin").count() == 60


def test_select_all_means_what_the_filters_and_the_search_leave(admin_client):
    story, other = illustrated_story(statuses.PENDING), illustrated_story(statuses.PENDING)
    ticked = story.illustrations.all()[:1]
    assert act(admin_client, "approve_pictures", ticked, f"?q={story.pk}", select_across="1") == "20 pictures approved."
    assert set(other.illustrations.values_list("status", flat=True)) == {statuses.PENDING}


def test_many_are_rejected_for_several_reasons_and_a_note(admin_client, commit):
    story = illustrated_story(statuses.PENDING)
    chosen = story.illustrations.filter(number__in=(3, 4))
    with commit():
        said = act(admin_client, "reject_and_redraw", chosen, reason=["animal", "limbs"], note="make it night")
    assert said == "2 pictures rejected and queued to be drawn again."
    assert list(chosen.values_list("reasons", "change")) == [(["animal", "limbs"], "make it night")] * 2
    assert list(Decision.objects.values_list("reasons", "note")) == [(["animal", "limbs"], "make it night")] * 2
    assert sorted(sent_tasks()) == [("images.draw", 3), ("images.draw", 4)]


def test_every_picture_gets_its_history_row_its_announcement_and_its_line_in_the_log(admin_client, commit, announced):
    illustrated_story(statuses.PENDING)
    StatusEvent.objects.all().delete()
    with commit():
        act(admin_client, "reject_and_redraw", Illustration.objects.all(), reason=["mood"], note="snow")
    moves = [("pending_approval", "rejected"), ("rejected", "queued")]
    assert sorted(announced) == sorted(moves * 20)
    events = StatusEvent.objects.filter(kind="images.illustration", by="admin")
    assert sorted(events.values_list("old", "new")) == sorted(moves * 20)
    lines = LogEntry.objects.values_list("change_message", flat=True)
    assert list(lines) == ["Rejected and queued to be drawn again: Wrong mood; snow."] * 20


@pytest.mark.parametrize("action", BULK)
def test_a_story_is_settled_once_however_many_of_its_pictures_are_meant(action):
    for _ in range(2):
        illustrated_story(statuses.PENDING)
    acts = {
        "approve_pictures": lambda rows: services.approve_all(rows, by="mia"),
        "reject_and_redraw": lambda rows: services.reject_all(rows, note="", by="mia"),
        "redraw_pictures": lambda rows: services.redraw_all(rows, by="mia"),
    }
    rows = waiting()
    with CaptureQueriesContext(connection) as spent:
        assert len(acts[action](rows)) == 40
    asked = [one for one in spent.captured_queries if 'SELECT "images_illustration"."status"' in one["sql"]]
    assert len(asked) == 2


def test_a_picture_that_somebody_else_was_faster_with_is_left_alone_and_the_others_are_done():
    illustrated_story(statuses.PENDING)
    rows = waiting()
    services.approve(Illustration.objects.get(pk=rows[4].pk), by="kim")
    done = services.reject_all(rows, note="", by="mia", reasons=["mood"])
    assert [picture.number for picture in done] == [row.number for row in rows if row.pk != rows[4].pk]
    assert Illustration.objects.get(pk=rows[4].pk).status == statuses.APPROVED
    assert set(Decision.objects.values_list("action", "by")) == {("approve", "kim"), ("reject", "mia")}
    assert Decision.objects.count() == 20  # the one that lost left no trace


def test_the_moderator_is_asked_once_about_the_note_of_many(moderation):
    illustrated_story(statuses.PENDING)
    assert len(services.reject_all(waiting(), note="add snow", by="mia")) == 20
    assert len(moderation.asked) == 1


def test_a_note_that_must_not_be_used_rejects_none(admin_client, moderation):
    moderation.moderation = flags("bloodbath")
    illustrated_story(statuses.PENDING)
    said = act(admin_client, "reject_and_redraw", Illustration.objects.all(), note="a bloodbath")
    assert said.startswith("Your note cannot be used here because of what they contain: violence.")
    assert not Decision.objects.exists()


@pytest.mark.parametrize("action", ["reject_and_redraw", "redraw_pictures"])
def test_what_all_together_would_cost_too_much_is_not_begun_and_the_setting_is_named(
    admin_client, illustrator, settings, commit, action
):
    # Each picture, and each story, would fit into the day; the forty of both would not.
    settings.PRICES, settings.DAILY_BUDGET_USD = {"test-1": {"output": 1000}}, Decimal(60)
    for _ in range(2):
        illustrated_story(statuses.PENDING)
    with commit():
        said = act(admin_client, action, Illustration.objects.all(), select_across="1")
    assert said.startswith("This was not started")
    assert "DAILY_BUDGET_USD" in said
    assert (len(waiting()), Decision.objects.count(), sent_tasks()) == (40, 0, [])


def test_a_version_that_the_page_did_not_show_is_not_decided_on(admin_client):
    first, second = illustrated_story(statuses.PENDING).illustrations.filter(number__in=(1, 2))
    seen = [f"{picture.pk}:{picture.current_id}" for picture in (first, second)]
    Illustration.objects.filter(pk=first.pk).update(current=drawn_version(first))
    said = act(admin_client, "approve_pictures", [first, second], seen=seen)
    assert "1 picture had a newer version by then and stayed as before." in said
    assert "1 picture approved." in said
    assert list(Illustration.objects.filter(status=statuses.APPROVED)) == [second]


def test_a_bulk_redraw_only_queues_and_the_bucket_alone_lets_pictures_start(
    admin_client, illustrator, settings, commit
):
    settings.IMAGES_PER_MINUTE = 3
    for _ in range(2):
        illustrated_story(statuses.PENDING)
    pictures = Illustration.objects.all()
    with commit():
        assert (
            act(admin_client, "redraw_pictures", pictures, select_across="1") == "40 pictures queued to be drawn again."
        )
    assert (illustrator.asked, redis().keys("bucket:*")) == ([], [])
    assert len(sent_tasks()) == 40
    versions = Version.objects.count()
    waits = [drawing.draw(picture.story_id, picture.number) for picture in pictures]
    assert len(illustrator.asked) == 3
    assert Version.objects.count() == versions + 3
    assert min(wait for wait in waits if wait is not None) > 0  # those whose turn is far away have no message
    assert pictures.filter(status=statuses.QUEUED, urgent=False).count() == 37


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_about_many_at_the_same_moment_each_picture_hears_one():
    for _ in range(2):
        illustrated_story(statuses.PENDING)
    mine, theirs = waiting(), waiting()[::-1]
    approved, rejected = at_once(
        lambda: services.approve_all(mine, by="mia"), lambda: services.reject_all(theirs, note="", by="kim")
    )
    assert isinstance(approved, list)
    assert isinstance(rejected, list)
    decided = [picture.pk for picture in (*approved, *rejected)]
    assert sorted(decided) == sorted(picture.pk for picture in mine)
    assert Decision.objects.count() == 40
    assert Illustration.objects.filter(status=statuses.APPROVED).count() == len(approved)
    assert len(sent_tasks()) == len(rejected)
