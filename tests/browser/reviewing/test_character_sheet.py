"""The page "This is your fox", on a phone and on a desk, on a site without a worker: the test draws."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from images import character_sheet, events, services
from images.drawing import outcomes
from images.models import Illustration
from providers.base import ProviderError
from providers.images.validation import make_preview
from stories.models import Story
from tests.browser.conftest import owners_window
from tests.browser.drawn_pictures import begin, draw
from tests.factories import edited_story, small_png
from tests.stack import Stack

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("content")]
KEEP = "Keep this fox and draw the pictures"


@pytest.fixture
def story(content) -> Story:
    story = edited_story()
    services.create_pictures(story, {}, by="", review=True)
    return story


@pytest.fixture(params=[390, 1280], ids=["phone", "desk"])
def page(request, chromium: Browser, still_site: Stack, story: Story) -> Iterator[Page]:
    """The page of the fox, in its owner's browser."""
    with owners_window(chromium, still_site, request.param) as page:
        opened(page, story)
        yield page


def opened(page: Page, story: Story) -> Page:
    page.goto(f"/stories/{story.pk}/")
    expect(page.locator("#connection")).to_have_text("Live")
    return page


def sheet_of(story: Story) -> Illustration:
    sheet = character_sheet.sheet_of(Story.objects.get(pk=story.pk))
    assert sheet is not None
    return sheet


def drawn(story: Story, colour: str = "orange") -> None:
    sheet = sheet_of(story)
    begin(sheet)
    draw(sheet, colour, sheet.story.character)


def fox(page: Page, status: str):
    """The fox, once he is in that status."""
    card = page.locator(f"#picture-0.is-{status}")
    expect(card).to_be_visible()
    return card


def cards(page: Page):
    return page.locator(".cards .card")


def test_he_appears_by_himself_and_is_kept(page: Page, story):
    expect(fox(page, "queued").get_by_role("button", name=KEEP)).to_be_disabled()
    sheet = sheet_of(story)
    begin(sheet)
    card = fox(page, "generating")
    events.preview(sheet, make_preview(small_png("gray")))
    expect(card.locator("img.preview")).to_be_visible()
    draw(sheet)
    image = fox(page, "pending_approval").locator("figure img")
    expect(image).to_have_attribute("src", re.compile("v1"))
    expect(image).not_to_have_class("preview")
    assert page.evaluate("document.documentElement.scrollWidth") == page.viewport_size["width"]
    page.get_by_role("button", name=KEEP).click()
    expect(cards(page)).to_have_count(20)
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport()
    assert page.evaluate("scrollY") == 0
    assert sheet_of(story).status == "approved"
    expect(page.get_by_role("link", name="Your fox")).to_have_attribute("href", re.compile("/media/.*v1"))


def test_he_is_changed_with_a_wish_and_an_earlier_drawing_is_taken_instead(page: Page, story):
    before = story.character
    drawn(story)
    fox(page, "pending_approval")
    page.get_by_label("What should be different about him?").fill("give him a green scarf")
    page.get_by_role("button", name="Draw him again with that").click()
    fox(page, "queued")
    expect(page.get_by_text("He is being drawn again.")).to_be_visible()
    expect(page.get_by_label("What should be different about him?")).to_have_value("")
    assert "Give him a green scarf" in Story.objects.get(pk=story.pk).character
    drawn(story, "green")
    expect(fox(page, "pending_approval").locator("figure img")).to_have_attribute("src", re.compile("v2"))

    page.get_by_role("button", name="Take this one: drawing 1 of the fox").click()
    expect(page.locator("#picture-0 figure img")).to_have_attribute("src", re.compile("v1"))
    expect(page.get_by_role("button", name="Take this one: drawing 2 of the fox")).to_be_visible()
    assert Story.objects.get(pk=story.pk).character == before


def test_his_description_is_changed_and_nothing_to_change_is_said_in_words(page: Page, story):
    drawn(story)
    card = fox(page, "pending_approval")
    card.get_by_role("button", name="Draw him again with that").click()
    expect(page.get_by_role("alert").filter(has_text="Say what should be different about him")).to_be_visible()
    card.get_by_text("His whole description").click()
    card.get_by_label("The red fox").fill("an old fox with grey ears")
    card.get_by_role("button", name="Draw him again with that").click()
    fox(page, "queued")
    assert Story.objects.get(pk=story.pk).character == "an old fox with grey ears"


def test_he_is_drawn_again_from_the_same_words(page: Page, story):
    drawn(story)
    fox(page, "pending_approval").get_by_role("button", name="Draw him again from the same words").click()
    fox(page, "queued")
    drawn(story)
    expect(fox(page, "pending_approval").locator("figure img")).to_have_attribute("src", re.compile("v2"))
    assert Story.objects.get(pk=story.pk).character == story.character


def test_where_he_could_not_be_drawn_the_pictures_are_drawn_all_the_same(page: Page, story):
    sheet = sheet_of(story)
    begin(sheet)
    outcomes.fail(sheet, ProviderError("It was refused because of its content.", permanent=True))
    card = fox(page, "failed")
    expect(card.get_by_text("It was refused because of its content.")).to_be_visible()
    card.get_by_role("button", name="Go on without a drawing of him").click()
    expect(cards(page)).to_have_count(20)
    expect(page.get_by_role("link", name="Your fox")).to_have_count(0)


def test_the_page_is_complete_after_a_reload_at_any_moment(page: Page, story):
    def reloaded(status: str) -> None:
        fox(page, status)
        page.reload()
        fox(page, status)

    reloaded("queued")
    sheet = sheet_of(story)
    begin(sheet)
    reloaded("generating")
    draw(sheet)
    reloaded("pending_approval")
    page.get_by_label("What should be different about him?").fill("make him smaller")
    page.get_by_role("button", name="Draw him again with that").click()
    reloaded("queued")
    drawn(story)
    reloaded("pending_approval")
    page.get_by_role("button", name=KEEP).click()
    expect(cards(page)).to_have_count(20)
    page.reload()
    expect(cards(page)).to_have_count(20)


def test_two_open_pages_stay_in_step_and_a_typed_wish_survives(page: Page, story):
    other = opened(page.context.new_page(), story)
    drawn(story)
    wish = "What should be different about him?"
    fox(page, "pending_approval").get_by_label(wish).fill("a longer tail")
    page.get_by_role("heading", name="This is your fox").click()  # whoever types is not disturbed
    fox(other, "pending_approval").get_by_role("button", name="Draw him again from the same words").click()
    fox(page, "queued")
    expect(page.get_by_label(wish)).to_have_value("a longer tail")
    drawn(story)
    expect(fox(page, "pending_approval").get_by_label(wish)).to_have_value("a longer tail")
    expect(fox(other, "pending_approval").locator("figure img")).to_have_attribute("src", re.compile("v2"))
    other.get_by_role("button", name=KEEP).click()
    expect(cards(other)).to_have_count(20)
    expect(cards(page)).to_have_count(20)
