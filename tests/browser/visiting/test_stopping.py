"""Stop: while a story is written, while its pictures are drawn, and while everything of a visitor is put together."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from images import statuses
from images.models import Illustration
from stories.models import Story
from tests.browser.conftest import opened, owners_window
from tests.browser.test_accessibility import faults
from tests.factories import bring_to, edited_story, illustrated_story, make_story
from tests.stack import Stack

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("content")]


@pytest.fixture(params=[390, 1280], ids=["phone", "desk"])
def page(request, chromium: Browser, still_site: Stack) -> Iterator[Page]:
    with owners_window(chromium, still_site, request.param) as page:
        yield page


def test_the_writing_is_stopped_and_begun_again(page: Page):
    story = make_story()
    opened(page, story)
    expect(page.locator("#comments")).to_be_hidden()  # nothing is there yet to be commented on, shared or copied
    page.get_by_role("button", name="Stop writing").click()
    expect(page.get_by_role("heading", name="The writing was stopped")).to_be_visible()
    expect(page.get_by_text("Your answers are kept.")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("button", name="Write it now").click()
    expect(page.get_by_role("heading", name="Your story is being written")).to_be_visible()
    assert Story.objects.get().status == "writing"


def test_the_drawing_is_stopped_and_goes_on(page: Page):
    story = illustrated_story()
    for number in (1, 2):
        bring_to(story.illustrations.get(number=number), statuses.PENDING)
    opened(page, story)
    page.get_by_role("button", name="Stop drawing").click()
    expect(page.get_by_text("The drawing was stopped. 18 pictures are not drawn.")).to_be_visible()
    expect(page.locator(".cards .is-pending_approval")).to_have_count(2)
    assert faults(page) == []
    assert not Illustration.objects.filter(status=statuses.QUEUED).exists()
    page.get_by_role("button", name="Go on drawing").click()
    expect(page.locator(".cards .is-queued")).to_have_count(18)
    expect(page.get_by_role("button", name="Stop drawing")).to_be_visible()


def test_everything_is_put_together_no_further(page: Page):
    edited_story()
    page.goto("/yours/")
    page.get_by_role("button", name="Make the file").click()
    part = page.locator("#everything")
    expect(part).to_contain_text("The file waits for its turn.")
    part.get_by_role("button", name="Stop").click()
    expect(part).to_contain_text("The making of the file was stopped.")
    assert faults(page) == []
    part.get_by_role("button", name="Make the file").click()
    expect(part).to_contain_text("The file waits for its turn.")
