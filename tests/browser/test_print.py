"""On paper a story is a picture book: its title, then a page for each picture with its text, and nothing else."""

import re

import pytest
from playwright.sync_api import expect

from images import statuses
from tests.browser.conftest import owners_window
from tests.browser.drawn_pictures import paint_all
from tests.factories import bring_to, illustrated_story

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("content")]


@pytest.fixture
def page(chromium, still_site):
    with owners_window(chromium, still_site) as page:
        yield page


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def test_a_story_is_printed_as_title_pictures_and_texts_on_twenty_one_pages(page):
    story = illustrated_story(statuses.APPROVED)
    paint_all(story)
    page.goto(f"/stories/{story.pk}/")
    page.emulate_media(media="print")
    book = [story.title, *(scene.text for scene in story.scenes.all())]
    assert lines(page.evaluate("document.body.innerText")) == book
    for image in page.locator(".cards img").all():
        expect(image).to_be_visible()
    assert pages_of(page.pdf(format="A4")) == 21
    assert pages_of(page.pdf(format="Letter")) == 21


def test_nothing_that_is_open_or_still_to_be_decided_gets_onto_paper(page):
    story = illustrated_story(statuses.PENDING)
    paint_all(story)
    page.goto(f"/stories/{story.pk}/")
    page.locator(".cards input[type=checkbox]").first.check()
    page.locator("#picture-2 .change > summary").click()
    page.get_by_role("link", name="Look at picture 3", exact=True).click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.emulate_media(media="print")
    for control in page.locator("button, summary, input, textarea, dialog, .state, .your-fox").all():
        expect(control).to_be_hidden()
    assert pages_of(page.pdf(format="A4")) == 21


def test_a_scene_without_a_picture_is_printed_as_its_text(page):
    story = illustrated_story()
    bring_to(story.illustrations.get(number=1), statuses.PENDING)
    paint_all(story)
    page.goto(f"/stories/{story.pk}/")
    page.emulate_media(media="print")
    assert lines(page.evaluate("document.body.innerText"))[1:] == [scene.text for scene in story.scenes.all()]
    assert pages_of(page.pdf(format="A4")) == 21
