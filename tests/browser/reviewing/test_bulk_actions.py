"""Many pictures at once: tick some, reject them together; approve all that wait."""

import pytest
from playwright.sync_api import Page, expect

from core.status import move
from images import statuses
from stories.models import Story
from tests.browser.conftest import owners_page, owners_window
from tests.browser.drawn_pictures import painted_story

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("content")]


@pytest.fixture
def story() -> Story:
    return painted_story()


@pytest.fixture(params=[390, 1280])
def page(request, chromium, still_site, story):
    """The story's page in its owner's browser, on a phone and on a desk."""
    with owners_page(chromium, still_site, story, request.param) as page:
        yield page


def tick(page: Page, number: int, **how) -> None:
    page.get_by_role("checkbox", name=f"Select picture {number}", exact=True).click(**how)


def ticked(page: Page) -> list[str]:
    return page.eval_on_selector_all(".pick :checked", "ticks => ticks.map((tick) => tick.value)")


def test_the_bar_comes_with_the_first_tick_and_goes_with_clear(page: Page):
    bar = page.get_by_role("form", name="Selected pictures")
    expect(bar).to_be_hidden()
    tick(page, 2)
    expect(bar).to_be_in_viewport(ratio=1)
    expect(bar).to_contain_text("1 selected")
    assert bar.bounding_box()["height"] < 100
    tick(page, 6, modifiers=["Shift"])
    expect(bar).to_contain_text("5 selected")
    tick(page, 4)
    expect(bar).to_contain_text("4 selected")
    bar.get_by_role("button", name="Clear").click()
    expect(bar).to_be_hidden()
    assert ticked(page) == []


def test_ticks_outlive_what_happens_to_other_cards_and_to_their_own(page: Page, story):
    tick(page, 2)
    tick(page, 3)
    page.get_by_role("button", name="Approve picture 4").click()
    move(story.illustrations.get(number=5), statuses.QUEUED)
    expect(page.locator("#picture-5")).to_have_attribute("data-label", "Waiting")
    page.get_by_role("button", name="Approve picture 3").click()
    expect(page.locator("#picture-3")).to_have_attribute("data-label", "Approved")
    expect(page.get_by_role("form", name="Selected pictures")).to_contain_text("1 selected")
    page.get_by_role("button", name="Undo: picture 3 was approved").click()
    expect(page.get_by_role("checkbox", name="Select picture 3", exact=True)).not_to_be_checked()
    assert ticked(page) == ["2:1"]


def test_the_ticked_ones_are_rejected_together_for_one_reason(page: Page, story):
    bar = page.get_by_role("form", name="Selected pictures")
    tick(page, 2)
    tick(page, 5)
    bar.get_by_label("Reject them", exact=True).click()
    bar.get_by_label("Extra limbs").check()
    bar.get_by_label("What should be different?").fill("four legs")
    bar.get_by_role("button", name="Reject them and draw them again").click()
    expect(page.locator(".card.is-queued")).to_have_count(2)
    expect(bar).to_be_hidden()
    assert ticked(page) == []
    found = story.illustrations.filter(status=statuses.QUEUED).values_list("number", "change", "reasons")
    assert list(found) == [(2, "four legs", ["limbs"]), (5, "four legs", ["limbs"])]


def test_the_ticked_ones_are_approved_together(page: Page, story):
    tick(page, 2)
    tick(page, 5)
    page.get_by_role("button", name="Approve them").click()
    expect(page.locator(".card.is-approved")).to_have_count(2)
    expect(page.get_by_role("form", name="Selected pictures")).to_be_hidden()
    found = story.illustrations.filter(status=statuses.APPROVED).values_list("number", flat=True)
    assert list(found) == [2, 5]


def test_all_that_wait_are_approved_after_one_question(page: Page, story):
    tick(page, 7)
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Approve all 20 that wait").click()
    expect(page.locator(".card.is-approved")).to_have_count(20)
    expect(page.get_by_role("form", name="Selected pictures")).to_be_hidden()
    expect(page.locator("#said")).to_contain_text("20 approved")


def test_without_scripts_the_form_is_there_and_works(chromium, still_site, story):
    with owners_window(chromium, still_site) as page:
        still = chromium.new_context(java_script_enabled=False, base_url=still_site.url)
        still.add_cookies(page.context.cookies())
        paper = still.new_page()
        paper.goto(f"/stories/{story.pk}/")
        tick(paper, 3)
        tick(paper, 9)
        paper.get_by_label("Reject them", exact=True).click()
        paper.get_by_role("button", name="Reject them and draw them again").click()
        expect(paper.locator(".card.is-queued")).to_have_count(2)
        still.close()
