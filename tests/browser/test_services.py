"""Staff switch the services, and a visitor chooses who draws: on a phone and on a desk, and without JavaScript."""

import os

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import expect

from stories import statuses
from tests.browser.conftest import owners_window, window
from tests.factories import edited_story
from tests.stack import running

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("content")]
# Nobody is asked for a picture here.
ENVIRONMENT = {
    "OPENAI_API_KEY": "sk-nobody",
    "OPENAI_BASE_URL": "http://127.0.0.1:9/v1",
    "IMAGE_PROVIDER": "local",
    "TEXT_PROVIDER": "local",
    "MODERATE_INPUT": "false",
}


def fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_staff_offer_services_and_a_visitor_chooses_one(chromium, client, tmp_path):
    client.force_login(get_user_model().objects.create_superuser("mia"))
    story = edited_story()
    with running(tmp_path, worker=False, **ENVIRONMENT) as stack:
        with window(chromium, stack, scripts=False) as page:
            cookie = client.cookies["sessionid"].value
            page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": stack.url}])
            page.goto("/admin/services/")
            page.get_by_role("button", name="Use it for text: openai").click()
            expect(page.get_by_text("Chosen here; TEXT_PROVIDER says local.")).to_be_visible()
            page.get_by_label("Visitors may choose openai, low").check()
            page.get_by_label("Visitors may choose openai, high").check()
            page.get_by_role("button", name="Save what visitors may choose").click()
            expect(page.get_by_label("Visitors may choose openai, high")).to_be_checked()
            page.get_by_role("button", name="Try it: openai, high").click()
            expect(page.get_by_text("One picture costs about $")).to_be_visible()
            for width in (390, 1280):
                page.set_viewport_size({"width": width, "height": 844})
                assert fits(page)
                for scheme in ("light", "dark"):
                    page.emulate_media(color_scheme=scheme)
                    if folder := os.environ.get("SHOTS"):
                        page.screenshot(path=f"{folder}/services-{width}-{scheme}.png", full_page=True)
        for width, scripts in ((390, True), (1280, False)):
            with owners_window(chromium, stack, width, scripts=scripts) as page:
                page.goto(f"/stories/{story.pk}/")
                page.get_by_label("OpenAI, in high quality").check()
                assert fits(page)
                if folder := os.environ.get("SHOTS"):
                    page.screenshot(path=f"{folder}/choice-{width}.png", full_page=False)
                    page.emulate_media(color_scheme="dark")
                    page.screenshot(path=f"{folder}/choice-{width}-dark.png", full_page=False)
        with owners_window(chromium, stack, scripts=False) as page:
            page.goto(f"/stories/{story.pk}/")
            page.get_by_label("OpenAI, in high quality").check()
            page.get_by_role("button", name="Approve the scenes and draw").click()
            expect(page.get_by_role("heading", name="This is your fox")).to_be_visible()
            expect(page.get_by_label("OpenAI, in high quality")).to_be_checked()
            if folder := os.environ.get("SHOTS"):
                page.set_viewport_size({"width": 390, "height": 844})
                page.screenshot(path=f"{folder}/fox-390.png", full_page=True)
    story.refresh_from_db()
    assert (story.status, story.image_provider, story.image_quality) == (statuses.SKETCHING, "openai", "high")
