"""A visitor walks the whole way in a real browser, on a live site with a real worker."""

import re

import pytest
from playwright.sync_api import Page, expect

from images.models import Illustration, Version
from stories.models import Scene
from tests.browser.visitor_steps import (
    BRANCH_A,
    BRANCH_B,
    answer,
    approve_the_scenes,
    keep_the_fox,
    story_id,
    wait_for_the_pictures,
    wait_for_the_scenes,
    walk_the_quiz,
)
from tests.stack import eventually

pytestmark = pytest.mark.django_db(transaction=True)


def edit_a_scene(page: Page, number: int, text: str) -> None:
    page.locator(f"#text-{number}").fill(text)
    expect(page.locator(f"#saved-{number}")).to_have_text("Saved")


def reject_with_note(page: Page, number: int, note: str) -> None:
    card = page.locator(f"#picture-{number}")
    card.get_by_label(f"Reject picture {number}", exact=True).click()
    card.get_by_label("What should be different?").fill(note)
    card.get_by_role("button", name=re.compile("and draw it again")).click()


def approve_all_one_by_one(page: Page) -> None:
    for number in range(1, 21):
        page.get_by_role("button", name=f"Approve picture {number}", exact=True).click()
        expect(page.locator(f"#picture-{number}")).to_have_class(re.compile("is-approved"))


@pytest.mark.walk
def test_by_stream_on_the_branch_of_the_humiliation(page):
    walk_the_quiz(page, BRANCH_A)
    wait_for_the_scenes(page)
    expect(page.locator("#connection")).to_have_text("Live")
    edit_a_scene(page, 5, "The red fox finds a lantern under a bridge.")
    assert Scene.objects.get(story=story_id(page), number=5).text == "The red fox finds a lantern under a bridge."
    approve_the_scenes(page)
    keep_the_fox(page)
    wait_for_the_pictures(page)
    expect(page.locator("#progress")).to_contain_text("20 of 20 drawn")
    assert "lantern under a bridge" in Version.objects.get(illustration__number=5).prompt
    expect(page.get_by_role("link", name="Your fox")).to_be_visible()

    before = page.locator("#picture-2 img").get_attribute("src")
    reject_with_note(page, 2, "make it night")
    expect(page.locator("#picture-2 .versions")).to_have_text("Version 2 of 2")
    expect(page.locator("#picture-2")).to_have_class(re.compile("is-pending_approval"))
    assert page.locator("#picture-2 img").get_attribute("src") != before
    assert "make it night" in Version.objects.get(illustration__number=2, number=2).prompt

    expect(page.locator(".make-videos")).to_have_count(0)
    approve_all_one_by_one(page)
    expect(page.get_by_role("button", name="Make the clips")).to_be_visible()
    assert Version.objects.count() == 22  # the fox, twenty pictures, and one of them again


def test_by_polling_on_the_branch_of_the_offering(page):
    page.context.route("**/stream?*", lambda route: route.abort())
    walk_the_quiz(page, BRANCH_B)
    expect(page.locator("#connection")).to_have_text("Checking every 5 s", timeout=30_000)
    wait_for_the_scenes(page)
    approve_the_scenes(page)
    keep_the_fox(page)
    wait_for_the_pictures(page)
    reject_with_note(page, 20, "add snow")
    expect(page.locator("#picture-20 .versions")).to_have_text("Version 2 of 2", timeout=30_000)
    # The bar follows the cards a moment later, and approves what it showed.
    expect(page.locator("#progress input[name=picture][value='20:2']")).to_have_count(1)
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name=re.compile("Approve all")).click()
    expect(page.get_by_role("button", name="Make the clips")).to_be_visible(timeout=30_000)
    assert Illustration.objects.filter(status="approved").count() == 20


def test_the_page_is_complete_after_a_reload_at_any_moment(quick_page):
    page = quick_page
    walk_the_quiz(page, BRANCH_A)
    wait_for_the_scenes(page)
    page.reload()
    wait_for_the_scenes(page)
    approve_the_scenes(page)
    page.reload()
    keep_the_fox(page)
    page.reload()
    expect(page.locator(".cards .card")).to_have_count(20)
    wait_for_the_pictures(page)
    page.reload()
    expect(page.locator(".cards .is-pending_approval")).to_have_count(20)


def test_two_browsers_on_one_story_stay_in_step(quick_page):
    page = quick_page
    walk_the_quiz(page, BRANCH_A)
    wait_for_the_scenes(page)
    other = page.context.new_page()
    other.goto(page.url)
    expect(other.locator("#connection")).to_have_text("Live")
    edit_a_scene(page, 3, "The red fox writes a letter in the sand.")
    expect(other.locator("#text-3")).to_have_value("The red fox writes a letter in the sand.")
    approve_the_scenes(page)
    keep_the_fox(page)
    expect(other.locator(".cards .card")).to_have_count(20)
    wait_for_the_pictures(page)
    wait_for_the_pictures(other)
    page.get_by_role("button", name="Approve picture 9", exact=True).click()
    expect(other.locator("#picture-9")).to_have_class(re.compile("is-approved"))
    eventually(lambda: "1 approved" in other.locator("#progress").inner_text())


def test_a_scene_is_written_again_and_put_back(quick_page):
    page = quick_page
    walk_the_quiz(page, BRANCH_A)
    wait_for_the_scenes(page)
    original = page.locator("#text-6").input_value()
    page.get_by_role("button", name="Write again: scene 6", exact=True).click()
    expect(page.locator("#text-6")).not_to_have_value(original)
    expect(page.locator("#text-6")).to_be_enabled()
    page.get_by_role("button", name="Restore the original: scene 6", exact=True).click()
    expect(page.locator("#text-6")).to_have_value(original)


def test_a_picture_that_does_not_load_says_so_and_offers_another_try(quick_page):
    page = quick_page
    page.context.route(re.compile("/media/.*scene-04-.*small"), lambda route: route.abort())
    walk_the_quiz(page, BRANCH_A)
    wait_for_the_scenes(page)
    approve_the_scenes(page)
    keep_the_fox(page)
    wait_for_the_pictures(page)  # until then the card may be replaced while it is scrolled to
    card = page.locator("#picture-4")
    card.scroll_into_view_if_needed()
    expect(card.get_by_text("This picture did not load.")).to_be_visible(timeout=60_000)
    page.context.unroute(re.compile("/media/.*scene-04-.*small"))
    card.get_by_role("button", name="Try again").click()
    expect(card.locator("img")).to_be_visible()


def test_the_browsers_back_and_the_pages_own_back_lead_to_the_last_question(quick_page):
    page = quick_page
    page.goto("/quiz/")
    answer(page, "Power Fantasy")
    answer(page, "He is humiliated")
    page.get_by_role("link", name="Back").click()
    expect(page.get_by_role("radio", name=re.compile("He is humiliated"))).to_be_checked()
    answer(page, "He offers something")
    page.go_back()
    expect(page.locator("#quiz h1")).to_have_text("What happens to the red fox first?")
    expect(page.locator("header .brand")).to_be_visible()
    answer(page, "He is humiliated")
    expect(page.locator("#quiz h1")).to_have_text("How is he humiliated?")
