"""A visitor goes on in a second browser: the link is copied, opened there, asked about, and used up."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import owners_window, window
from tests.factories import edited_story

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("content")]


@pytest.fixture
def owner(chromium, still_site):
    with owners_window(chromium, still_site) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        yield page


@pytest.fixture
def phone(chromium, still_site):
    with window(chromium, still_site) as page:
        page.set_viewport_size({"width": 390, "height": 844})
        yield page


def test_a_link_is_copied_opened_elsewhere_and_used_up(owner, phone):
    story = edited_story()
    owner.goto("/yours/")
    elsewhere = owner.locator("#elsewhere")
    elsewhere.get_by_role("button", name="Make a link").click()
    expect(elsewhere.get_by_role("img", name="The link as a QR code")).to_be_visible()
    elsewhere.get_by_role("button", name="Copy the link").click()
    expect(elsewhere.get_by_role("button", name="Copied")).to_be_visible()
    link = owner.evaluate("navigator.clipboard.readText()")

    asked: list[str] = []
    phone.on("request", lambda request: asked.append(f"{request.url} {request.headers.get('referer', '')}"))
    phone.goto(link)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Open this story here?")
    phone.get_by_role("button", name="Open it here").click()
    expect(phone.get_by_role("link", name=story.title, exact=True)).to_be_visible()
    assert phone.locator(f'a[href="/stories/{story.pk}/"]').count() == 1
    secret = link.partition("#")[2]
    assert len(secret) == 43
    assert not any(secret in one for one in asked)

    phone.goto(link)
    expect(phone.get_by_text("This link leads nowhere")).to_be_visible()


def test_without_scripts_the_link_is_pasted(chromium, still_site):
    edited_story()
    bare = {"scripts": False}
    with owners_window(chromium, still_site, **bare) as owner, window(chromium, still_site, **bare) as phone:
        owner.goto("/yours/")
        owner.get_by_role("button", name="Make a link").click()
        link = owner.locator("#join-link").get_attribute("href")
        phone.goto(link)
        look = phone.get_by_label("The link that you made")
        look.fill(link)
        phone.get_by_role("button", name="Go on").click()
        expect(phone.get_by_role("heading", level=1)).to_have_text("Open this story here?")
