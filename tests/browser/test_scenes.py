"""The text boxes of the scenes: nothing that is typed is lost, and nothing is overwritten unseen."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from stories.models import Story
from tests.browser.conftest import opened, owners_page, owners_window
from tests.factories import edited_story, make_story

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("content")]
SWAPPED_ANEW = """() => new Promise((swapped) => {
    document.addEventListener("htmx:afterSwap", swapped, { once: true });
    document.getElementById("story").dispatchEvent(new CustomEvent("story:look"));
})"""
WRITTEN = "The red fox walks past tree number 3."


@pytest.fixture
def story() -> Story:
    return edited_story()


@pytest.fixture(params=[390, 1280])
def page(request, chromium, still_site, story):
    """The story's page in its owner's browser, on a phone and on a desk."""
    with owners_page(chromium, still_site, story, request.param) as page:
        yield page


@pytest.fixture
def deaf_page(chromium, still_site, story):
    """A page that hears of nothing: its event stream is cut off."""
    with owners_window(chromium, still_site) as page:
        page.route("**/stream?**", lambda route: route.abort())
        page.goto(f"/stories/{story.pk}/")
        yield page


def scene(page: Page, number: int = 3) -> Locator:
    return page.locator(f"#scene-{number}")


def box(page: Page, number: int = 3) -> Locator:
    return page.locator(f"#text-{number}")


def text_of(story: Story, number: int = 3) -> str:
    return story.scenes.get(number=number).text


def change_elsewhere(story: Story, text: str = "Theirs.") -> None:
    story.scenes.filter(number=3).update(text=text)


def test_what_is_typed_is_there_after_a_reload_at_once(page, story):
    box(page).press_sequentially("Mine. ")
    page.reload()
    expect(box(page)).to_have_value(re.compile("Mine."))
    box(page, 5).fill("Five.")
    page.reload()
    expect(box(page, 5)).to_have_value("Five.")
    expect(page.locator(".conflict")).to_have_count(0)


def test_it_is_saved_when_the_page_is_left_for_another(page, story):
    with page.expect_request(f"**/stories/{story.pk}/scenes/3/") as left:
        box(page).fill("Mine.")
        page.goto("/")
    assert left.value.method == "POST"
    opened(page, story)
    expect(box(page)).to_have_value("Mine.")
    assert text_of(story) == "Mine."


def test_it_is_sent_again_where_it_did_not_arrive(page, story):
    page.route("**/scenes/3/", lambda route: route.abort())
    box(page).fill("Mine.")
    page.goto("/")
    page.unroute("**/scenes/3/")
    opened(page, story)
    expect(box(page)).to_have_value("Mine.")
    expect(scene(page).locator(".saved")).to_have_text("Saved")
    assert text_of(story) == "Mine."


def test_how_the_pictures_look_is_saved_on_leaving_too(page, story):
    page.get_by_text("How the pictures look").click()
    page.locator("#art-style").fill("Ink on paper.")
    page.reload()
    expect(page.locator("#art-style")).to_have_value("Ink on paper.")


def test_a_scene_that_was_changed_elsewhere_is_not_overwritten_and_both_texts_are_shown(deaf_page, story):
    change_elsewhere(story)
    box(deaf_page).fill("Mine.")
    conflict = scene(deaf_page).locator(".conflict")
    expect(conflict).to_contain_text("changed elsewhere")
    expect(conflict).to_contain_text("Mine.")
    expect(conflict).to_contain_text("Theirs.")
    assert text_of(story) == "Theirs."
    expect(box(deaf_page)).to_have_value("Mine.")


def test_keep_mine_saves_it_over_theirs(deaf_page, story):
    change_elsewhere(story)
    box(deaf_page).fill("Mine.")
    scene(deaf_page).get_by_role("button", name="Keep mine").click()
    expect(scene(deaf_page).locator(".saved")).to_have_text("Saved")
    expect(deaf_page.locator(".conflict")).to_have_count(0)
    assert text_of(story) == "Mine."
    box(deaf_page).fill("Mine again.")
    expect(scene(deaf_page).locator(".saved")).to_have_text("Saved")
    deaf_page.reload()
    expect(box(deaf_page)).to_have_value("Mine again.")


def test_take_theirs_puts_it_into_the_box(deaf_page, story):
    change_elsewhere(story)
    box(deaf_page).fill("Mine.")
    scene(deaf_page).get_by_role("button", name="Take theirs").click()
    expect(box(deaf_page)).to_have_value("Theirs.")
    expect(deaf_page.locator(".conflict")).to_have_count(0)
    assert text_of(story) == "Theirs."


def test_the_warning_outlives_events(page, story):
    # Until the warning is there the page must not see the other text: it would be the one that "Mine." replaces.
    page.evaluate(SWAPPED_ANEW)
    page.route("**/stories/**", lambda route: route.abort() if route.request.method == "GET" else route.continue_())
    change_elsewhere(story)
    box(page).fill("Mine.")
    expect(scene(page).locator(".conflict")).to_be_visible()
    page.unroute("**/stories/**")
    change_elsewhere(story, "Theirs again.")
    page.evaluate(SWAPPED_ANEW)
    expect(scene(page).locator(".conflict")).to_be_visible()
    expect(box(page)).to_have_value("Mine.")


def test_the_approval_overwrites_nothing_either(deaf_page, story):
    change_elsewhere(story)
    box(deaf_page, 5).fill("Five.")
    expect(scene(deaf_page, 5).locator(".saved")).to_have_text("Saved")
    deaf_page.get_by_role("button", name="Approve the scenes and draw").click()
    expect(deaf_page.get_by_role("alert").first).to_contain_text("changed elsewhere")
    expect(box(deaf_page)).to_have_value(WRITTEN)
    assert (text_of(story), text_of(story, 5)) == ("Theirs.", "Five.")
    scene(deaf_page).get_by_role("button", name="Take theirs").click()
    expect(box(deaf_page)).to_have_value("Theirs.")
    deaf_page.get_by_role("button", name="Approve the scenes and draw").click()
    expect(deaf_page.get_by_role("heading", name="This is your fox")).to_be_visible()
    assert text_of(story) == "Theirs."


def test_own_texts_that_overtake_each_other_are_no_conflict(page, story):
    # The answer to the first is lost; the site has saved it.
    def lose_the_answer(route):
        route.fetch()
        route.abort()

    page.route("**/scenes/3/", lose_the_answer, times=1)
    with page.expect_event("requestfailed"):
        box(page).fill("Mine.")
    assert text_of(story) == "Mine."
    box(page).fill("Mine and more.")
    expect(scene(page).locator(".saved")).to_have_text("Saved")
    assert text_of(story) == "Mine and more."


def test_the_tab_says_the_title_as_soon_as_the_story_has_one(chromium, still_site):
    story = make_story()
    with owners_page(chromium, still_site, story) as page:
        expect(page).to_have_title("Your story · StoryForge")
        story.scenes.update(text=WRITTEN)
        Story.objects.filter(pk=story.pk).update(title="A <brave> fox", status="editing")
        page.locator("#story").dispatch_event("story:look")
        expect(box(page)).to_be_visible()
        expect(page).to_have_title("A <brave> fox · StoryForge")


def test_original_text_is_offered_as_soon_as_the_text_is_another(page, story):
    expect(scene(page).get_by_role("button", name="Restore the original")).to_have_count(0)
    box(page).fill("Mine.")
    scene(page).get_by_role("button", name="Restore the original").click()
    expect(box(page)).to_have_value(WRITTEN)
    expect(scene(page).get_by_role("button", name="Restore the original")).to_have_count(0)


def test_a_box_is_marked_as_empty_while_it_is(page, story):
    mark = scene(page).get_by_text("empty", exact=True)
    expect(mark).to_be_hidden()
    box(page).fill("")
    expect(mark).to_be_visible()
    expect(scene(page).locator(".saved")).to_contain_text("it needs a text")
    page.reload()
    expect(mark).to_be_visible()
    box(page).fill("A text.")
    expect(mark).to_be_hidden()
