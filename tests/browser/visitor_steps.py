"""The steps of a visitor, as sentences for the tests."""

import re

from playwright.sync_api import Page, expect

BRANCH_A = ("Power Fantasy", "He is humiliated", "laughed at by crows", "a blueprint for a jetpack", "He builds")
BRANCH_B = ("Hero's Journey", "He offers something", "a girl fox", "a flower", "a glowing relic", "He trains")
CRIME = "stealing from the village"


def answer(page: Page, value: str) -> None:
    """Answer the question that is shown, by picking or by typing, and go on."""
    question = page.locator("#quiz h1").inner_text()
    box = page.locator("textarea[name=value]")
    if box.count():
        box.fill(value)
    else:
        page.get_by_role("radio", name=re.compile(value)).check()
    page.get_by_role("button", name="Next").click()
    expect(page.locator("#quiz h1")).not_to_have_text(question)


def walk_the_quiz(page: Page, branch: tuple[str, ...]) -> None:
    """From the landing page to the story's page."""
    page.goto("/")
    page.get_by_role("link", name=re.compile("Start your story|Go on")).click()
    for value in (*branch, CRIME):
        answer(page, value)
    page.get_by_role("button", name="Write my story").click()
    page.wait_for_url(re.compile(r"/stories/"))


def wait_for_the_scenes(page: Page) -> None:
    """Until twenty text boxes with text are there."""
    expect(page.locator("textarea[data-grow]")).to_have_count(20, timeout=30_000)


def approve_the_scenes(page: Page) -> None:
    """Press the button; the page of the fox appears."""
    page.get_by_role("button", name="Approve the scenes and draw").click()
    expect(page.get_by_role("heading", name="This is your fox")).to_be_visible()


def keep_the_fox(page: Page) -> None:
    """Wait until he is drawn, and keep him; the cards appear."""
    expect(page.locator("#picture-0.is-pending_approval figure img")).to_be_visible(timeout=30_000)
    page.get_by_role("button", name="Keep this fox and draw the pictures").click()
    expect(page.locator(".cards .card")).to_have_count(20)


def wait_for_the_pictures(page: Page) -> None:
    """Until all twenty wait for approval."""
    expect(page.locator(".cards .is-pending_approval")).to_have_count(20, timeout=90_000)


def story_id(page: Page) -> str:
    """The id in the address."""
    found = re.search(r"/stories/([0-9a-f-]{36})/", page.url)
    assert found
    return found[1]
