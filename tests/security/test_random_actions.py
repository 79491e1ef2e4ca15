"""Whatever is done to a picture, in whatever order: it stays in its table of statuses, and what it shows was drawn."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from core.errors import Invalid
from core.models import StatusEvent
from core.status import Conflict, Forbidden, move
from images import revisions, services, settling, statuses
from images.drawing import drawing
from images.models import Decision, Illustration, Version
from stories import statuses as story_statuses
from stories.models import Story
from tests.factories import illustrated_story, reloaded
from tests.upstreams.json_server import Answer, Upstream

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]
EXAMPLES = hypothesis_settings(max_examples=40, derandomize=True, suppress_health_check=list(HealthCheck))


def earlier(picture: Illustration, which: int) -> Version:
    """One of its versions."""
    found = list(picture.versions.order_by("number"))
    return found[which % len(found)]


def draw(picture: Illustration, which: int) -> None:
    """What a worker does with the message of this picture."""
    drawing.draw(picture.story_id, picture.number)


WAYS: dict[str, Callable[[Illustration, int], Any]] = {
    "draw": draw,
    "approve": lambda picture, which: services.approve(picture, by="mia"),
    "reject": lambda picture, which: services.reject(picture, note=f"note {which}", by="mia", reasons=["mood"]),
    "redraw": lambda picture, which: services.redraw(picture, by="mia"),
    "vary": lambda picture, which: services.vary(picture, by="mia"),
    "edit": lambda picture, which: services.edit(picture, mode="edit", wish="a hat", by="mia"),
    "edit an earlier one": lambda picture, which: services.edit(
        picture, mode="edit", wish="a hat", by="mia", base=earlier(picture, which)
    ),
    "new": lambda picture, which: services.edit(picture, mode="newimage", wish="a moon", by="mia"),
    "undo": lambda picture, which: revisions.undo(picture, by="mia"),
    "choose": lambda picture, which: revisions.choose(picture, earlier(picture, which), by="mia"),
    "fail": lambda picture, which: move(picture, statuses.FAILED, error="It was not to be."),
}
steps = st.lists(st.tuples(st.sampled_from(sorted(WAYS)), st.integers(0, 5)), min_size=1, max_size=12)


@pytest.fixture
def illustrator_that_fails_at_times(illustrator: Upstream) -> Upstream:
    """Every third picture is refused for its content."""
    illustrator.behaviour = lambda asked, number: Answer(status=400) if number % 3 == 2 else Answer()
    return illustrator


def check(picture: Illustration) -> None:
    """What holds after every step."""
    assert picture.status in statuses.TRANSITIONS
    if picture.current is not None:
        assert picture.current.illustration_id == picture.pk
        assert picture.current.outcome == statuses.DRAWN
    if picture.status in (statuses.PENDING, statuses.APPROVED):
        assert picture.current is not None
    assert picture.versions.filter(outcome=statuses.DRAWING).count() <= (picture.status == statuses.GENERATING)
    numbers = list(picture.versions.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    check_story(picture)


def check_story(picture: Illustration) -> None:
    story = Story.objects.get(pk=picture.story_id)
    others = set(story.illustrations.values_list("status", flat=True))
    assert (story.status == story_statuses.APPROVED) == (others == {statuses.APPROVED})


def check_history(picture: Illustration, begun: int) -> None:
    """Every change on record was one that the table allows, and each began where the last one ended."""
    rows = StatusEvent.objects.filter(object_id=str(picture.pk), kind=picture._meta.label_lower, pk__gt=begun)
    history = list(rows.order_by("pk").values_list("old", "new"))
    assert [way for way in history if way[1] not in statuses.TRANSITIONS[way[0]]] == []
    assert [(one, other) for one, other in pairwise(history) if one[1] != other[0]] == []
    assert not history or history[-1][1] == picture.status


def test_any_sequence_of_steps_leaves_a_picture_whole(illustrator_that_fails_at_times):
    story = illustrated_story(statuses.APPROVED)
    reached: set[str] = set()

    @EXAMPLES
    @given(steps=steps)
    def run(steps: list[tuple[str, int]]) -> None:
        with transaction.atomic():
            picture = story.illustrations.get(number=7)
            begun = StatusEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
            for name, which in steps:
                seen, decisions = reloaded(picture), Decision.objects.count()
                before = seen.status
                try:
                    with transaction.atomic():
                        WAYS[name](seen, which)
                except (Conflict, Forbidden, Invalid):
                    assert reloaded(picture).status == before
                    assert Decision.objects.count() == decisions
                if name == "fail":
                    settling.settle(story.pk)
                check(reloaded(picture))
                reached.add(reloaded(picture).status)
            check_history(reloaded(picture), begun)
            transaction.set_rollback(True)

    run()
    assert reached >= {statuses.QUEUED, statuses.PENDING, statuses.APPROVED, statuses.FAILED}
