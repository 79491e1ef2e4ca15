"""Going back: from the scenes to the answers, and from the pictures to the scenes; nothing is lost on the way."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from images import services, statuses
from stories.models import Story
from tests.browser.conftest import owners_window
from tests.browser.drawn_pictures import painted_story
from tests.browser.test_accessibility import faults
from tests.factories import edited_story
from tests.stack import Stack

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("content")]


@pytest.fixture(params=[390, 1280], ids=["phone", "desk"])
def page(request, chromium: Browser, still_site: Stack) -> Iterator[Page]:
    with owners_window(chromium, still_site, request.param) as page:
        yield page


def test_from_the_scenes_to_the_answers_and_on_to_another_story(page: Page):
    first = edited_story()
    first.scenes.filter(number=3).update(text="My own words.")
    page.goto(f"/stories/{first.pk}/")
    expect(page.get_by_text("another story is written from them. This one stays as it is")).to_be_visible()
    page.get_by_role("button", name="Change the answers").click()
    expect(page.get_by_text("The first one stays as it is, with what you changed in scene 3.")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("link", name="Change: What does he find?").click()
    page.get_by_role("textbox").fill("a paper boat")
    for _ in range(3):
        page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Write my story").click()
    expect(page.get_by_role("heading", name="Your story is being written")).to_be_visible()
    second = Story.objects.exclude(pk=first.pk).get()
    assert second.answers == first.answers | {"find": "a paper boat"}
    page.get_by_role("link", name="My stories").click()
    expect(page.locator(".mine-story")).to_have_count(2)
    page.get_by_role("link", name=first.title, exact=True).click()
    expect(page.locator("#text-3")).to_have_value("My own words.")


def test_from_the_pictures_to_the_scenes_and_back_with_all_approvals(page: Page):
    story = painted_story()
    for number in (6, 7):
        services.approve(story.illustrations.select_related("story").get(number=number), by="")
    page.goto(f"/stories/{story.pk}/")
    page.get_by_role("link", name="← The scenes").click()
    expect(page.get_by_text("No picture and no approval is lost")).to_be_visible()
    page.get_by_label("Scene 7", exact=False).fill("The red fox swims.")
    page.get_by_role("button", name="Save the texts").click()
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    expect(page.get_by_text("Picture 7 shows an earlier text of its scene.")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("link", name="← The pictures").click()
    expect(page.locator("#picture-7.is-approved")).to_contain_text("The text was changed after this picture was drawn.")
    expect(page.locator("#picture-7.is-approved img")).to_be_visible()
    expect(page.locator(".outdated")).to_have_count(1)
    page.get_by_role("button", name=re.compile("Draw picture 7 again")).click()
    expect(page.locator("#picture-7.is-queued")).to_be_visible()
    assert story.illustrations.get(number=6).status == statuses.APPROVED
    assert story.illustrations.filter(status=statuses.QUEUED).count() == 1
