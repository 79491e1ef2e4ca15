"""What a page shows of a picture that is being drawn, and of a story that stopped."""

from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from core.status import move
from images import events, statuses
from images.drawing import outcomes
from images.models import Illustration
from providers.base import ProviderError
from providers.images.validation import make_preview
from tests.browser.conftest import window
from tests.factories import drawn_version, illustrated_story, visitor
from tests.stack import running

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def story(content):
    return illustrated_story()


@pytest.fixture
def page(chromium, story, tmp_path):
    """The story's page in its owner's browser, on a site without a worker: the test does what one would."""
    with running(tmp_path, worker=False) as stack, window(chromium, stack) as page:
        cookie = visitor().cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": stack.url}])
        page.goto(f"/stories/{story.pk}/")
        expect(page.locator("#connection")).to_have_text("Live")
        yield page


def small(colour: str) -> bytes:
    out = BytesIO()
    Image.new("RGB", (1024, 1536), colour).save(out, "PNG")
    return make_preview(out.getvalue())


def begin(story, number: int) -> Illustration:
    picture = story.illustrations.get(number=number)
    move(picture, statuses.GENERATING)
    return picture


def test_a_preview_shows_while_the_picture_is_drawn_and_goes_when_it_is_there(page: Page, story):
    picture = begin(story, 3)
    card, other = page.locator("#picture-3"), page.locator("#picture-4")
    expect(card).to_have_class("card is-generating")
    events.preview(picture, small("gray"))
    expect(card.locator("img.preview")).to_be_visible()
    first = card.locator("img.preview").get_attribute("src")
    events.preview(picture, small("pink"))
    expect(card.locator("img.preview")).not_to_have_attribute("src", first)
    expect(other.locator("img.preview")).to_have_count(0)
    move(picture, statuses.PENDING, current=drawn_version(picture))
    expect(card).to_have_class("card is-pending_approval")
    expect(card.locator("img.preview")).to_have_count(0)


def test_a_story_that_stops_says_so_on_the_open_page_and_offers_to_go_on(page: Page, story):
    picture = begin(story, 1)
    error = ProviderError("The pictures cannot be drawn at the moment.", account=True, operator="Renew OPENAI_API_KEY.")
    outcomes.fail(picture, error)
    expect(
        page.get_by_role("alert").filter(has_text="The pictures cannot be drawn at the moment.").first
    ).to_be_visible()
    expect(page.locator(".card.is-failed")).to_have_count(20)
    expect(page.locator("body")).not_to_contain_text("OPENAI_API_KEY")
    page.get_by_role("button", name="Draw the 20 missing again").click()
    expect(page.locator(".card.is-queued")).to_have_count(20)
    expect(page.locator(".stopped")).to_have_count(0)


def test_what_is_open_on_a_card_stays_open_when_an_event_comes_twice(page: Page, story):
    picture = begin(story, 2)
    outcomes.fail(picture, ProviderError("It was refused because of its content.", permanent=True))
    card = page.locator("#picture-2")
    expect(card).to_have_class("card is-failed")
    card.locator(".change > summary").click()
    with page.expect_response(lambda response: response.url.endswith("/progress")):
        events.picture_changed(story.illustrations.get(number=2))
        events.picture_changed(story.illustrations.get(number=2))
        move(story.illustrations.get(number=3), statuses.GENERATING)
    expect(page.locator("#picture-3")).to_have_class("card is-generating")
    expect(card.get_by_label("New picture")).to_be_visible()


def test_a_failed_picture_is_described_anew_on_its_card(page: Page, story):
    outcomes.fail(begin(story, 2), ProviderError("It was refused because of its content.", permanent=True))
    card = page.locator("#picture-2")
    expect(card).to_have_class("card is-failed")
    card.locator(".change > summary").click()
    card.get_by_label("New picture").fill("The red fox naps under an oak.")
    card.get_by_role("button", name="Draw this: picture 2", exact=True).click()
    expect(card).to_have_class("card is-queued")
    assert Illustration.objects.get(story=story, number=2).depiction == "The red fox naps under an oak."
