"""images.services.vary: four versions from the same prompt, one after another, each paid for once."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from core import expenses
from core.token_bucket import Turn
from images import services, statuses
from images.drawing import drawing
from images.jobs import picture_jobs
from images.models import Decision, Illustration
from images.tasks import sweep
from providers import registry
from stories.ledger import OverBudget
from tests.broker import sent_tasks
from tests.factories import bring_to, illustrated_story, reloaded, visitor
from tests.upstreams.json_server import Answer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]
HTMX = {"HX-Request": "true"}


def varied() -> Illustration:
    """Picture 7, whose first version was drawn, with four more to come."""
    picture = bring_to(illustrated_story().illustrations.get(number=7), statuses.PENDING)
    services.vary(reloaded(picture), by="mia")
    return reloaded(picture)


def draw(picture: Illustration) -> float | None:
    return drawing.draw(picture.story_id, 7)


def outcomes(picture: Illustration) -> list[tuple[int, str]]:
    return list(picture.versions.values_list("number", "outcome"))


DRAWN = [(number, statuses.DRAWN) for number in range(1, 6)]


def test_four_are_drawn_one_after_another_and_the_last_one_waits_for_approval(illustrator):
    picture = varied()
    seen = [(draw(picture), reloaded(picture).status, reloaded(picture).current.number) for _ in range(4)]
    queued = statuses.QUEUED
    assert seen == [(0.0, queued, 2), (0.0, queued, 3), (0.0, queued, 4), (None, statuses.PENDING, 5)]
    assert draw(picture) is None
    assert outcomes(picture) == DRAWN
    assert len({asked.body["prompt"] for asked in illustrator.asked}) == 1
    assert [asked.body["version"] for asked in illustrator.asked] == [2, 3, 4, 5]


def test_the_button_asks_for_four_with_one_message(commit):
    picture = bring_to(illustrated_story().illustrations.get(number=7), statuses.PENDING)
    with commit():
        answer = visitor().post(f"/stories/{picture.story_id}/pictures/7/vary", {"version": "1"}, headers=HTMX)
    assert (answer.status_code, sent_tasks()) == (200, [("images.draw", 7)])
    assert list(Decision.objects.values_list("action", "by")) == [("vary", "visitor")]


def test_each_variation_is_paid_for_once(illustrator, settings):
    settings.PRICES = {"test-1": {"output": 1000}}
    illustrator.behaviour = lambda asked, number: Answer({"usage": {"output": 300}})
    picture = varied()
    while draw(picture) is not None:
        pass
    assert expenses.spent(str(picture.story_id)) == Decimal("1.2")
    assert picture.versions.filter(expense__cost_usd=Decimal("0.3")).count() == 4


def test_a_failure_in_the_middle_leaves_what_was_drawn_and_asks_for_no_more(illustrator):
    illustrator.behaviour = lambda asked, number: Answer({"error": "Not now."}, 401) if number == 2 else Answer()
    picture = varied()
    assert [draw(picture) for _ in range(4)] == [0.0, 0.0, None, None]
    picture = reloaded(picture)
    assert (picture.status, picture.current.number) == (statuses.PENDING, 3)
    assert picture.error == "Two of four were drawn. Not now."
    assert outcomes(picture) == [*DRAWN[:3], (4, statuses.BROKEN)]
    services.redraw(picture, by="")
    assert draw(picture) is None  # the rest of the four is forgotten
    assert reloaded(picture).status == statuses.PENDING


@pytest.mark.parametrize("fails", [0, 3])
def test_only_where_some_of_the_four_were_drawn_there_is_something_to_look_at(illustrator, fails):
    illustrator.behaviour = lambda asked, number: Answer({"error": "No."}, 401) if number == fails else Answer()
    picture = varied()
    while draw(picture) is not None:
        pass
    found = {
        0: (statuses.FAILED, 1, "No."),
        3: (statuses.PENDING, 4, "Three of four were drawn. No."),
    }
    picture = reloaded(picture)
    assert (picture.status, picture.current.number, picture.error) == found[fails]


def test_a_redraw_that_fails_after_four_were_drawn_is_a_failure(illustrator):
    picture = varied()
    while draw(picture) is not None:
        pass
    services.redraw(reloaded(picture), by="")
    illustrator.behaviour = lambda asked, number: Answer({"error": "No."}, 401)
    draw(picture)
    assert (reloaded(picture).status, reloaded(picture).error) == (statuses.FAILED, "No.")


def test_the_card_and_the_viewer_say_why_fewer_were_drawn_until_somebody_decides(illustrator):
    illustrator.behaviour = lambda asked, number: Answer({"error": "Not now."}, 401) if number == 2 else Answer()
    picture = varied()
    while draw(picture) is not None:
        pass
    address, said = f"/stories/{picture.story_id}/pictures/7/", "Two of four were drawn. Not now."
    assert [said in visitor().get(address + end).content.decode() for end in ("", "view")] == [True, True]
    visitor().post(f"{address}approve", {"version": "3"}, headers=HTMX)
    assert said not in visitor().get(address).content.decode()
    visitor().post(f"{address}undo", {"version": "3"}, headers=HTMX)
    assert (reloaded(picture).status, reloaded(picture).error) == (statuses.PENDING, "")


def test_an_account_that_is_refused_at_another_picture_leaves_what_was_drawn_for_review(illustrator):
    picture = varied()
    draw(picture)
    illustrator.behaviour = lambda asked, number: Answer({"error": "Not now.", "operator": "Pay."}, 402)
    drawing.draw(picture.story_id, 8)
    found = {row.number: (row.status, row.error) for row in picture.story.illustrations.filter(number__in=[7, 9])}
    assert found == {
        7: (statuses.PENDING, "One of four was drawn. Not now."),
        9: (statuses.FAILED, "Not now."),
    }


def test_a_worker_that_died_three_times_in_the_middle_leaves_what_was_drawn(illustrator):
    picture = varied()
    draw(picture)
    for _ in range(picture_jobs.retry.tries):
        assert drawing.begin(drawing.queued(picture.story_id, 7), registry.illustrator(), Turn(granted=True))
        picture_jobs.reclaim(reloaded(picture))
    picture = reloaded(picture)
    assert (picture.status, picture.current.number) == (statuses.PENDING, 2)
    assert picture.error.startswith("One of four was drawn. Drawing this picture was interrupted three times.")


def test_a_variation_that_was_reclaimed_and_comes_late_is_followed_by_the_others(illustrator, announced, commit):
    picture = varied()
    attempt = drawing.begin(drawing.queued(picture.story_id, 7), registry.illustrator(), Turn(granted=True))
    picture_jobs.reclaim(reloaded(picture))
    with commit():
        assert drawing.carry_out(attempt, registry.illustrator()) == 0.0
    assert ((reloaded(picture).current.number, reloaded(picture).variations), announced) == (
        (2, 2),
        [(statuses.QUEUED, statuses.QUEUED)],  # the pages hear of it
    )
    assert [draw(picture) for _ in range(4)] == [0.0, 0.0, None, None]
    assert (reloaded(picture).status, outcomes(picture)) == (statuses.PENDING, DRAWN)
    assert len(illustrator.asked) == 4


def test_the_worker_that_took_over_and_the_late_one_together_draw_four(illustrator):
    picture = varied()
    late = drawing.begin(drawing.queued(picture.story_id, 7), registry.illustrator(), Turn(granted=True))
    picture_jobs.reclaim(reloaded(picture))
    second = drawing.queued(picture.story_id, 7)
    assert drawing.carry_out(late, registry.illustrator()) == 0.0
    assert drawing.begin(second, registry.illustrator(), Turn(granted=True)) is None  # it had read the picture before
    while draw(picture) is not None:
        pass
    assert (reloaded(picture).status, len(illustrator.asked)) == (statuses.PENDING, 4)


def test_a_failure_that_passes_does_not_end_the_four(illustrator):
    illustrator.behaviour = lambda asked, number: Answer({"error": "Too busy."}, 500) if number == 1 else Answer()
    picture = varied()
    waits = [draw(picture) for _ in range(5)]
    assert (waits[0], waits[1] > 0, waits[2:]) == (0.0, True, [0.0, 0.0, None])
    assert reloaded(picture).status == statuses.PENDING
    assert picture.versions.filter(outcome=statuses.DRAWN).count() == 5


def test_each_variation_has_all_its_tries(illustrator):
    illustrator.behaviour = lambda asked, number: Answer() if number % 3 == 2 else Answer({"error": "Too busy."}, 500)
    picture = varied()
    for _ in range(12):
        draw(picture)
    assert reloaded(picture).status == statuses.PENDING
    assert len(illustrator.asked) == 12


def test_a_worker_that_died_in_the_middle_is_replaced_and_the_four_go_on(illustrator, commit):
    picture = varied()
    draw(picture)
    bring_to(reloaded(picture), statuses.GENERATING)
    Illustration.objects.filter(pk=picture.pk).update(tries=1, lease_until=timezone.now() - timedelta(minutes=5))
    with commit():
        sweep()
    assert sent_tasks() == [("images.draw", 7)]
    assert [draw(picture) for _ in range(3)] == [0.0, 0.0, None]
    assert (reloaded(picture).status, len(illustrator.asked)) == (statuses.PENDING, 4)


def test_four_are_asked_for_only_where_four_can_be_paid_for(settings, illustrator):
    picture = bring_to(illustrated_story().illustrations.get(number=7), statuses.PENDING)
    settings.PRICES, settings.STORY_BUDGET_USD = {"test-1": {"output": 1000}}, Decimal(7)
    settings.OPENAI_IMAGE_QUALITY, settings.IMAGE_PREVIEWS = "medium", 2  # $2.00 each
    with pytest.raises(OverBudget, match=r"would cost about \$8\.00"):
        services.vary(reloaded(picture), by="")
    assert (reloaded(picture).status, Decision.objects.count()) == (statuses.PENDING, 0)
    settings.STORY_BUDGET_USD = Decimal(8)
    services.vary(reloaded(picture), by="")
    assert reloaded(picture).variations == 3


def test_the_price_of_four_is_said_before_they_are_asked_for(settings, illustrator):
    picture = bring_to(illustrated_story().illustrations.get(number=7), statuses.PENDING)
    settings.PRICES, settings.OPENAI_IMAGE_QUALITY = {"test-1": {"output": 10}}, "low"
    card = visitor().get(f"/stories/{picture.story_id}/pictures/7/").content.decode()
    assert 'hx-confirm="Draw 4 variations of this picture, for about $0.04?"' in card


def test_money_that_runs_out_in_the_middle_leaves_what_was_drawn(settings, illustrator):
    picture = varied()
    draw(picture)
    settings.PRICES, settings.STORY_BUDGET_USD = {"test-1": {"output": 1000}}, Decimal(0)
    assert draw(picture) is None
    picture = reloaded(picture)
    assert (picture.status, picture.current.number) == (statuses.PENDING, 2)
    assert picture.error.startswith("One of four was drawn. This was not started")


def test_a_changed_text_is_described_anew_once_for_all_four(illustrator, writer, commit):
    picture = bring_to(illustrated_story().illustrations.get(number=7), statuses.PENDING)
    visitor().post(f"/stories/{picture.story_id}/pictures/7/text", {"text": "The red fox swims."})
    with commit():
        services.vary(reloaded(picture), by="")
    assert sent_tasks() == [("images.compose", None)]
    assert reloaded(picture).depiction == ""
