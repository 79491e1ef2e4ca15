"""A story is published on the film's page, looked at by somebody else, and unpublished."""

import re

import pytest
from playwright.sync_api import expect

from publishing import services
from publishing.models import Publication
from tests.browser.conftest import owners_window, window
from tests.browser.film_stories import approved_story, with_film
from tests.browser.test_accessibility import look_at, window_of
from tests.factories import visitor
from tests.stack import eventually

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("content")]


@pytest.fixture
def owner(chromium, still_site):
    with owners_window(chromium, still_site) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.on("dialog", lambda dialog: dialog.accept())
        yield page


@pytest.fixture
def somebody(chromium, still_site):
    """Somebody's window who was never here."""
    with window(chromium, still_site) as page:
        yield page


def is_loaded(image):
    image.scroll_into_view_if_needed()
    expect(image).to_have_js_property("complete", True)
    return image.evaluate("image => image.naturalWidth > 0")


def test_a_link_is_published_copied_opened_by_somebody_else_and_unpublished(owner, somebody):
    story = with_film()
    owner.goto(f"/stories/{story.pk}/film/")
    panel = owner.locator("#publish")
    panel.get_by_role("button", name="Publish").click()
    expect(panel.get_by_role("heading")).to_have_text("Published")
    path = panel.locator("#public-link").get_attribute("href")
    panel.get_by_role("button", name="Copy the link").click()
    expect(panel.get_by_role("button", name="Copied")).to_be_visible()
    assert owner.evaluate("navigator.clipboard.readText()").endswith(path)

    somebody.goto(path)
    expect(somebody.get_by_role("heading", level=1)).to_have_text(story.title)
    somebody.locator("video").evaluate("video => { video.muted = true; return video.play(); }")
    expect(somebody.locator("video")).to_have_js_property("error", None)
    assert somebody.locator("video").evaluate("video => video.videoWidth") == 270
    assert all(is_loaded(image) for image in somebody.locator(".spread img").all())
    assert somebody.locator(".spread img").count() == 20
    assert somebody.context.cookies() == []
    shared_or_copied(somebody, path)

    panel.get_by_role("button", name="Take it back").click()
    expect(panel.get_by_role("button", name="Publish")).to_be_visible()
    assert somebody.goto(path).status == 404


def shared_or_copied(page, path):
    """A reader passes the link on: by what the device has for that, else by the clipboard."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    share = page.get_by_role("button", name="Share")
    page.evaluate("navigator.share = undefined")
    share.click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").endswith(path)
    page.evaluate("navigator.share = async (what) => { window.shared = what; }")
    expect(share).to_be_visible()
    share.click()
    assert page.evaluate("window.shared.url").endswith(path)


def test_an_answer_from_before_the_publishing_that_comes_late_does_not_undo_it(owner):
    story = with_film()
    owner.goto(f"/stories/{story.pk}/film/")
    panel, late = owner.locator("#publish"), []
    address = re.compile(re.escape(owner.locator("#film-page").get_attribute("data-url")))
    owner.route(address, lambda route: route.continue_() if late else late.append((route, route.fetch())))
    with owner.expect_request(address):
        owner.evaluate("document.getElementById('story').dispatchEvent(new CustomEvent('story:look'))")
    eventually(lambda: owner.wait_for_timeout(20) or late, what="the answer that is held up")
    panel.get_by_role("button", name="Publish").click()
    expect(panel.get_by_role("heading")).to_have_text("Published")
    with owner.expect_request(address):  # it asks again
        for route, answer in late:
            route.fulfill(response=answer)
    expect(panel.get_by_role("heading")).to_have_text("Published")
    expect(panel.locator("#public-link")).to_be_visible()


def test_a_public_page_without_a_film_is_a_book_to_page_through(somebody):
    publication = services.publish(approved_story(), by="")
    somebody.goto(f"/s/{publication.token}/")
    expect(somebody.locator(".turning [role=status]")).to_have_text("Title page")
    somebody.get_by_role("button", name="Next page").click()
    expect(somebody.locator(".turning [role=status]")).to_have_text("Page 1 of 20")
    somebody.keyboard.press("ArrowRight")
    expect(somebody.locator(".turning [role=status]")).to_have_text("Page 2 of 20")


def test_without_scripts_a_story_is_published_and_unpublished_all_the_same(chromium, still_site, owner):
    story = approved_story()
    context = chromium.new_context(base_url=still_site.url, java_script_enabled=False)
    context.add_cookies(owner.context.cookies())
    page = context.new_page()
    page.goto(f"/stories/{story.pk}/film/")
    page.locator("#publish").get_by_role("button", name="Publish").click()
    expect(page.locator("#public-link")).to_be_visible()
    expect(page.get_by_role("button", name="Copy the link")).to_have_count(0)
    page.get_by_role("button", name="Take it back").click()
    expect(page.locator("#publish").get_by_role("button", name="Publish")).to_be_visible()
    context.close()


def test_without_scripts_a_reader_reports_a_page_all_the_same(chromium, still_site):
    publication = services.publish(approved_story(), by="")
    page = chromium.new_context(base_url=still_site.url, java_script_enabled=False).new_page()
    page.goto(f"/s/{publication.token}/")
    page.get_by_role("link", name="Report this page").click()
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_role("alert")).to_have_text("Say what is wrong with the page.")
    page.get_by_label("Something else").check()
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    page.get_by_role("link", name="Back to the page").click()
    expect(page).to_have_url(re.compile(rf"/s/{publication.token}/$"))
    page.context.close()


def test_the_gallery_leads_from_the_start_page_to_a_story(somebody):
    publication = services.publish(approved_story(), by="")
    services.feature(Publication.objects.all(), by="mia")
    somebody.goto("/")
    somebody.get_by_role("link", name="Look at stories that others made").click()
    card = somebody.get_by_role("link", name=publication.story.title)
    assert is_loaded(card.locator("img"))
    card.click()
    expect(somebody).to_have_url(re.compile(rf"/s/{publication.token}/"))


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_page_is_wider_than_the_window(somebody, owner, width):
    story = with_film()
    publication = services.publish(story, by="")
    services.feature(Publication.objects.all(), by="mia")
    for page, address in (
        (somebody, f"/s/{publication.token}/"),
        (somebody, f"/s/{publication.token}/report/"),
        (somebody, "/gallery/"),
        (owner, f"/stories/{story.pk}/film/"),
    ):
        page.set_viewport_size({"width": width, "height": 844})
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_nothing_serious_is_found_by_axe(chromium, still_site):
    story = with_film()
    publication = services.publish(story, by="")
    services.feature(Publication.objects.all(), by="mia")
    page = window_of(chromium, still_site, visitor())
    found = look_at(page, f"/s/{publication.token}/") | look_at(page, "/gallery/")
    found |= look_at(page, f"/stories/{story.pk}/film/", "#publish")
    found |= look_at(page, f"/s/{publication.token}/report/")
    page.context.close()
    assert found == {}
