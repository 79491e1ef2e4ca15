"""A guest opens a review link in another browser, gives a name, approves a picture and comments; the owner sees it."""

import pytest
from playwright.sync_api import expect

from images import statuses
from tests.browser.conftest import opened, owners_window, window
from tests.factories import illustrated_story

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("content")]


@pytest.fixture
def owner(chromium, still_site):
    with owners_window(chromium, still_site) as page:
        yield page


@pytest.fixture
def guest(chromium, still_site):
    with window(chromium, still_site) as page:
        page.set_viewport_size({"width": 390, "height": 844})
        yield page


def test_a_guest_approves_and_comments_and_is_out_once_the_link_is_taken_back(owner, guest):
    story = illustrated_story(statuses.PENDING)
    owner.goto(f"/stories/{story.pk}/")
    owner.get_by_role("link", name="Share it for review").click()
    owner.get_by_text("They may comment, approve and reject").click()
    owner.get_by_role("button", name="Make the link").click()
    link = owner.locator("#review-link").get_attribute("href")

    guest.goto(link)
    guest.get_by_label("Your name").fill("Anna")
    guest.get_by_role("button", name="Look at the story").click()
    expect(guest.get_by_text("You are here as Anna (guest).")).to_be_visible()
    expect(guest.locator("#connection")).to_have_text("Live")
    opened(owner, story)
    guest.get_by_role("button", name="Approve picture 7", exact=True).click()
    expect(owner.locator("#picture-7")).to_have_attribute("data-label", "Approved")
    guest.get_by_label("About").select_option("scene 7")
    guest.get_by_label("Your comment").fill("A fine hat.")
    guest.get_by_role("button", name="Comment", exact=True).click()
    expect(guest.locator("#comments")).to_contain_text("Anna (guest)")
    owner.reload()
    expect(owner.locator("#comments")).to_contain_text("A fine hat.")

    owner.goto(f"/stories/{story.pk}/guests/")
    owner.get_by_role("button", name="Take back the link").click()
    guest.reload()
    expect(guest.get_by_role("heading", level=1)).not_to_contain_text(story.title)
