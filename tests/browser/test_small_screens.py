"""What a small screen shows without being asked, and what does not get in its way."""

import pytest
from playwright.sync_api import Page, expect

from core.status import move
from images import statuses
from images.drawing import outcomes
from providers.base import ProviderError
from stories.models import Story
from tests.browser.conftest import window
from tests.factories import bring_to, edited_story, illustrated_story, visitor
from tests.stack import running

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("content")]
# A site whose pictures cost something; nobody is asked for one here.
ENVIRONMENT = {"OPENAI_API_KEY": "sk-nobody", "OPENAI_BASE_URL": "http://127.0.0.1:9/v1", "IMAGE_HOST": "local"}
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def edited() -> Story:
    return edited_story()


@pytest.fixture
def stopped() -> Story:
    """A story that stopped with two of its pictures drawn."""
    story = illustrated_story()
    for number in (1, 2):
        bring_to(story.illustrations.get(number=number), statuses.PENDING)
    picture = story.illustrations.get(number=3)
    move(picture, statuses.GENERATING)
    error = ProviderError("The pictures cannot be drawn. " * 8, account=True, operator="Renew OPENAI_API_KEY.")
    outcomes.fail(picture, error)
    return story


@pytest.fixture
def phone(chromium, edited, stopped, tmp_path):
    """The owner's phone, on a site without a worker."""
    with running(tmp_path, worker=False, **ENVIRONMENT) as stack, window(chromium, stack) as page:
        page.set_viewport_size(PHONE)
        cookie = visitor().cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": stack.url}])
        yield page


def test_on_a_phone_the_price_is_seen_and_only_the_counting_line_stays(phone: Page, edited, stopped):
    phone.goto(f"/stories/{edited.pk}/")
    expect(phone.get_by_text("Twenty pictures will be drawn, for about $")).to_be_in_viewport()
    expect(phone.get_by_role("button", name="Approve the scenes and draw")).to_be_in_viewport()

    phone.goto(f"/stories/{stopped.pk}/")
    expect(phone.locator(".stopped")).to_be_in_viewport()
    phone.get_by_role("button", name="Approve picture 2").scroll_into_view_if_needed()
    phone.locator("#picture-9").scroll_into_view_if_needed()
    expect(phone.locator(".progress-line")).to_be_in_viewport(ratio=1)
    for gone in (".stopped", "text=missing again", "text=Approve all"):
        expect(phone.locator(gone).first).not_to_be_in_viewport()
    assert phone.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_a_box_that_somebody_made_larger_is_swapped_without_breaking_the_site_s_policy(phone: Page, edited):
    refused: list[str] = []
    phone.on("console", lambda said: refused.append(said.text) if "Content Security Policy" in said.text else None)
    phone.goto(f"/stories/{edited.pk}/")
    box = phone.locator("#text-1")
    box.evaluate("box => box.style.height = '20rem'")  # as a browser does when its corner is dragged
    phone.get_by_role("button", name="Write again: scene 1", exact=True).click()
    expect(phone.locator("#scene-1").get_by_text("being written again")).to_be_visible()
    expect(box).to_be_disabled()
    assert refused == []
