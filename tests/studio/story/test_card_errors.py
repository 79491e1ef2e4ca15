"""Pictures that were refused, stopped, or may cost no more: what their cards say and which way out they offer."""

import re
from decimal import Decimal
from html import unescape

import pytest

from core import expenses
from core.status import move
from images import statuses
from images.drawing import drawing, outcomes
from images.models import Illustration, Version
from providers.base import ProviderError
from stories.models import Story
from tests.factories import bring_to, drawn_version, edited_story, illustrated_story, visitor
from tests.upstreams.json_server import Answer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]
HTMX = {"HX-Request": "true"}
REFUSAL = "The service refused this picture because of its content."
SENTENCE, OPERATOR = "The pictures cannot be drawn at the moment.", "OPENAI_API_KEY was not accepted."
OPEN, SHUT = True, False


def page(story: Story, client=None) -> str:
    return unescape((client or visitor()).get(f"/stories/{story.pk}/").content.decode())


def card(picture: Illustration, client=None) -> str:
    path = f"/stories/{picture.story_id}/pictures/{picture.number}/"
    return unescape((client or visitor()).get(path, headers=HTMX).content.decode())


def change_box(shown: str) -> bool | None:
    """Whether the box to change the picture is open on its card; None where there is none."""
    found = re.search(r'<details class="fold change[^"]*"[^>]*?( open)?>', shown)
    return None if found is None else found[1] is not None


AGAIN, ANEW = '/pictures/7/redraw"', 'name="depiction"'  # the way to draw it again, and to describe it anew


def attempt(picture: Illustration, outcome: str) -> Version:
    """One attempt that gave no picture."""
    version = drawn_version(picture)
    Version.objects.filter(pk=version.pk).update(outcome=outcome, key="", url="", thumbnail_url="")
    return version


def failed(picture: Illustration, outcome: str = statuses.REFUSED, error: str = REFUSAL) -> Illustration:
    """A picture whose last attempt ended so."""
    move(picture, statuses.GENERATING)
    attempt(picture, outcome)
    outcomes.fail(picture, ProviderError(error, permanent=True))
    picture.refresh_from_db()
    return picture


def picture_7() -> Illustration:
    return illustrated_story().illustrations.get(number=7)


# --- refused because of what it shows ---


def test_a_refused_picture_offers_to_describe_it_anew_at_once():
    shown = card(failed(picture_7()))
    assert REFUSAL in shown
    assert change_box(shown) is OPEN
    assert shown.index(ANEW) < shown.index(AGAIN)


def test_a_picture_that_failed_for_another_reason_offers_the_same_again_first():
    shown = card(failed(picture_7(), statuses.BROKEN, "It did not come in time."))
    assert change_box(shown) is SHUT
    assert shown.index(AGAIN) < shown.index(ANEW)


def test_a_refusal_that_was_followed_by_another_failure_counts_no_more():
    picture = picture_7()
    attempt(picture, statuses.REFUSED)
    assert change_box(card(failed(picture, statuses.BROKEN, "It did not come in time."))) is SHUT


def test_a_drawn_picture_has_no_open_box_though_earlier_attempts_were_refused():
    picture = picture_7()
    attempt(picture, statuses.REFUSED)
    assert " open>" not in card(bring_to(picture, statuses.PENDING))


def test_the_number_on_a_card_counts_pictures_and_no_refused_attempts():
    picture = picture_7()
    for _ in range(3):
        attempt(picture, statuses.REFUSED)
    bring_to(picture, statuses.PENDING)
    assert picture.current.number == 4
    assert "Version " not in card(picture)
    move(picture, statuses.QUEUED)
    bring_to(picture, statuses.PENDING)
    assert "Version 2 of 2" in card(picture)
    assert "Version 2 of 2" in page(picture.story)


def test_a_page_asks_as_often_for_many_attempts_as_for_one(django_assert_max_num_queries):
    story, client = illustrated_story(), visitor()
    counts = []
    for attempts in (1, 20):
        for picture in story.illustrations.all()[:attempts]:
            failed(picture)
        with django_assert_max_num_queries(100) as asked:
            page(story, client)
        counts.append(len(asked))
        story.illustrations.update(status=statuses.QUEUED)
    assert counts[0] == counts[1]


# --- stopped with its story ---


@pytest.fixture
def stopped(illustrator) -> Story:
    """A story whose account was refused, with one picture that is drawn."""
    illustrator.behaviour = lambda asked, number: Answer({"error": SENTENCE, "operator": OPERATOR}, 402)
    story = illustrated_story()
    bring_to(story.illustrations.get(number=1), statuses.PENDING)
    drawing.draw(story.pk, 2)
    story.refresh_from_db()
    return story


def test_the_cards_of_a_stopped_story_leave_the_sentence_to_the_top_of_the_page(stopped):
    shown = page(stopped)
    assert shown.count(SENTENCE) == 1
    assert shown.count("Not drawn</span>") == 19
    assert change_box(shown) is SHUT
    assert " open>" not in shown


def test_a_card_of_a_stopped_story_has_one_button_for_another_try_and_no_open_box(stopped):
    shown = card(stopped.illustrations.get(number=7))
    assert SENTENCE not in shown
    assert shown.count(f'action="/stories/{stopped.pk}{AGAIN}') == 1
    assert change_box(shown) is SHUT
    assert "<details" in shown
    assert " open>" not in shown


def test_a_picture_that_failed_for_a_reason_of_its_own_keeps_it_in_a_stopped_story(stopped):
    picture = stopped.illustrations.get(number=7)
    attempt(picture, statuses.REFUSED)
    Illustration.objects.filter(pk=picture.pk).update(error=REFUSAL)
    shown = card(picture)
    assert REFUSAL in shown
    assert change_box(shown) is OPEN


def test_only_the_counting_line_is_in_the_part_that_stays_on_the_screen(stopped, admin_client):
    shown = page(stopped, admin_client)
    line = shown[shown.index('<div class="progress-line">') : shown.index('<div class="progress-more">')]
    assert "1 of 20</strong> drawn" in line
    for other in (SENTENCE, OPERATOR, "<button"):
        assert other in shown
        assert other not in line


# --- money ---


def make_dear(settings) -> None:
    """From now on a story may cost one dollar, and a picture costs two."""
    settings.PRICES, settings.STORY_BUDGET_USD = {"test-1": {"output": 1000}}, Decimal(1)
    settings.OPENAI_IMAGE_QUALITY, settings.IMAGE_PREVIEWS = "medium", 2


@pytest.fixture
def dear(settings, illustrator) -> None:
    """From the start a story may cost one dollar, and a picture costs two."""
    make_dear(settings)


# Twenty pictures and the fox.
REASON = "it would cost about $42.00, and this site allows $1.00 for one story."
WHO_HELPS = "Only the people who run this site can raise the limit."


@pytest.mark.usefixtures("dear")
def test_a_story_that_may_not_be_drawn_says_so_before_anybody_asks(caplog):
    shown = page(edited_story())
    assert f"The pictures cannot be drawn now: {REASON} {WHO_HELPS} Your scenes are saved." in shown
    assert "STORY_BUDGET_USD" not in shown
    assert "STORY_BUDGET_USD" not in caplog.text


@pytest.mark.usefixtures("dear")
def test_an_approval_that_is_refused_says_so_once():
    story = edited_story()
    answer = visitor().post(f"/stories/{story.pk}/approve-scenes")
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert shown.count(REASON) == 1
    assert f'role="alert">This was not started: {REASON} {WHO_HELPS} Your scenes are saved.' in shown


@pytest.mark.usefixtures("dear")
def test_staff_read_which_setting_keeps_a_story_from_being_drawn(admin_client):
    assert "For the operator: STORY_BUDGET_USD is $1.00, and not enough" in page(edited_story(), admin_client)


def test_a_story_that_may_be_drawn_says_nothing_of_budgets(settings, illustrator):
    settings.PRICES, settings.STORY_BUDGET_USD = {"test-1": {"output": 1000}}, Decimal(100)
    shown = page(edited_story())
    assert "cannot be drawn" not in shown
    assert "for about $" in shown


def test_a_redraw_that_may_not_be_paid_for_says_that_the_picture_stays(admin_client, settings, illustrator):
    picture = bring_to(picture_7(), statuses.APPROVED)
    make_dear(settings)
    answers = [
        client.post(f"/stories/{picture.story_id}/pictures/7/redraw", headers=HTMX)
        for client in (visitor(), admin_client)
    ]
    for answer in answers:
        assert answer.status_code == 409
        assert f"{WHO_HELPS} Picture 7 stays as it is." in answer.content.decode()
    assert [b"STORY_BUDGET_USD is $1.00" in answer.content for answer in answers] == [False, True]


def test_drawing_the_missing_ones_that_may_not_be_paid_for_tells_staff_the_setting(admin_client, settings, illustrator):
    story = illustrated_story()
    for number in (1, 2):
        failed(story.illustrations.get(number=number))
    make_dear(settings)
    path = f"/stories/{story.pk}/draw-missing"
    to_visitor, to_staff = (client.post(path, headers=HTMX).content for client in (visitor(), admin_client))
    assert b"The pictures stay as they are." in to_visitor
    assert b"STORY_BUDGET_USD" not in to_visitor
    assert b"For the operator: STORY_BUDGET_USD" in to_staff


def test_what_was_typed_is_still_there_when_it_could_not_be_done(settings, illustrator):
    picture = failed(picture_7(), statuses.BROKEN)
    make_dear(settings)
    wish = {"mode": "newimage", "depiction": "A fox at sea."}
    answer = visitor().post(f"/stories/{picture.story_id}/pictures/7/edit", wish, headers=HTMX)
    assert answer.status_code == 409
    assert change_box(answer.content.decode()) is OPEN
    assert ">A fox at sea.</textarea>" in answer.content.decode()


@pytest.mark.parametrize(("cost", "shown"), [("0.0099", ""), ("0.01", "$0.01 so far")])
def test_less_than_a_cent_is_not_worth_a_word(cost, shown):
    story = illustrated_story(statuses.PENDING)
    expense = expenses.insert_expense(story.channel, "write", provider="p", model="m", expected=Decimal(1))
    expenses.close(expense, usage={"output": 1}, cost=Decimal(cost))
    found = re.findall(r"\$[\d.]+ so far", page(story))
    assert found == ([shown] if shown else [])
