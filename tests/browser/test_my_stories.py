"""My stories on a phone and on a desk, without scripts: search, leaf, and what axe-core says of the page."""

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, Page, expect

from images import statuses
from stories.models import Scene, Story
from tests.browser.conftest import owners_window
from tests.browser.drawn_pictures import paint_all
from tests.browser.test_accessibility import look_at, window_of
from tests.factories import edited_story, illustrated_story, visitor
from tests.stack import Stack

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("content")]
LONG = "The fox who carried the lighthouse lamp across the frozen sea, " * 3
UNBROKEN = "Hippopotomonstrosesquippedaliophobia" * 5


@pytest.fixture(params=[390, 1280], ids=["phone", "desk"])
def page(request, chromium: Browser, still_site: Stack) -> Iterator[Page]:
    with owners_window(chromium, still_site, request.param, scripts=False) as page:
        yield page


def thirty_stories() -> None:
    """Thirty, with titles that are hard to show; the newest waits for approval."""
    first = edited_story()
    titles = [LONG[:200], UNBROKEN[:200], "🦊🔥🚀", "قصة الثعلب", "", *[f"Story {number}" for number in range(24)]]
    Story.objects.bulk_create(
        Story(owner=first.owner, template_id=first.template_id, answers={}, status=first.status, title=title)
        for title in titles[::-1]
    )
    Scene.objects.filter(story=first, number=5).update(text="He finds a lantern.")
    Story.objects.filter(pk=first.pk).update(title="The tower")


def nothing_sticks_out(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_visitor_searches_and_leafs_without_scripts(page: Page):
    thirty_stories()
    page.goto("/")
    page.get_by_role("link", name="All your stories").click()
    expect(page.get_by_role("heading", name="My stories")).to_be_visible()
    expect(page.locator(".mine-story")).to_have_count(24)
    assert nothing_sticks_out(page)
    page.get_by_role("link", name="Next").click()
    expect(page.locator(".mine-story")).to_have_count(6)
    page.get_by_label("Search in titles and texts").fill("lantern")
    page.get_by_role("button", name="Search").click()
    expect(page.locator(".mine-story")).to_have_count(1)
    page.get_by_label("Search in titles and texts").fill("giraffe")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_text("Try fewer or other words")).to_be_visible()
    page.get_by_role("link", name="Show all your stories").click()
    page.get_by_label("Order").select_option("By title")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_label("Order")).to_have_value("title")
    page.get_by_role("banner").get_by_role("link", name="My stories").click()
    expect(page.locator(".mine-story")).to_have_count(24)


def test_a_story_is_renamed_gets_another_cover_and_is_archived_without_scripts(page: Page):
    story = illustrated_story(statuses.PENDING)
    paint_all(story)
    page.goto("/stories/")
    page.get_by_role("link", name="Title, cover, copies").click()
    page.get_by_label("Title", exact=True).fill("The tower 🦊")
    page.get_by_role("textbox", name="Author").fill("Mia")
    page.get_by_role("button", name="Save title and author").click()
    expect(page.get_by_role("heading", name="The tower 🦊")).to_be_visible()
    page.get_by_role("radio", name="Picture 7", exact=True).check()
    page.get_by_role("button", name="Use this picture as the cover").click()
    expect(page.get_by_role("radio", name="Picture 7", exact=True)).to_be_checked()
    assert nothing_sticks_out(page)
    page.get_by_role("button", name="Copy the scenes and draw").click()
    expect(page).not_to_have_url(re.compile(str(story.pk)))
    expect(page).to_have_url(re.compile(r"/stories/[-0-9a-f]{36}/$"))
    Story.objects.exclude(pk=story.pk).delete()
    page.goto(f"/stories/{story.pk}/details/")
    page.get_by_role("button", name="Archive it").click()
    expect(page.get_by_text("All your stories are archived")).to_be_visible()
    page.get_by_role("link", name="Look at them").click()
    page.get_by_role("button", name="Bring back").click()
    expect(page.get_by_text("Nothing is archived")).to_be_visible()


def test_nothing_serious_is_found_with_no_story_with_one_and_with_thirty(chromium, still_site):
    page = window_of(chromium, still_site, visitor())
    found = [look_at(page, "/stories/")]
    paint_all(illustrated_story(statuses.PENDING))
    found += [look_at(page, "/stories/"), look_at(page, f"/stories/{Story.objects.get().pk}/details/")]
    thirty_stories()
    found += [look_at(page, "/stories/?sort=oldest"), look_at(page, "/stories/?search=giraffe")]
    page.context.close()
    assert found == [{}] * 5


@pytest.mark.parametrize("words", ["Live", "Reconnecting…", "Checking every 5 s"])
def test_the_parts_of_the_header_stand_beside_one_another(page: Page, words):
    page.goto(f"/stories/{edited_story().pk}/")
    said = page.locator("#connection")
    said.evaluate("(line, words) => { line.dataset.state = 'waiting'; line.textContent = words; }", words)
    parts = [page.locator(part).bounding_box() for part in (".top .brand", ".top nav", "#connection")]
    for left, right in pairwise(parts):
        assert left["x"] + left["width"] <= right["x"]
        assert abs(left["y"] + left["height"] / 2 - right["y"] - right["height"] / 2) < 4
    assert nothing_sticks_out(page)
