"""Every pair of statuses of a story and of a picture, through `move`."""

from itertools import product

import pytest

from core.models import StatusEvent
from core.status import Conflict, Forbidden, move
from images import statuses as picture_statuses
from images.models import Illustration
from stories import statuses as story_statuses
from stories.models import Story
from tests.factories import illustrated_story, make_story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]


def story_at(status: str) -> Story:
    story = make_story()
    Story.objects.filter(pk=story.pk).update(status=status)
    return Story.objects.get(pk=story.pk)


def picture_at(status: str) -> Illustration:
    picture = illustrated_story().illustrations.get(number=7)
    Illustration.objects.filter(pk=picture.pk).update(status=status)
    return Illustration.objects.get(pk=picture.pk)


def pairs(table) -> list:
    return [(start, end, end in table[start]) for start, end in product(table, table)]


WAYS = [
    *(pytest.param(story_at, *way, id=f"story-{way[0]}-{way[1]}") for way in pairs(story_statuses.TRANSITIONS)),
    *(pytest.param(picture_at, *way, id=f"picture-{way[0]}-{way[1]}") for way in pairs(picture_statuses.TRANSITIONS)),
]
ALLOWED = [way for way in WAYS if way.values[3]]
REFUSED = [way for way in WAYS if not way.values[3]]


def events_of(obj) -> list[tuple[str, str, str, str]]:
    rows = StatusEvent.objects.filter(kind=obj._meta.label_lower, object_id=str(obj.pk), channel=obj.channel)
    return list(rows.values_list("old", "new", "by", "note"))


@pytest.mark.parametrize(("make", "start", "end", "allowed"), ALLOWED)
def test_a_transition_of_the_table_is_made_recorded_and_announced(make, start, end, allowed, announced, commit):
    obj = make(start)
    before = events_of(obj)
    with commit():
        event = move(obj, end, by="mia", note="because", error="changed too")
        assert announced == []
    assert announced == [(start, end)]
    fresh = type(obj).objects.get(pk=obj.pk)
    assert (fresh.status, fresh.error) == (obj.status, obj.error) == (end, "changed too")
    assert events_of(obj) == [*before, (start, end, "mia", "because")]
    assert (event.old, event.new) == (start, end)


@pytest.mark.parametrize(("make", "start", "end", "allowed"), REFUSED)
def test_any_other_transition_is_forbidden_and_changes_nothing(make, start, end, allowed, announced, commit):
    obj = make(start)
    before = events_of(obj)
    with commit(), pytest.raises(Forbidden, match=f"from {start} to {end}"):
        move(obj, end, error="changed too")
    assert announced == []
    assert events_of(obj) == before
    fresh = type(obj).objects.get(pk=obj.pk)
    assert (fresh.status, fresh.error) == (obj.status, obj.error) == (start, "")


# Whoever saw a picture in the status that it is in again has seen nothing that is not so.
@pytest.mark.parametrize(
    ("make", "start", "end", "allowed"), [way for way in ALLOWED if way.values[1] != way.values[2]]
)
def test_a_move_from_an_earlier_status_is_a_conflict_and_changes_nothing(make, start, end, allowed, announced, commit):
    obj = make(start)
    stale = type(obj).objects.get(pk=obj.pk)
    move(obj, end)
    before = events_of(obj)
    with commit(), pytest.raises(Conflict, match=f"and is {end}"):
        move(stale, end, error="too late")
    assert announced == []
    assert events_of(obj) == before
    assert stale.status == start
    assert type(obj).objects.get(pk=obj.pk).error == ""


def test_moving_a_deleted_row_is_a_conflict():
    story = make_story()
    stale = Story.objects.get(pk=story.pk)
    story.delete()
    with pytest.raises(Conflict, match="is gone"):
        move(stale, story_statuses.EDITING)


@pytest.mark.parametrize("module", [story_statuses, picture_statuses])
def test_every_status_is_described_and_every_transition_leads_to_one(module):
    assert set(module.TRANSITIONS) == set(module.DESCRIPTIONS) == {name for name, _ in module.CHOICES}
    assert all(ends <= set(module.DESCRIPTIONS) for ends in module.TRANSITIONS.values())


def test_every_status_has_its_name_in_the_api():
    assert story_statuses.IN_API == {
        "writing": "writing",
        "editing": "editing",
        "sketching": "processing",
        "illustrating": "processing",
        "reviewing": "completed",
        "approved": "completed",
        "filming": "generating_videos",
        "finished": "videos_completed",
        "unfilmed": "video_generation_failed",
        "failed": "failed",
    }
