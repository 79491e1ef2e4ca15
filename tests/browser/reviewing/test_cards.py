"""A card keeps the focus, what is typed in it and what is open on it, whatever happens to its picture meanwhile."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from images import events, services, statuses
from images.models import Illustration
from stories.models import Story
from tests.browser.conftest import owners_page
from tests.browser.drawn_pictures import painted_story
from tests.factories import reloaded

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("content")]


@pytest.fixture
def story() -> Story:
    return painted_story()


@pytest.fixture(params=[390, 1280])
def page(request, chromium, still_site, story):
    """The story's page in its owner's browser, on a phone and on a desk."""
    with owners_page(chromium, still_site, story, request.param) as page:
        yield page


def card(page: Page, number: int) -> Locator:
    return page.locator(f"#picture-{number}")


def look_at(page: Page, number: int) -> Locator:
    return page.get_by_role("link", name=f"Look at picture {number}", exact=True)


def change_text(story: Story, number: int, text: str) -> None:
    """What changes a card and leaves its buttons as they are."""
    picture = story.illustrations.select_related("scene").get(number=number)
    story.scenes.filter(number=number).update(text=text)
    events.picture_changed(reloaded(picture))


def test_after_a_decision_the_focus_is_on_what_can_be_done_next(page: Page):
    page.get_by_role("button", name="Approve picture 5").press("Enter")
    undo = page.get_by_role("button", name="Undo: picture 5 was approved")
    expect(undo).to_be_focused()
    expect(page.locator("#said")).to_have_text("Picture 5: approved.")
    undo.press("Enter")
    expect(page.get_by_role("button", name="Approve picture 5")).to_be_focused()
    page.get_by_label("Reject picture 5", exact=True).press("Enter")
    card(page, 5).get_by_label("Wrong mood").check()
    page.get_by_role("button", name="Reject and draw it again: picture 5").press("Enter")
    expect(page.get_by_role("button", name="Undo: picture 5 was rejected")).to_be_focused()


def test_the_keys_work_on_the_card_that_has_the_focus(page: Page, story):
    page.keyboard.press("ArrowRight")
    expect(look_at(page, 1)).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(look_at(page, 2)).to_be_focused()
    page.keyboard.press("a")
    expect(look_at(page, 3)).to_be_focused()
    expect(card(page, 2)).to_have_attribute("data-label", "Approved")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("u")
    expect(card(page, 2)).to_have_attribute("data-label", "Waits for you")
    page.keyboard.press("r")
    expect(card(page, 2).get_by_label("What should be different?")).to_be_focused()
    assert list(story.illustrations.exclude(status=statuses.PENDING)) == []


def test_the_question_mark_shows_the_keys(page: Page):
    keys = page.locator(".headline .keys dl")
    expect(keys).to_be_hidden()
    page.keyboard.press("?")
    expect(keys).to_contain_text("approve, and on to the next that waits")
    page.keyboard.press("?")
    expect(keys).to_be_hidden()


def test_a_half_typed_rejection_outlives_events_of_its_own_card(page: Page, story):
    page.get_by_label("Reject picture 3", exact=True).click()
    card(page, 3).get_by_label("Wrong mood").check()
    note = card(page, 3).get_by_label("What should be different?")
    note.fill("bigger ears")
    change_text(story, 3, "Another text.")
    change_text(story, 4, "Another text as well.")
    expect(card(page, 4)).to_contain_text("Another text as well.")
    expect(note).to_be_focused()
    card(page, 3).get_by_role("heading").click()
    expect(card(page, 3).locator(".scene-text")).to_have_text("Another text.")
    expect(note).to_have_value("bigger ears")
    expect(card(page, 3).get_by_label("Wrong mood")).to_be_checked()
    page.get_by_role("button", name="Reject and draw it again: picture 3").click()
    expect(card(page, 3)).to_have_class(re.compile("is-queued"))
    picture = Illustration.objects.get(story=story, number=3)
    assert (picture.change, picture.reasons) == ("bigger ears", ["mood"])


def test_what_was_typed_waits_for_its_form_when_somebody_else_decides(page: Page, story):
    page.get_by_label("Reject picture 3", exact=True).click()
    note = card(page, 3).get_by_label("What should be different?")
    note.fill("bigger ears")
    note.blur()
    services.approve(story.illustrations.get(number=3), by="mia")
    page.get_by_role("button", name="Undo: picture 3 was approved").click()
    expect(note).to_be_visible()
    expect(note).to_have_value("bigger ears")


def test_a_form_that_was_sent_is_empty_when_it_comes_back(page: Page, story):
    page.get_by_label("Reject picture 3", exact=True).click()
    note = card(page, 3).get_by_label("What should be different?")
    note.fill("bigger ears")
    page.get_by_role("button", name="Reject and draw it again: picture 3").click()
    page.get_by_role("button", name="Undo: picture 3 was rejected").click()
    expect(card(page, 3)).to_have_class(re.compile("is-pending_approval"))
    expect(note).to_be_hidden()
    expect(note).to_have_value("")


def test_what_was_refused_stays_typed_through_the_next_event(page: Page, story):
    page.get_by_label("Reject picture 3", exact=True).click()
    note = card(page, 3).get_by_label("What should be different?")
    note.evaluate("box => { box.value = 'bigger ears '.repeat(60); }")  # longer than a keyboard can make it
    page.get_by_role("button", name="Reject and draw it again: picture 3").click()
    expect(card(page, 3).get_by_role("alert")).to_contain_text("500 are allowed")
    change_text(story, 3, "Another text.")
    expect(card(page, 3).locator(".scene-text")).to_have_text("Another text.")
    expect(note).to_have_value(re.compile("^bigger ears bigger ears"))


def test_a_text_that_changed_says_so_and_offers_to_be_drawn(page: Page, story):
    story.illustrations.get(number=2).versions.update(scene_text="The red fox walks past tree number 2.")
    page.get_by_label("Change text of scene 2", exact=True).click()
    card(page, 2).get_by_label("Text of scene 2", exact=True).fill("The red fox swims.")
    page.get_by_role("button", name="Save the text of scene 2").click()
    expect(card(page, 2).locator(".outdated")).to_be_visible()
    page.get_by_role("button", name="Draw the new text: picture 2").click()
    expect(card(page, 2)).to_have_class(re.compile("is-queued"))


def test_four_variations_ask_first(page: Page, story):
    asked: list[str] = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.get_by_label("Change picture 2", exact=True).click()
    page.get_by_role("button", name="Draw 4 variations of picture 2").click()
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Draw 4 variations of picture 2").click()
    expect(card(page, 2)).to_have_class(re.compile("is-queued"))
    assert asked == ["Draw 4 variations of this picture? They cost nothing here."]
    assert Illustration.objects.get(story=story, number=2).variations == 3
