"""The picture book: paged through by buttons, keys, finger and address; a long scroll without scripts; and on paper."""

import re
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect

from images import statuses
from stories.models import Scene, Story
from tests.browser.conftest import owners_window
from tests.browser.drawn_pictures import paint_all
from tests.factories import illustrated_story, visitor
from tests.stack import Stack, running

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("content")]
WIDTHS = [390, 1280]


@pytest.fixture
def story() -> Story:
    """All its pictures are approved; one text is as long as texts can be."""
    story = illustrated_story(statuses.APPROVED)
    paint_all(story)
    Scene.objects.filter(story=story, number=4).update(text="The red fox counted the stars, one by one. " * 46)
    return story


@pytest.fixture(params=WIDTHS, ids=["phone", "desk"])
def page(request, chromium: Browser, still_site: Stack, story: Story):
    """The book in its owner's browser."""
    with owners_window(chromium, still_site, request.param) as page:
        page.goto(f"/stories/{story.pk}/book/")
        expect(page.locator("#connection")).to_have_text("Live")
        yield page


def is_open(page: Page, says: str, name: str) -> None:
    """This spread and no other is seen, and it stands in the address."""
    expect(page.locator(".turning [role=status]")).to_have_text(says)
    expect(page.locator(f"#{name}")).to_be_in_viewport()
    page.wait_for_function("name => location.hash === (name === 'title-page' ? '' : `#${name}`)", arg=name)
    page.wait_for_function(
        """name => {
            const strip = document.querySelector('.spreads').getBoundingClientRect();
            const seen = [...document.querySelectorAll('.spread')].filter((one) => {
                const { left, right } = one.getBoundingClientRect();
                return left < strip.right - 20 && right > strip.left + 20;
            });
            return seen.length === 1 && seen[0].id === name;
        }""",
        arg=name,
    )


def test_the_keys_turn_pages_from_the_title_to_the_end_and_back(page: Page):
    is_open(page, "Title page", "title-page")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowRight")
    is_open(page, "Page 1 of 20", "page-1")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    is_open(page, "Page 3 of 20", "page-3")
    page.keyboard.press("End")
    is_open(page, "The end", "the-end")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    is_open(page, "Page 20 of 20", "page-20")
    page.keyboard.press("Home")
    is_open(page, "Title page", "title-page")


def test_the_buttons_turn_pages_and_the_address_leads_back_to_the_page(page: Page):
    following, previous = (page.get_by_role("button", name=f"{which} page") for which in ("Next", "Previous"))
    expect(previous).to_have_attribute("aria-disabled", "true")
    for number in (1, 2, 3):
        following.click()
        is_open(page, f"Page {number} of 20", f"page-{number}")
    previous.click()
    is_open(page, "Page 2 of 20", "page-2")
    page.reload()
    is_open(page, "Page 2 of 20", "page-2")
    page.evaluate("location.hash = '#page-17'")
    is_open(page, "Page 17 of 20", "page-17")
    page.set_viewport_size({"width": 800, "height": 700})
    is_open(page, "Page 17 of 20", "page-17")


def test_a_finger_turns_a_page(chromium: Browser, still_site: Stack, story: Story):
    context = chromium.new_context(
        base_url=still_site.url, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    context.add_cookies([{"name": "sessionid", "value": visitor().cookies["sessionid"].value, "url": still_site.url}])
    page = context.new_page()
    page.goto(f"/stories/{story.pk}/book/#page-7")
    is_open(page, "Page 7 of 20", "page-7")
    swipe(page, range(330, 60, -30))
    is_open(page, "Page 8 of 20", "page-8")
    swipe(page, range(60, 330, 30))
    is_open(page, "Page 7 of 20", "page-7")
    context.close()


def swipe(page: Page, way: range) -> None:
    """A finger that goes this way across the picture, and lifts. The page sees every step, as it does of a real one."""
    finger = page.context.new_cdp_session(page)
    for number, x in enumerate(way):
        kind = "touchMove" if number else "touchStart"
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": 400}]})
        page.evaluate("() => new Promise((seen) => requestAnimationFrame(seen))")
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_a_page_shows_its_picture_and_its_whole_text_and_nothing_is_wider_than_the_screen(page: Page, story: Story):
    page.evaluate("location.hash = '#page-4'")
    is_open(page, "Page 4 of 20", "page-4")
    spread = page.locator("#page-4")
    expect(spread.get_by_role("img")).to_be_in_viewport(ratio=0.9)
    spread.get_by_role("img").evaluate("image => image.decode()")  # waits until it is loaded
    assert spread.get_by_role("img").evaluate("image => image.naturalWidth") == 64
    expect(spread.locator(".told p")).to_have_text(story.scenes.get(number=4).text.strip())
    cut = spread.locator(".told p").evaluate("one => one.scrollHeight > one.parentElement.clientHeight")
    assert not cut
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_without_scripts_it_is_a_long_scroll_of_pages(chromium: Browser, still_site: Stack, story: Story):
    context = chromium.new_context(base_url=still_site.url, java_script_enabled=False)
    context.add_cookies([{"name": "sessionid", "value": visitor().cookies["sessionid"].value, "url": still_site.url}])
    page = context.new_page()
    page.goto(f"/stories/{story.pk}/book/#page-12")
    expect(page.locator("#page-12 img")).to_be_in_viewport()
    tops = [spread.bounding_box()["y"] for spread in page.locator(".spread").all()]
    assert tops == sorted(tops)
    assert len(set(tops)) == 22
    expect(page.get_by_role("navigation", name="Pages")).to_be_hidden()
    page.get_by_role("button", name="Make it: Picture book").click()
    expect(page.locator("#download-pdf [role=status]")).to_have_text("Waits for its turn.")
    assert page.url.endswith(f"/stories/{story.pk}/book/#downloads")
    context.close()


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_on_paper_it_is_a_title_a_page_a_scene_and_the_end_wherever_it_was_open(page, tmp_path, paper):
    page.evaluate("location.hash = '#page-9'")
    is_open(page, "Page 9 of 20", "page-9")
    (tmp_path / "book.pdf").write_bytes(page.pdf(format=paper))
    document = pypdfium2.PdfDocument(tmp_path / "book.pdf")
    texts = [" ".join(sheet.get_textpage().get_text_bounded().split()) for sheet in document]
    assert len(texts) == 22
    assert texts[0] == "A test of courage A picture story in 20 scenes"
    assert texts[7] == "The red fox walks past tree number 7."
    assert texts[21] == "The end"
    assert all(any(one.type == 3 for one in sheet.get_objects()) for sheet in list(document)[:21])
    is_open(page, "Page 9 of 20", "page-9")


def test_a_download_that_is_asked_for_says_so_at_once_and_the_book_stays_open(page: Page):
    page.keyboard.press("ArrowRight")
    is_open(page, "Page 1 of 20", "page-1")
    page.get_by_role("button", name="Make it: E-book").click()
    expect(page.locator("#download-epub [role=status]")).to_have_text("Waits for its turn.")
    expect(page.locator("#download-epub progress")).to_be_visible()
    expect(page.get_by_role("button", name="Make it: E-book")).to_have_count(0)
    expect(page.get_by_role("button", name="Make it: Picture book")).to_be_visible()
    assert re.search(r"/book/#page-1$", page.url)


def test_a_download_appears_by_itself_when_a_worker_has_made_it(chromium: Browser, story: Story, tmp_path: Path):
    with (
        running(tmp_path) as stack,
        owners_window(chromium, stack) as page,
    ):
        page.goto(f"/stories/{story.pk}/book/")
        expect(page.locator("#connection")).to_have_text("Live")
        page.get_by_role("button", name="Make it: Picture book").click()
        link = page.get_by_role("link", name="Download: Picture book")
        expect(link).to_be_visible(timeout=30_000)
        with page.expect_download() as coming:
            link.click()
        assert coming.value.suggested_filename == "a-test-of-courage.pdf"
        assert len(pypdfium2.PdfDocument(coming.value.path())) == 22
