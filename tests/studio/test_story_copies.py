"""Copies from a story's page of details: what they cost is said before, and one press makes one copy."""

import re
from decimal import Decimal

import pytest

from images import statuses
from images.models import Illustration
from stories import statuses as story_statuses
from stories.models import Story
from tests.broker import sent_tasks
from tests.factories import OWNER, edited_story, illustrated_story, sketched_story, visitor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]


def details(browser, story: Story) -> str:
    return browser.get(f"/stories/{story.pk}/details/").content.decode()


def press(browser, story: Story, what: str):
    """Press the button of that copy, as the page sends it."""
    copy_id = re.search(r'name="copy_id" value="([^"]+)"', details(browser, story))[1]
    return browser.post(f"/stories/{story.pk}/details/{what}", {"copy_id": copy_id})


def copy_of(story: Story) -> Story:
    return Story.objects.exclude(pk=story.pk).get()


def test_the_same_answers_become_another_story_of_the_visitor(commit):
    story, browser = edited_story(), visitor()
    with commit():
        answer = press(browser, story, "same-answers")
    copy = copy_of(story)
    assert answer["Location"] == f"/stories/{copy.pk}/"
    assert (copy.owner, copy.status, copy.answers) == (OWNER, story_statuses.WRITING, story.answers)
    assert [name for name, _ in sent_tasks()] == ["stories.write"]


@pytest.mark.parametrize(("review", "status"), [(True, "sketching"), (False, "illustrating")])
def test_the_same_scenes_go_to_the_drawing(settings, commit, review, status):
    settings.REVIEW_CHARACTER = review
    story, browser = illustrated_story(statuses.APPROVED), visitor()
    with commit():
        answer = press(browser, story, "same-scenes")
    copy = copy_of(story)
    assert answer["Location"] == f"/stories/{copy.pk}/"
    assert (copy.owner, copy.status, copy.title) == (OWNER, status, f"{story.title} (copy)")
    texts = [list(one.scenes.values_list("text", flat=True)) for one in (story, copy)]
    assert texts[0] == texts[1]
    assert set(copy.illustrations.values_list("status", "current")) == {(statuses.QUEUED, None)}
    assert Illustration.everything.filter(story=copy, number=0).exists() == review
    assert sent_tasks()
    story.refresh_from_db()
    assert story.status == story_statuses.APPROVED


def test_scenes_are_copied_as_soon_as_they_are_approved_and_not_before():
    early, browser = edited_story(), visitor()
    assert "Copy the scenes and draw" not in details(browser, early)
    assert press(browser, early, "same-scenes").status_code == 409
    assert Story.objects.count() == 1
    assert "Copy the scenes and draw" in details(browser, sketched_story())


@pytest.mark.parametrize("what", ["same-answers", "same-scenes"])
def test_a_second_press_makes_no_second_copy(what):
    story, browser = illustrated_story(statuses.APPROVED), visitor()
    copy_id = re.search(r'name="copy_id" value="([^"]+)"', details(browser, story))[1]
    answers = [browser.post(f"/stories/{story.pk}/details/{what}", {"copy_id": copy_id}) for _ in range(2)]
    assert [answer["Location"] for answer in answers] == [f"/stories/{copy_id}/"] * 2
    assert Story.objects.count() == 2


@pytest.mark.parametrize("what", ["same-answers", "same-scenes"])
def test_a_copy_counts_as_a_story_of_the_visitor(settings, what):
    settings.STORIES_PER_HOUR = 1
    story, browser = illustrated_story(statuses.APPROVED), visitor()
    assert press(browser, story, what).status_code == 302
    answer = press(browser, story, what)
    assert answer.status_code == 429
    assert "There can be 1 story an hour" in answer.content.decode()
    assert Story.objects.count() == 2


def test_the_price_is_said_before_and_a_copy_over_the_budget_is_not_made(settings, illustrator, writer):
    settings.PRICES, settings.OPENAI_IMAGE_QUALITY = {"test-1": {"output": 1000}}, "medium"
    story, browser = illustrated_story(statuses.APPROVED), visitor()
    settings.DAILY_BUDGET_USD = Decimal(10_000)
    page = details(browser, story)
    assert re.search(r"Twenty new pictures are drawn for them, for about \$\d+\.\d\d", page)
    assert re.search(r"with other scenes, for about \$\d+\.\d\d", page)
    settings.STORY_BUDGET_USD = settings.DAILY_BUDGET_USD = Decimal(1)
    assert "The pictures cannot be drawn now: it would cost about" in details(browser, story)
    for what in ("same-scenes", "same-answers"):
        answer = press(browser, story, what)
        assert answer.status_code == 409
        assert "No copy was made." in answer.content.decode()
    assert Story.objects.count() == 1


def test_the_copy_belongs_to_whoever_made_it(admin_client):
    story = illustrated_story(statuses.APPROVED)
    assert press(admin_client, story, "same-scenes").status_code == 302
    copy = copy_of(story)
    assert copy.owner != OWNER
    assert copy.user.username == "admin"


def test_an_id_that_is_a_story_of_somebody_else_makes_nothing():
    story, other = illustrated_story(statuses.APPROVED), edited_story(owner="somebody-else")
    browser = visitor()
    browser.post(f"/stories/{story.pk}/details/same-answers", {"copy_id": str(other.pk)})
    assert Story.objects.count() == 2
    assert browser.get(f"/stories/{other.pk}/").status_code == 404
    assert browser.post(f"/stories/{story.pk}/details/same-answers", {"copy_id": "x"}).status_code == 302
    assert Story.objects.count() == 3
