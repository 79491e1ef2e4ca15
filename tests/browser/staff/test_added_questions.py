"""A question that staff add in admin: the form takes it, the question before it leads there, and visitors are asked."""

import pytest
from playwright.sync_api import Page, expect

from quiz.models import Question
from tests.browser.test_accessibility import faults
from tests.browser.visitor_steps import answer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("content")]


def test_a_question_is_added_led_to_and_asked(page: Page):
    first = Question.objects.select_related("next").get(key="story_type")
    page.goto("/admin/quiz/question/add/")
    page.locator("[name=key]").fill("best_friend")
    page.locator("[name=text]").fill("Who is his best friend?")
    page.locator("[name=told]").fill("His best friend is {answer}.")
    page.locator("[name=next]").select_option(str(first.next.pk))
    assert faults(page, ".form-row.field-told") == []
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("“best_friend” is not asked yet")
    added = Question.objects.get(key="best_friend")
    page.goto(f"/admin/quiz/question/{first.pk}/change/")
    page.locator("[name=next]").select_option(str(added.pk))
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    page.goto("/quiz/")
    answer(page, "Power Fantasy")
    expect(page.get_by_role("heading", name="Who is his best friend?")).to_be_visible()
