"""What the tab of each page is called."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from publishing import services
from tests.browser import film_stories
from tests.browser.conftest import owners_window
from tests.factories import edited_story
from tests.stack import Stack

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("content")]


@pytest.fixture(params=[390, 1280], ids=["phone", "desk"])
def page(request, chromium: Browser, still_site: Stack) -> Iterator[Page]:
    with owners_window(chromium, still_site, request.param) as page:
        yield page


def test_every_tab_says_where_one_is_and_in_which_story(page: Page):
    name, edited, story = "A test of courage", edited_story(), film_stories.with_film()
    titles = {
        "/": "StoryForge",
        "/quiz/story_type/": "Which kind of story shall it be? · StoryForge",
        "/stories/": "My stories · StoryForge",
        "/yours/": "What is yours · StoryForge",
        f"/stories/{edited.pk}/": f"{name} · StoryForge",
        f"/stories/{story.pk}/pictures/7/view": f"Scene 7 · {name} · StoryForge",
        f"/stories/{story.pk}/scenes/": f"The scenes · {name} · StoryForge",
        f"/stories/{story.pk}/film/": f"The film · {name} · StoryForge",
        f"/stories/{story.pk}/details/": f"Title, cover, copies · {name} · StoryForge",
        f"/s/{services.publish(story, by='').token}/": f"{name} · StoryForge",
    }
    for address, title in titles.items():
        page.goto(address)
        expect(page).to_have_title(title)
    page.goto("/quiz/story_type/")
    page.get_by_role("radio", name="Hero's Journey").check()
    page.get_by_role("button", name="Next").click()
    expect(page).to_have_title("What happens to the red fox first? · StoryForge")
