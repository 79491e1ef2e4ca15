"""images.revisions.undo: undoing the last approval or rejection, whatever the redraw is at."""

from collections.abc import Iterator
from decimal import Decimal

import pytest

from core import expenses
from core.models import StatusEvent
from core.status import Conflict, move
from core.token_bucket import Turn
from images import revisions, services, statuses
from images.drawing import composing, drawing
from images.jobs import picture_jobs
from images.models import Decision, Illustration
from providers import registry
from stories import services as story_services
from stories import statuses as story_statuses
from tests.concurrency import Workers, at_once, workers_of
from tests.factories import bring_to, drawn_version, illustrated_story, reloaded, visitor
from tests.upstreams.json_server import Answer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]
HTMX = {"HX-Request": "true"}


def pending(**fields) -> Illustration:
    """Picture 7, which waits for approval."""
    picture = bring_to(illustrated_story().illustrations.get(number=7), statuses.PENDING)
    Illustration.objects.filter(pk=picture.pk).update(**fields)
    return reloaded(picture)


def undo(picture: Illustration) -> Illustration:
    revisions.undo(reloaded(picture), by="mia")
    return reloaded(picture)


def state(picture: Illustration) -> tuple:
    """What an undo must bring back."""
    row = reloaded(picture)
    wishes = [getattr(row, name) for name in services.PROMPT_FIELDS]
    return row.status, row.current_id, row.error, row.starts_at, *wishes


def test_an_approval_that_is_undone_waits_again_and_is_on_record():
    picture = pending()
    before = state(picture)
    services.approve(picture, by="tom")
    assert state(undo(picture)) == before
    done = list(Decision.objects.values_list("action", "by", "undone", "version"))
    assert done == [("approve", "tom", True, picture.current_id), ("undo", "mia", False, picture.current_id)]
    last = StatusEvent.objects.filter(object_id=str(picture.pk)).last()
    assert (last.old, last.new, last.by, last.note) == ("approved", "pending_approval", "mia", "undone: approve")


@pytest.mark.parametrize("redraw", [statuses.QUEUED, statuses.GENERATING, statuses.FAILED])
def test_a_rejection_is_undone_together_with_its_wishes_whatever_its_redraw_is_at(redraw):
    picture = pending(change="add snow", reasons=["limbs"])
    before = state(picture)
    services.reject(picture, note="make it night", by="", reasons=["mood"])
    assert state(picture) != before
    bring_to(reloaded(picture), redraw)
    assert state(undo(picture)) == before


def test_a_rejection_of_a_picture_whose_text_was_changed_gives_its_words_back():
    picture = pending()
    before = state(picture)
    story_services.revise_scene(picture.scene, "The red fox swims.")
    services.reject(reloaded(picture), note="", by="")
    assert reloaded(picture).depiction == ""
    assert state(undo(picture)) == before
    assert reloaded(picture).is_outdated


def test_a_rejection_whose_redraw_is_there_is_settled_by_choosing_and_not_undone():
    picture = pending()
    services.reject(picture, note="", by="")
    bring_to(reloaded(picture), statuses.PENDING)
    with pytest.raises(Conflict, match="nothing to undo on picture 7 any more"):
        undo(picture)


@pytest.mark.parametrize("since", ["redraw", "vary", "edit", "choose", "undo"])
def test_what_happened_before_something_else_cannot_be_undone(since):
    picture = pending()
    other = drawn_version(picture)
    services.approve(picture, by="")
    {
        "redraw": lambda: services.redraw(reloaded(picture), by=""),
        "vary": lambda: services.vary(reloaded(picture), by=""),
        "edit": lambda: services.edit(reloaded(picture), mode="edit", wish="add snow", by=""),
        "choose": lambda: revisions.choose(reloaded(picture), other, by=""),
        "undo": lambda: undo(picture),
    }[since]()
    before = state(picture)
    with pytest.raises(Conflict, match="nothing to undo"):
        undo(picture)
    assert state(picture) == before


def test_a_picture_that_nobody_decided_about_has_nothing_to_undo():
    with pytest.raises(Conflict, match="nothing to undo"):
        undo(pending())


def test_an_approved_story_is_open_again_when_an_approval_is_undone():
    story = illustrated_story(statuses.PENDING)
    services.approve_all(list(story.illustrations.all()), by="")
    story.refresh_from_db()
    assert story.status == story_statuses.APPROVED
    revisions.undo(story.illustrations.get(number=7), by="")
    story.refresh_from_db()
    assert story.status == story_statuses.REVIEWING


def test_an_approval_of_an_earlier_version_that_is_undone_shows_what_was_shown(illustrator):
    picture = pending()
    services.edit(picture, mode=Illustration.NEW, wish="A quiet lake.", by="")
    drawing.draw(picture.story_id, 7)
    before = state(picture)
    services.approve(reloaded(picture), by="", version=picture.versions.get(number=1))
    assert reloaded(picture).current.number == 1
    assert state(undo(picture)) == before


def test_an_undone_rejection_leaves_no_work_behind(illustrator, commit):
    picture = pending()
    services.reject(picture, note="", by="")
    undo(picture)
    assert drawing.draw(picture.story_id, 7) is None
    assert composing.compose_prompts(picture.story_id) is None
    assert illustrator.asked == []
    assert reloaded(picture).lease_until is None


def test_an_undone_rejection_can_be_rejected_anew(illustrator):
    picture = pending()
    services.reject(picture, note="make it night", by="")
    services.reject(undo(picture), note="add snow", by="")
    assert reloaded(picture).change == "add snow"
    assert drawing.draw(picture.story_id, 7) is None
    assert reloaded(picture).current.number == 2


def test_a_worker_that_read_the_picture_before_the_undo_draws_nothing_of_the_old_wish(illustrator):
    picture = pending()
    services.reject(picture, note="make it night", by="")
    stale = reloaded(picture)
    services.reject(undo(picture), note="add snow", by="")
    assert drawing.begin(stale, registry.illustrator(), Turn(granted=True)) is None
    assert reloaded(picture).status == statuses.QUEUED
    assert drawing.draw(picture.story_id, 7) is None
    assert "night" not in illustrator.asked[0].body["prompt"]


def test_the_button_of_the_card_and_its_address_undo():
    picture = pending()
    address = f"/stories/{picture.story_id}/pictures/7/"
    visitor().post(f"{address}approve", {"version": "1"}, headers=HTMX)
    assert f'action="{address}undo"' in visitor().get(address).content.decode()
    answer = visitor().post(f"{address}undo", {"version": "1"}, headers=HTMX)
    assert (answer.status_code, reloaded(picture).status) == (200, statuses.PENDING)
    again = visitor().post(f"{address}undo", {"version": "1"}, headers=HTMX)
    assert (again.status_code, "nothing to undo" in again.content.decode()) == (409, True)


# --- while a worker is at the redraw, and by several at once ---


@pytest.fixture
def workers(illustrator) -> Iterator[Workers]:
    """Workers whose calls stay open, and a picture 7 that was rejected."""
    with workers_of(illustrator) as workers:
        picture = bring_to(workers.picture, statuses.PENDING)
        services.reject(reloaded(picture), note="make it night", by="")
        yield workers


@pytest.mark.django_db(transaction=True)
def test_a_redraw_that_comes_after_the_undo_is_stored_paid_for_and_not_shown(workers, settings):
    settings.PRICES = {"test-1": {"output": 1000}}
    late = workers.start()
    undo(workers.picture)
    workers.answers[0].set_result(Answer({"usage": {"output": 300}}))
    assert late.result(10) is None
    assert workers.outcomes() == [(1, statuses.DRAWN), (2, statuses.DRAWN)]
    assert (workers.picture.status, workers.picture.current.number) == (statuses.PENDING, 1)
    assert expenses.spent(str(workers.story_id)) == Decimal("0.3")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("status", [402, 451, 500])
def test_a_redraw_that_fails_after_the_undo_changes_nothing(workers, status):
    late = workers.start()
    undo(workers.picture)
    before = state(workers.picture)
    workers.answers[0].set_result(Answer({"error": "Not now."}, status))
    assert late.result(10) is None
    assert state(workers.picture) == before
    assert workers.outcomes()[1][1] in (statuses.BROKEN, statuses.REFUSED)


@pytest.mark.django_db(transaction=True)
def test_a_sweep_that_is_late_does_not_queue_an_undone_redraw(workers):
    late = workers.start()
    lost = workers.picture
    undo(workers.picture)
    picture_jobs.reclaim(lost)
    assert workers.picture.status == statuses.PENDING
    workers.answers[0].set_result(Answer())
    late.result(10)
    assert workers.picture.current.number == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("decide", [services.approve, lambda p, by: services.reject(p, note="", by=by)])
def test_of_four_who_undo_at_the_same_moment_one_wins_and_the_others_are_refused(decide):
    picture = pending()
    decide(picture, by="")
    results = at_once(*[lambda: revisions.undo(reloaded(picture), by="")] * 4)
    assert sum(isinstance(result, Conflict) for result in results) == 3
    assert reloaded(picture).status == statuses.PENDING
    assert Decision.objects.filter(action=Decision.UNDO).count() == 1


def test_an_undo_wins_over_a_worker_that_begins_at_the_same_moment():
    picture = pending()
    services.reject(picture, note="", by="")
    seen = reloaded(picture)
    move(reloaded(picture), statuses.GENERATING)
    revisions.undo(seen, by="")
    assert reloaded(picture).status == statuses.PENDING
