"""Hostile text in every place where a person or the writer can put some: a real browser shows it, and runs nothing."""

import pytest
from playwright.sync_api import Browser, Page

from images import statuses
from images.models import Decision, Illustration, Version
from stories.models import Scene, Story
from tests.browser.conftest import owners_window
from tests.factories import edited_story, illustrated_story, sketched_story
from tests.security.hostile_texts import MARKUP, TEXTS
from tests.stack import Stack

pytestmark = pytest.mark.django_db(transaction=True)
ALL = f"{MARKUP} {TEXTS['attribute']} {TEXTS['template']} {TEXTS['right to left']}"


@pytest.fixture
def hostile_page(chromium: Browser, content: None, still_site: Stack):
    """The owner's window; `alert` and the like would be noticed too."""
    with owners_window(chromium, still_site) as page:
        page.on("dialog", lambda dialog: pytest.fail(f"A dialog opened: {dialog.message}"))
        yield page


def fill(story: Story) -> None:
    """Put the text everywhere."""
    short = ALL[:200]
    Story.objects.filter(pk=story.pk).update(title=short, art_style=ALL, character=ALL, error=ALL[:500])
    Scene.objects.filter(story=story).update(
        text=ALL, original_text=ALL, mood=short[:50], shows=ALL, rewrite_error=short
    )
    pictures = Illustration.everything.filter(story=story)
    pictures.update(depiction=ALL, change=ALL, error=ALL[:500])
    Version.objects.filter(illustration__in=pictures).update(prompt=ALL, note=ALL, depiction=ALL, scene_text=ALL)
    for picture in pictures:
        said = {"action": "reject", "note": ALL[:500], "by": short[:150]}
        Decision.objects.create(illustration=picture, version=picture.current, **said)


def struck(page: Page) -> bool:
    return bool(page.evaluate("() => 'struck' in window"))


@pytest.mark.parametrize("phase", ["editing", "sketching", "reviewing", "failed"])
def test_no_script_of_a_text_runs_on_any_page_of_a_story(phase, hostile_page):
    ways = {"editing": edited_story, "sketching": sketched_story}
    story = ways.get(phase, lambda: illustrated_story(statuses.PENDING))()
    fill(story)
    if phase == "failed":
        story.illustrations.update(status=statuses.FAILED)
    pages = [f"/stories/{story.pk}/", "/"]
    if phase == "reviewing":
        pages.append(f"/stories/{story.pk}/pictures/7/view")
    for path in pages:
        hostile_page.goto(path)
        hostile_page.wait_for_load_state("networkidle" if path == "/" else "load")
        for summary in hostile_page.locator("summary:visible").all()[:8]:
            summary.click()
        assert not struck(hostile_page)
        assert hostile_page.locator("main script, main svg[onload], main img[onerror]").count() == 0


def test_it_is_shown_as_the_letters_that_it_is(hostile_page):
    story = edited_story()
    fill(story)
    hostile_page.goto(f"/stories/{story.pk}/")
    assert "<script>window.struck = 1</script>" in hostile_page.locator("textarea").first.input_value()
    assert "<script>window.struck = 1</script>" in hostile_page.locator("h1").first.inner_text()
