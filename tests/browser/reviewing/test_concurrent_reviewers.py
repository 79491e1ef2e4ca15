"""Two people review one story at the same moment: the owner on a phone, somebody of the staff at a desk."""

import re
from collections.abc import Iterator

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import Page, expect

from images import statuses
from images.models import Decision
from stories.models import Story
from tests.browser.conftest import opened, owners_page, window
from tests.browser.drawn_pictures import painted_story

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("content")]


@pytest.fixture
def story() -> Story:
    return painted_story()


@pytest.fixture
def owner(chromium, still_site, story) -> Iterator[Page]:
    with owners_page(chromium, still_site, story, 390) as page:
        yield page


@pytest.fixture
def mia(chromium, still_site, story, client) -> Iterator[Page]:
    client.force_login(get_user_model().objects.create_superuser("mia"))
    with window(chromium, still_site) as page:
        cookie = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": still_site.url}])
        yield opened(page, story)


def test_each_sees_what_the_other_does(owner: Page, mia: Page):
    owner.get_by_role("button", name="Approve picture 3").click()
    expect(mia.locator("#picture-3")).to_have_class(re.compile("is-approved"))
    expect(mia.locator("#progress")).to_contain_text("1 approved")
    mia.get_by_label("Reject picture 5", exact=True).click()
    mia.get_by_role("button", name="Reject and draw it again: picture 5").click()
    expect(owner.locator("#picture-5")).to_have_class(re.compile("is-queued"))
    owner.get_by_role("button", name="Undo: picture 5 was rejected").click()
    expect(mia.get_by_role("button", name="Approve picture 5")).to_be_visible()


def test_of_two_opposite_decisions_one_counts_and_the_other_is_told(owner: Page, mia: Page, story):
    mia.get_by_label("Reject picture 3", exact=True).click()
    mia.locator("#picture-3").get_by_label("What should be different?").fill("bigger ears")
    owner.get_by_role("button", name="Approve picture 3").click()
    expect(mia.locator("#progress")).to_contain_text("1 approved")
    mia.get_by_role("button", name="Reject and draw it again: picture 3").click()
    expect(mia.locator("#picture-3").get_by_role("alert")).to_have_text(
        "Picture 3 is not waiting for approval; it is: approved."
    )
    expect(mia.locator("#picture-3")).to_have_class(re.compile("is-approved"))
    assert [one.action for one in Decision.objects.filter(illustration__story=story)] == [Decision.APPROVE]


def test_of_two_decisions_in_two_viewers_one_counts_and_the_other_is_told(owner: Page, mia: Page, story):
    mia.get_by_role("link", name="Look at picture 3", exact=True).click()
    expect(mia.get_by_role("heading", name="Scene 3 of 20")).to_be_focused()
    mia.keyboard.press("r")
    owner.get_by_role("link", name="Look at picture 3", exact=True).click()
    owner.get_by_role("dialog").get_by_role("button", name="Approve picture 3").click()
    expect(mia.locator("#progress")).to_contain_text("1 approved")
    mia.get_by_role("dialog").get_by_role("button", name="Reject and draw it again: picture 3").click()
    told = mia.get_by_role("dialog").get_by_role("alert").filter(has_text="not waiting for approval; it is: approved")
    expect(told).to_be_visible()
    expect(mia.locator("#viewer .state-line")).to_have_text("Approved")
    assert story.illustrations.get(number=3).status == statuses.APPROVED
