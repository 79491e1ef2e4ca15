"""Chromium, driven through Playwright; without it these tests are skipped, saying how to install it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from ops.browser import find_chromium, how_to_install
from stories.models import Story
from tests.factories import visitor
from tests.stack import Stack, running
from tests.upstreams.illustrator import ADDRESS
from tests.upstreams.json_server import Answer, Upstream

CHROMIUM = find_chromium()
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder, and skip it where there is no Chromium."""
    here = Path(__file__).parent
    missing = pytest.mark.skip(reason=f"Chromium is missing; to run this: {how_to_install()}")
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(missing)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for the tests of a file; every page below has a profile of its own. As long as it is there,
    Playwright's own loop runs in this thread, and other tests of the process could call nothing asynchronous."""
    # Django would take what runs in that thread for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def stack(content: None, tmp_path: Path) -> Iterator[Stack]:
    """The site with a real worker, beat, and the local providers."""
    with running(tmp_path, beat=True) as stack:
        yield stack


@pytest.fixture
def page(chromium: Browser, stack: Stack) -> Iterator[Page]:
    """A visitor's browser window."""
    with window(chromium, stack) as page:
        yield page


@pytest.fixture
def quick_page(chromium: Browser, content: None, tmp_path: Path) -> Iterator[Page]:
    """A window on a site whose illustrator is a server of the test: for what does not depend on the pictures."""
    environment = {"IMAGE_PROVIDER": "upstream", "IMAGES_PER_MINUTE": "500"}
    with (
        Upstream(lambda asked, number: Answer(after=0.3)) as upstream,
        running(tmp_path, beat=True, **environment, **{ADDRESS: upstream.url}) as stack,
        window(chromium, stack) as page,
    ):
        yield page


@pytest.fixture(scope="module")
def still_site(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A site without a worker, for all tests of a module: every story stays where a test has put it."""
    with running(tmp_path_factory.mktemp("site"), worker=False) as stack:
        yield stack


def opened(page: Page, story: Story) -> Page:
    """The page, with the story on it and listening to its events."""
    page.goto(f"/stories/{story.pk}/")
    expect(page.locator("#connection")).to_have_text("Live")
    return page


@contextmanager
def owners_page(chromium: Browser, stack: Stack, story: Story, width: int = 1280) -> Iterator[Page]:
    """The story's page in its owner's window."""
    with owners_window(chromium, stack, width) as page:
        yield opened(page, story)


@contextmanager
def owners_window(chromium: Browser, stack: Stack, width: int = 1280, *, scripts: bool = True) -> Iterator[Page]:
    """A window of the visitor who owns what the factories make."""
    with window(chromium, stack, scripts=scripts) as page:
        page.set_viewport_size({"width": width, "height": 844})
        cookie = visitor().cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": stack.url}])
        yield page


@contextmanager
def window(chromium: Browser, stack: Stack, *, scripts: bool = True) -> Iterator[Page]:
    """A fresh profile with one page; fails when a script on the page did."""
    size = {"width": 1280, "height": 900}
    context = chromium.new_context(base_url=stack.url, viewport=size, java_script_enabled=scripts)
    context.set_default_timeout(20_000)
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    yield page
    context.close()
    assert problems == []
