"""What a story's page weighs over the wire, and that nothing on it jumps when pictures come."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from images import character_sheet, services, statuses
from stories.models import Story
from tests.browser.conftest import owners_window
from tests.browser.drawn_pictures import begin, draw, paint_all
from tests.browser.test_accessibility import PAGES
from tests.factories import edited_story, illustrated_story
from tests.stack import Stack, running

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("content")]
MOST = 60_000  # bytes of styles and scripts
STILL = 0.1  # what counts as a good page, as a sum of layout shifts
METER = """
    window.jumped = 0;
    new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.jumped += entry.value; })
        .observe({ type: "layout-shift", buffered: true });
"""


@pytest.fixture(scope="module")
def site(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A site without a worker, with the settings of `make run`."""
    with running(tmp_path_factory.mktemp("site"), worker=False, DEBUG="true") as stack:
        yield stack


@pytest.fixture(params=[390, 1280], ids=["phone", "desk"])
def page(request, chromium: Browser, site: Stack) -> Iterator[Page]:
    with owners_window(chromium, site, request.param) as page:
        page.add_init_script(METER)
        yield page


def weighing(page: Page) -> dict[str, float]:
    """What each style and script takes over the wire from now on, in bytes with its headers, by its address."""
    wire = page.context.new_cdp_session(page)
    names: dict[str, str] = {}
    weights: dict[str, float] = {}

    def came(event: dict) -> None:
        if event["type"] in ("Stylesheet", "Script"):
            names[event["requestId"]] = event["response"]["url"]

    def ended(event: dict) -> None:
        if name := names.get(event["requestId"]):
            weights[name] = event["encodedDataLength"]

    wire.on("Network.responseReceived", came)
    wire.on("Network.loadingFinished", ended)
    wire.send("Network.enable")
    return weights


def reviewed_story() -> Story:
    story = illustrated_story(statuses.PENDING)
    paint_all(story)
    return story


def test_styles_and_scripts_of_a_story_s_page_take_less_than_60_kb_with_everything_open(chromium, site):
    story = reviewed_story()
    with owners_window(chromium, site) as page:
        weights = weighing(page)
        page.goto(f"/stories/{story.pk}/")
        expect(page.locator("#connection")).to_have_text("Live")
        for fold in page.locator("#picture-1 summary").all():
            fold.click()
        page.get_by_role("link", name="Look at picture 2", exact=True).click()
        expect(page.get_by_role("dialog")).to_be_visible()
    assert any(name.endswith(".css") for name in weights)
    assert sum(weights.values()) < MOST, weights


def test_nothing_jumps_when_pictures_come(page: Page):
    story = illustrated_story()
    page.goto(f"/stories/{story.pk}/")
    expect(page.locator("#connection")).to_have_text("Live")
    for picture in story.illustrations.filter(number__lte=8):
        begin(picture)
        expect(page.locator(f"#picture-{picture.number}.is-generating")).to_have_count(1)
        draw(picture)
        expect(page.locator(f"#picture-{picture.number}.is-pending_approval")).to_have_count(1)
    stays_still(page)


def test_nothing_jumps_when_the_fox_comes(page: Page):
    story = edited_story()
    services.create_pictures(story, {}, by="", review=True)
    page.goto(f"/stories/{story.pk}/")
    expect(page.locator("#connection")).to_have_text("Live")
    sheet = character_sheet.sheet_of(story)
    assert sheet is not None
    begin(sheet)
    expect(page.locator("#picture-0.is-generating")).to_be_visible()
    draw(sheet)
    expect(page.locator("#picture-0 figure img")).to_be_visible()
    stays_still(page)


def stays_still(page: Page) -> None:
    """Little has moved so far; and the meter moves when something does."""
    so_far = page.evaluate("new Promise((done) => setTimeout(() => done(window.jumped), 0))")
    assert so_far < STILL
    page.evaluate("document.body.style.paddingTop = '40vh'")
    page.wait_for_function("so_far => window.jumped > so_far + 0.1", arg=so_far)


def test_every_picture_on_every_page_has_its_size_and_those_far_down_are_loaded_late(chromium, site):
    with owners_window(chromium, site) as page:
        for name, make in PAGES.items():
            page.goto(make())
            unsized = page.locator("img:not([width]), img:not([height])")
            assert unsized.count() == 0, (name, unsized.first.evaluate("image => image.outerHTML"))
        page.goto(f"/stories/{reviewed_story().pk}/")
        expect(page.locator(".cards img")).to_have_count(20)
        expect(page.locator(".cards img[loading=lazy]")).to_have_count(20)
