"""Who draws a story: whom it has chosen of those that the site offers; each service has its own price and its own
line."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from core import service_choice
from core.expenses import USUAL_CALLS
from core.models import Expense
from core.service_choice import PICTURES, Service
from core.token_bucket import Bucket, redis
from images import costs, illustrators, statuses
from images.drawing import drawing, throttle
from images.illustrators import illustrator_of
from images.jobs import picture_jobs
from images.models import Illustration
from stories import deletion, ledger
from stories.models import Story
from tests.broker import sent_tasks
from tests.factories import edited_story, illustrated_story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content", "illustrator")]
PERIOD = 100.0  # seconds: of two turns one is near, however slow the machine is
HIGH = Service("second", "high")


@pytest.fixture(autouse=True)
def offered(settings):
    """The site draws by one service and offers another, in two qualities with a price each."""
    second = "tests.upstreams.illustrator.SecondIllustrator"
    settings.IMAGE_PROVIDERS = settings.IMAGE_PROVIDERS | {"second": second}
    service_choice.offer([Service("second", "low"), HIGH], by="")
    lately = timezone.now() - timedelta(days=2)
    for grade, dollars in (("low", 1), ("high", 4)):
        for _ in range(USUAL_CALLS):
            how = {"provider": "second", "model": "test-2", "usage": {"output": 1}, "at": lately}
            Expense.objects.create(channel="x", what=costs.EXPENSE, grade=grade, cost_usd=dollars, **how)


def drawn_by(service: Service | None, owner: str = "mia") -> Story:
    """A story whose pictures are queued, one second after the other."""
    story = illustrated_story(owner=owner)
    story.image_provider, story.image_quality = service or ("", "")
    story.save()
    for number in range(1, 21):
        queued_at = timezone.now() + timedelta(seconds=number - 60)
        Illustration.objects.filter(story=story, number=number).update(queued_at=queued_at)
    return story


def picture(story: Story, number: int) -> Illustration:
    return Illustration.objects.select_related("story").get(story=story, number=number)


def turns_until(story: Story, number: int) -> int:
    return round((picture(story, number).starts_at - timezone.now()).total_seconds() / PERIOD)


@pytest.fixture
def lines(settings) -> list[Story]:
    """Two stories, each drawn by a service of its own that may draw one picture in a period."""
    settings.IMAGES_PER_MINUTE, settings.IMAGE_PERIOD_SECONDS = 1, PERIOD
    stories = [drawn_by(None), drawn_by(HIGH, owner="ben")]
    for story in stories:
        for number in range(1, 5):
            drawing.draw(story.pk, number)
    return stories


def test_a_story_is_drawn_by_whom_it_chose_and_so_are_its_redraws(illustrator):
    story = drawn_by(HIGH)
    for _ in range(2):
        drawing.draw(story.pk, 7)
        Illustration.objects.filter(story=story, number=7).update(status=statuses.QUEUED)
    versions = picture(story, 7).versions.select_related("expense")
    found = [(one.provider, one.model, one.expense.grade) for one in versions]
    assert found == [("second", "test-2", "high")] * 2
    assert len(Bucket("second:test-2", 500).grants()) == 2
    assert Bucket("upstream:test-1", 500).grants() == []


def test_what_a_story_costs_is_the_price_of_its_illustrator(settings):
    plain, low, high = (drawn_by(service) for service in (None, Service("second", "low"), HIGH))
    assert [costs.cost_of_pictures(20, story) for story in (low, high)] == [20, 80]
    assert [costs.pictures_to_draw(story, review=False) for story in (plain, high)] == [20, 21]
    settings.DAILY_BUDGET_USD = Decimal(200)
    costs.check_budget({low: 20})
    settings.DAILY_BUDGET_USD = Decimal(79)
    with pytest.raises(ledger.OverBudget, match="80"):
        costs.check_budget({high: 20})


def test_one_that_the_site_offers_no_more_gives_way_to_the_sites_own_unless_its_pictures_are_begun():
    begun, edited = drawn_by(HIGH), edited_story()
    edited.image_provider, edited.image_quality = HIGH
    assert illustrator_of(edited).name == "second"
    service_choice.offer([Service("second", "low")], by="")
    assert (illustrator_of(begun).name, illustrator_of(begun).quality) == HIGH
    assert illustrator_of(edited).name == "upstream"
    assert illustrator_of(None).name == "upstream"


def test_after_a_switch_stories_under_way_keep_who_draws_them_until_staff_say_otherwise():
    begun, edited = drawn_by(None), edited_story()
    illustrators.switch(HIGH, by="")
    for story in (begun, edited):
        story.refresh_from_db()
    assert [illustrator_of(story).name for story in (begun, edited, None)] == ["upstream", "second", "second"]
    assert {one.name for one in illustrators.in_use()} == {"upstream", "second"}
    assert list(illustrators.keeping()) == [begun]
    illustrators.draw_all_alike(by="")
    begun.refresh_from_db()
    assert illustrator_of(begun).name == "second"
    assert not illustrators.keeping()


def test_each_service_has_a_line_of_its_own(lines):
    assert [turns_until(story, 4) for story in lines] == [3, 3]
    deletion.delete(lines[0], by="")
    throttle.leave_line([picture(lines[1], 2)])
    drawing.draw(lines[1].pk, 4)
    assert turns_until(lines[1], 4) == 2


def test_the_sleepers_of_every_line_are_woken(lines, commit):
    for bucket in ("upstream:test-1", "second:test-2"):
        redis().delete(f"bucket:{{{bucket}}}:grants")
    for story in lines:
        drawing.draw(story.pk, 2)
    with commit():
        throttle.wake_sleepers()
    assert sent_tasks() == [("images.draw", 3), ("images.draw", 3)]


def test_sleepers_go_to_the_line_of_the_service_that_is_chosen_meanwhile(lines):
    service_choice.choose(PICTURES, HIGH, by="")
    Illustration.objects.filter(story=lines[0]).update(lease_until=timezone.now() - timedelta(seconds=1))
    throttle.renew_promises()
    assert [turns_until(lines[0], number) for number in (3, 4)] == [1, 3]  # between those of the other story
    redis().delete("bucket:{upstream:test-1}:grants")
    assert drawing.draw(lines[0].pk, 4) is None
    assert picture(lines[0], 4).status == statuses.QUEUED  # the free token of the other line is not its


def test_a_call_of_a_worker_that_died_is_forgotten_where_it_was_made(lines):
    sleeping = picture(lines[1], 2)
    sleeping.versions.create(number=1, prompt="", mode="draw", provider="second", model="test-2")
    redis().zadd("bucket:{second:test-2}:under-way", {f"{sleeping.pk}|grant": 1})
    service_choice.offer([], by="")
    picture_jobs.reclaimed(sleeping)
    assert redis().zrange("bucket:{second:test-2}:under-way", 0, -1) == []
