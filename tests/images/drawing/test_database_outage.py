"""A database that is away for a moment loses no paid picture, has none drawn twice, and keeps no turn."""

from decimal import Decimal

import pytest
from django.db import InterfaceError, OperationalError, connection

from core import connections, expenses
from core.token_bucket import redis
from images import services, statuses
from images.drawing import composing, drawing
from images.jobs import picture_jobs
from stories import queries, rewriting, writing
from stories import statuses as story_statuses
from tests.factories import bring_to, edited_story, illustrated_story, make_story
from tests.upstreams.database_errors import failing
from tests.upstreams.json_server import Answer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("content")]
# The writes that follow a drawing: its price, the version that was kept, the picture that shows it.
AFTERWARDS = {
    "price": ('UPDATE "core_expense"', ""),
    "version": ('UPDATE "images_version"', ""),
    "picture": ('UPDATE "images_illustration"', "current_id"),
}


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch, settings, illustrator):
    monkeypatch.setattr(connections, "PAUSES", (0.01, 0.01))
    settings.PRICES = {"test-1": {"output": 1000}}
    illustrator.behaviour = lambda asked, number: Answer({"usage": {"output": 300}})


def turns_taken() -> int:
    """Tokens that were taken, and calls under way, over all buckets."""
    names = [*redis().scan_iter("bucket:*:grants"), *redis().scan_iter("bucket:*:under-way")]
    return sum(redis().zcard(name) for name in names)


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
@pytest.mark.parametrize("what", AFTERWARDS)
def test_an_error_right_after_the_drawing_loses_no_picture_and_draws_nothing_twice(illustrator, what, error):
    story = illustrated_story()
    statement, also = AFTERWARDS[what]
    with failing(statement, also=also, error=error) as failed:
        assert drawing.draw(story.pk, 7) is None
    assert len(failed) == 1
    picture = story.illustrations.select_related("current__expense").get(number=7)
    assert (picture.status, picture.current.outcome) == (statuses.PENDING, statuses.DRAWN)
    assert picture.current.expense.cost_usd == Decimal("0.3")
    assert len(illustrator.asked) == 1


def test_a_picture_whose_price_cannot_be_recorded_is_shown_all_the_same(illustrator, caplog):
    story = illustrated_story()
    with failing('UPDATE "core_expense"', times=None, error=InterfaceError):
        assert drawing.draw(story.pk, 7) is None
    assert story.illustrations.get(number=7).status == statuses.PENDING
    assert "The cost of a call could not be written down" in caplog.text
    assert expenses.spent(story.channel) > Decimal("0.3")  # what was reserved stays so


def test_a_failure_that_could_not_be_recorded_at_once_is_recorded(illustrator):
    illustrator.behaviour = lambda asked, number: Answer({"error": "The key is wrong."}, 401)
    story = illustrated_story()
    with failing('UPDATE "images_version"'):
        assert drawing.draw(story.pk, 7) is None
    picture = story.illustrations.get(number=7)
    assert (picture.status, picture.error) == (statuses.FAILED, "The key is wrong.")


@pytest.mark.parametrize("statement", ["SELECT", 'INSERT INTO "images_version"'], ids=["reading", "recording"])
def test_while_the_database_is_away_a_picture_comes_back_later_and_keeps_no_turn(illustrator, settings, statement):
    settings.MAX_CONCURRENT_IMAGES = 1
    story = illustrated_story()
    with failing(statement, times=None):
        assert drawing.draw(story.pk, 7) == drawing.DATABASE_AWAY_SECONDS
    assert (illustrator.asked, turns_taken(), expenses.spent(story.channel)) == ([], 0, 0)
    assert drawing.draw(story.pk, 7) is None
    assert story.illustrations.get(number=7).status == statuses.PENDING


def test_a_result_that_could_not_be_recorded_does_not_break_the_message_and_the_sweep_goes_on(illustrator):
    story = illustrated_story()
    with failing('UPDATE "images_version"', times=None):
        assert drawing.draw(story.pk, 7) == drawing.DATABASE_AWAY_SECONDS
    assert drawing.draw(story.pk, 7) is None  # somebody else's, as far as this message knows
    picture_jobs.reclaim(story.illustrations.select_related("story").get(number=7))
    assert story.illustrations.get(number=7).status == statuses.QUEUED


@pytest.mark.django_db
def test_inside_a_transaction_the_error_is_not_hidden(illustrator):
    story = illustrated_story()
    assert connection.in_atomic_block
    with failing('UPDATE "images_illustration"'), pytest.raises(OperationalError):
        drawing.draw(story.pk, 7)


@pytest.mark.parametrize("statement", ['UPDATE "stories_scene"', 'INSERT INTO "core_statusevent"'])
def test_a_story_that_was_paid_for_is_recorded(writer, statement):
    story = make_story()
    with failing(statement) as failed:
        assert writing.write(story.pk) is None
    story.refresh_from_db()
    assert (len(failed), story.status, len(queries.texts_of(story))) == (1, story_statuses.EDITING, 20)
    assert len(writer.asked) == 1


def test_prompts_that_were_paid_for_are_recorded(writer):
    story = edited_story()
    services.create_pictures(story, {}, by="")
    with failing('UPDATE "images_illustration"', also="depiction") as failed:
        assert composing.compose_prompts(story.pk) is None
    assert len(failed) == 1
    assert not story.illustrations.filter(depiction="").exists()
    assert len(writer.asked) == 1


def test_a_scene_that_was_paid_for_is_recorded(writer):
    writer.behaviour = lambda asked, number: Answer({"text": "The red fox naps."})
    story = edited_story()
    rewriting.request(story.scenes.get(number=3))
    with failing('UPDATE "stories_scene"') as failed:
        rewriting.rewrite(story.pk, 3)
    assert (len(failed), story.scenes.get(number=3).text) == (1, "The red fox naps.")


@pytest.mark.parametrize("gone", ["file", "host"])
def test_a_picture_to_start_from_that_cannot_be_fetched_leaves_nothing_behind(illustrator, settings, gone):
    settings.MAX_CONCURRENT_IMAGES = 1
    story = illustrated_story()
    picture = bring_to(story.illustrations.get(number=1), statuses.PENDING)  # its file never was
    if gone == "host":
        picture.versions.update(host="one that no setting lists")
    services.edit(picture, mode="edit", wish="make it night", by="")
    drawing.draw(story.pk, 1)
    picture.refresh_from_db()
    assert (illustrator.asked, turns_taken(), expenses.spent(story.channel)) == ([], 0, 0)
    assert picture.versions.get(number=2).outcome == statuses.BROKEN
    assert drawing.draw(story.pk, 2) is None
    assert story.illustrations.get(number=2).status == statuses.PENDING
