"""What the pages say when a story stopped, costs something, or may not cost more; and the ways out they offer."""

from decimal import Decimal

import pytest

from core import expenses
from core.status import move
from images import statuses
from images.drawing import drawing
from images.models import Illustration
from quiz.models import Submission
from stories import statuses as story_statuses
from stories.models import Story
from tests.broker import sent_tasks
from tests.factories import bring_to, edited_story, illustrated_story, make_story, visitor
from tests.upstreams.json_server import Answer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]
HTMX = {"HX-Request": "true"}
SENTENCE, OPERATOR = "The pictures cannot be drawn at the moment.", "The credit of OPENAI_API_KEY is used up."


def page(story: Story, client=None) -> str:
    return (client or visitor()).get(f"/stories/{story.pk}/").content.decode()


@pytest.fixture
def stopped(illustrator) -> Story:
    """A story whose illustrator wants the operator."""
    illustrator.behaviour = lambda asked, number: Answer({"error": SENTENCE, "operator": OPERATOR}, 402)
    story = illustrated_story()
    drawing.draw(story.pk, 1)
    return story


def test_a_stopped_story_says_so_once_above_the_pictures(stopped):
    shown = page(stopped)
    assert shown.count(f'<p class="error stopped" role="alert">{SENTENCE}</p>') == 1
    assert OPERATOR not in shown


def test_only_staff_read_what_the_operator_has_to_do(stopped, admin_client):
    assert OPERATOR in page(stopped, admin_client)


def test_the_api_says_why_a_story_stopped(stopped):
    assert visitor().get(f"/story/{stopped.pk}").json()["error"] == SENTENCE


def test_all_missing_pictures_are_drawn_again_with_one_button(stopped, illustrator, commit):
    assert "Draw the 20 missing again" in page(stopped)
    with commit():
        answer = visitor().post(f"/stories/{stopped.pk}/draw-missing", headers=HTMX)
    assert answer.status_code == 200
    assert SENTENCE not in answer.content.decode()
    assert set(stopped.illustrations.values_list("status", flat=True)) == {statuses.QUEUED}
    assert len(sent_tasks()) == 20


def test_the_button_is_not_there_for_one_picture_that_has_a_button_of_its_own():
    story = illustrated_story()
    bring_to(story.illustrations.get(number=1), statuses.FAILED)
    assert "missing again" not in page(story)


def test_a_picture_that_failed_can_be_described_anew(commit):
    story = illustrated_story()
    picture = bring_to(story.illustrations.get(number=7), statuses.FAILED)
    assert f'action="/stories/{story.pk}/pictures/7/edit"' in page(story)
    wish = {"mode": "newimage", "depiction": "The red fox naps."}
    with commit():
        answer = visitor().post(f"/stories/{story.pk}/pictures/7/edit", wish, headers=HTMX)
    assert 'class="card is-queued"' in answer.content.decode()
    picture.refresh_from_db()
    assert (picture.depiction, picture.mode) == ("The red fox naps.", Illustration.NEW)
    assert sent_tasks() == [("images.draw", 7)]


def test_an_empty_description_is_refused_beside_the_field():
    story = illustrated_story()
    bring_to(story.illustrations.get(number=7), statuses.FAILED)
    empty = {"mode": "newimage", "depiction": " "}
    answer = visitor().post(f"/stories/{story.pk}/pictures/7/edit", empty, headers=HTMX)
    assert answer.status_code == 422
    assert "user_input is empty" in answer.content.decode()


def test_what_a_story_cost_is_on_its_page_and_in_the_api():
    story = illustrated_story(statuses.PENDING)
    assert " so far" not in page(story)
    expense = expenses.insert_expense(story.channel, "picture", provider="p", model="m", expected=Decimal(1))
    expenses.close(expense, usage={"output": 1}, cost=Decimal("0.84"))
    assert "$0.84 so far" in page(story)
    assert visitor().get(f"/story/{story.pk}").json()["cost_usd"] == 0.84


def test_what_the_pictures_will_cost_is_said_before_they_are_drawn(illustrator, settings):
    settings.PRICES, settings.OPENAI_IMAGE_QUALITY = {"test-1": {"output": 10}}, "low"
    assert "Twenty pictures will be drawn, for about $0.21." in page(edited_story())  # and the fox
    settings.REVIEW_CHARACTER = False
    assert "Twenty pictures will be drawn, for about $0.20." in page(edited_story())
    settings.IMAGE_PROVIDER = "local"
    assert "Twenty pictures will be drawn." in page(edited_story())


def test_an_approval_that_would_cost_too_much_is_refused_on_the_page(illustrator, settings):
    settings.PRICES, settings.STORY_BUDGET_USD = {"test-1": {"output": 1000}}, Decimal(1)
    story = edited_story()
    answer = visitor().post(f"/stories/{story.pk}/approve-scenes", {"Scene1": "The red fox sings."})
    assert answer.status_code == 409
    assert "This was not started: it would cost about" in answer.content.decode()
    story.refresh_from_db()
    assert story.status == story_statuses.EDITING
    api = visitor().post(
        "/approve_scenes",
        {"story_id": str(story.pk), "scenes": {f"Scene{n}": "The red fox runs." for n in range(1, 21)}},
        content_type="application/json",
    )
    assert (api.status_code, api.json()["error"][:25]) == (409, "This was not started: it ")


def test_a_story_that_would_cost_too_much_today_is_not_begun(writer, settings):
    settings.PRICES, settings.DAILY_BUDGET_USD = {"test-1": {"output": 1000}}, Decimal(1)
    client = visitor("another")
    answers = Submission.objects.create(owner="another", answers=ANSWERS)
    answer = client.post("/quiz/check/")
    assert answer.status_code == 409
    assert "this site allows $1.00 a day" in answer.content.decode()
    answers.refresh_from_db()
    assert answers.story is None
    api = client.post("/submit", ANSWERS, content_type="application/json")
    assert api.status_code == 409
    assert not Story.objects.exists()


ANSWERS = {
    "story_type": "Power Fantasy",
    "humiliation_type": "A",
    "offering_who": "",
    "offering_what": "",
    "humiliation": "laughed at by crows",
    "find": "a jetpack",
    "do_with_find": "B",
    "villain_crime": "stealing",
}


def failed_story() -> Story:
    story = make_story()
    move(story, story_statuses.FAILED, error="Your answers cannot be used here.")
    return story


def test_a_story_that_failed_can_be_begun_again_with_other_answers():
    story = failed_story()
    client = visitor()
    assert f'action="/quiz/from/{story.pk}/"' in page(story, client)
    answer = client.post(f"/quiz/from/{story.pk}/", follow=True)
    assert answer.redirect_chain == [("/quiz/check/", 302)]
    assert story.answers["villain_crime"] in answer.content.decode()


def test_nobody_takes_up_the_answers_of_another_visitor_s_story():
    assert visitor("somebody else").post(f"/quiz/from/{failed_story().pk}/").status_code == 404


def test_a_failed_story_over_its_budget_is_not_written_again(writer, settings):
    settings.PRICES, settings.DAILY_BUDGET_USD = {"test-1": {"output": 1000}}, Decimal(100)
    story = failed_story()
    settings.DAILY_BUDGET_USD = Decimal(1)
    answer = visitor().post(f"/stories/{story.pk}/try-again")
    assert answer.status_code == 409
    assert "This was not started" in answer.content.decode()
