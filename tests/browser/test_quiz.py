"""The quiz by keyboard, and without a connection."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import window
from tests.browser.test_accessibility import faults

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("content")]


@pytest.fixture(params=[390, 1280], ids=["phone", "desk"])
def page(request, chromium, still_site):
    """The first question that is answered in words."""
    with window(chromium, still_site) as page:
        page.set_viewport_size({"width": request.param, "height": 844})
        page.goto("/quiz/")
        for option in ("Hero's Journey", "He is humiliated"):
            page.get_by_role("radio", name=option).check()
            page.get_by_role("button", name="Next").click()
        yield page


def test_enter_goes_on_and_with_shift_begins_a_line(page: Page):
    answer = page.get_by_role("textbox")
    answer.fill("the crows")
    answer.press("Shift+Enter")
    page.keyboard.type("laughed at him")
    expect(answer).to_have_value("the crows\nlaughed at him")
    answer.press("Enter")
    expect(page).to_have_url("/quiz/find/")
    page.get_by_role("link", name="Back").click()
    expect(answer).to_have_value("the crows laughed at him")


def test_the_notice_that_there_is_no_connection_goes_when_it_is_back(page: Page):
    page.get_by_role("textbox").fill("the crows")
    page.context.set_offline(True)
    page.get_by_role("button", name="Next").click()
    problem = page.get_by_role("alert")
    expect(problem).to_contain_text("The site cannot be reached right now.")
    page.context.set_offline(False)
    expect(problem).to_be_hidden()


def test_a_suggestion_fills_the_field_which_stays_to_be_edited(page: Page):
    answer = page.get_by_role("textbox")
    expect(answer).to_be_visible()
    suggestion = page.get_by_role("group", name="Suggestions").get_by_role("button").first
    text = suggestion.text_content() or ""
    steps = page.evaluate("history.length")
    suggestion.click()
    expect(answer).to_have_value(text)
    expect(answer).to_be_focused()
    page.get_by_role("button", name="Show other ideas").press("Enter")
    expect(page.get_by_role("button", name=text, exact=True)).to_have_count(0)
    expect(page.get_by_role("button", name="Show other ideas")).to_be_focused()
    assert page.evaluate("history.length") == steps
    answer.press("Control+End")
    page.keyboard.type(" again")
    page.get_by_role("button", name="Next").click()
    expect(page).to_have_url("/quiz/find/")
    page.get_by_role("link", name="Back").click()
    expect(answer).to_have_value(f"{text} again")


def test_a_surprise_answers_the_whole_quiz_and_another_one_anew(page: Page):
    page.goto("/")
    page.get_by_role("button", name="Start over instead").click()
    page.goto("/")
    page.get_by_role("button", name="Surprise me", exact=True).click()
    expect(page.get_by_role("heading", name="These are your answers")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("button", name="Surprise me again").click()
    expect(page.get_by_role("button", name="Write my story")).to_be_visible()
    page.get_by_role("link", name="Change: What does he find?").click()
    page.get_by_role("textbox").fill("a boot")
    for _ in range(3):
        page.get_by_role("button", name="Next").click()
    expect(page.get_by_text("a boot")).to_be_visible()
    expect(page.get_by_role("button", name="Surprise me again")).to_have_count(0)
