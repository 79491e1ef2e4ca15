"""What staff read about rejections: by reason, template, model and week, and their share of what was decided on."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from images import services, statuses
from images.models import Decision, Illustration, Version
from stories.models import Story, StoryTemplate
from studio.desk.statistics import statistics
from tests.factories import illustrated_story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]
PAGE = "/admin/images/decision/statistics/"


def decided(
    rejected: int, approved: int, *, reasons: tuple[str, ...] = (), weeks_ago: int = 0, **version: str
) -> Story:
    """A story of whose pictures some are rejected and then some approved, so long ago, drawn by that model."""
    story = illustrated_story(statuses.PENDING)
    Version.objects.filter(illustration__story=story).update(**{"provider": "local", "model": "storybook-1"} | version)
    pictures = list(story.illustrations.select_related("story", "scene", "current"))
    for picture in pictures[:rejected]:
        services.reject(picture, note="", by="mia", reasons=reasons)
    for picture in pictures[rejected : rejected + approved]:
        services.approve(picture, by="mia")
    at = timezone.now() - timedelta(weeks=weeks_ago)
    Decision.objects.filter(illustration__story=story).update(at=at)
    return story


def table(title: str, span: str = "all") -> list[tuple[str, int, int]]:
    found = {name: lines for name, _, lines in statistics(span)["tables"]}
    return [(line.name, line.part, line.whole) for line in found[title]]


def test_rejections_are_counted_by_reason_also_where_one_has_several(admin_client):
    decided(2, 1, reasons=("animal", "mood"))
    decided(1, 0, reasons=("mood",))
    decided(3, 0)
    lines = [(line.name, line.part, line.percent) for line in statistics("4")["by_reason"] if line.part]
    assert lines == [("Wrong mood", 3, 50), ("No reason picked", 3, 50), ("Wrong animal", 2, 33)]


def test_rejections_are_shares_of_what_was_decided_on_by_template():
    other = decided(1, 9)
    Story.objects.filter(pk=other.pk).update(template=StoryTemplate.objects.get(name="Redemption Arc"))
    decided(2, 2)
    decided(1, 1)
    assert table("By template") == [("Power Fantasy", 3, 6), ("Redemption Arc", 1, 10)]


def test_rejections_belong_to_the_model_of_the_version_that_was_rejected():
    story = decided(2, 2, provider="openai", model="gpt-image")
    decided(1, 3)
    Illustration.objects.filter(story=story).update(current=None)  # what is shown by now does not matter
    assert table("By model") == [("openai gpt-image", 2, 4), ("local storybook-1", 1, 4)]


def test_a_version_that_is_gone_is_of_no_known_model():
    decided(1, 1)
    Decision.objects.update(version=None)
    assert table("By model") == [("Not known", 1, 2)]


def test_rejections_are_counted_by_week_the_newest_first():
    decided(1, 3)
    decided(2, 2, weeks_ago=3)
    today = timezone.now()
    mondays = [today - timedelta(days=today.weekday(), weeks=weeks) for weeks in (0, 3)]
    assert table("By week") == [(f"{mondays[0]:%Y-%m-%d}", 1, 4), (f"{mondays[1]:%Y-%m-%d}", 2, 4)]


@pytest.mark.parametrize(("span", "counted"), [("4", 1), ("12", 3), ("all", 6), ("", 1), ("9999999999", 1)])
def test_the_span_is_chosen_and_is_four_weeks_where_it_is_not(admin_client, span, counted):
    for rejected, weeks_ago in ((1, 0), (2, 7), (3, 30)):
        decided(rejected, 0, weeks_ago=weeks_ago)
    answer = admin_client.get(PAGE, {"weeks": span})
    assert answer.status_code == 200
    assert answer.context["total"].part == counted


def test_what_was_undone_does_not_count_nor_does_the_character_sheet_nor_a_redraw():
    story = decided(2, 2)
    Decision.objects.filter(pk__in=list(Decision.objects.values_list("pk", flat=True)[:1])).update(undone=True)
    services.redraw(story.illustrations.get(number=20), by="mia")
    sheet = Illustration.everything.create(story=story, number=0)
    Decision.objects.create(illustration=sheet, action=Decision.REJECT)
    total = statistics("all")["total"]
    assert (total.part, total.whole, total.percent) == (1, 3, 33)


def test_the_page_says_it_in_words_and_shows_it_in_bars(admin_client):
    decided(1, 3, reasons=("text",))
    page = admin_client.get(PAGE).content.decode()
    assert "Of 4 decisions, 1 was a rejection: <strong>25 %</strong>" in page
    assert (
        '<th scope="row">Text in the picture</th><td>1</td><td><span>100 %</span> <progress max="100" value="100"'
        in page
    )


def test_decisions_about_one_picture_are_not_taken_for_pictures(admin_client):
    story = illustrated_story(statuses.PENDING)
    for _ in range(3):
        Decision.objects.create(illustration=story.illustrations.get(number=7), action=Decision.REJECT)
    page = admin_client.get(PAGE).content.decode()
    assert "Of 3 decisions, 3 were rejections: <strong>100 %</strong>" in page
    assert '<th scope="col">Rejections</th><th scope="col">Decisions</th>' in page


def test_where_nothing_was_decided_the_page_says_so(admin_client):
    assert "No picture was decided on in this time." in admin_client.get(PAGE).content.decode()


def test_the_page_costs_as_many_queries_for_many_decisions_as_for_few(admin_client):
    def queries() -> int:
        with CaptureQueriesContext(connection) as spent:
            assert admin_client.get(PAGE, {"weeks": "all"}).status_code == 200
        return len(spent)

    decided(1, 0)
    queries()  # the first request fills caches
    few = queries()
    decided(5, 5, reasons=("mood", "text"), weeks_ago=2, model="other")
    assert queries() == few


def test_the_list_of_decisions_says_who_decided_what_about_which_picture(admin_client):
    decided(1, 0, reasons=("animal",))
    page = admin_client.get("/admin/images/decision/").content.decode()
    assert "Picture 1 of A test of courage, version 1" in page
    assert "Wrong animal" in page
    assert 'class="field-by">mia<' in page
