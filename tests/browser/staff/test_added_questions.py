"""A question that staff add in admin: the form takes it, the question before it leads there, and visitors are asked."""

from collections.abc import Iterator

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from quiz.models import Question
from tests.browser.conftest import window
from tests.browser.test_accessibility import faults
from tests.browser.visitor_steps import answer
from tests.stack import Stack

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("content")]


@pytest.fixture(params=[390, 1280], ids=["phone", "desk"])
def page(request, chromium: Browser, still_site: Stack, client: Client) -> Iterator[Page]:
    """The window of a superuser."""
    client.force_login(get_user_model().objects.create_superuser("mia"))
    with window(chromium, still_site) as page:
        page.set_viewport_size({"width": request.param, "height": 844})
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": still_site.url}
        page.context.add_cookies([cookie])
        yield page


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
