"""The choice of who draws a story, with prices, on the pages before its pictures are begun."""

import html
import re

import pytest

from core import service_choice
from core.service_choice import Service
from images.illustrators import choose
from images.models import Illustration
from stories import statuses
from stories.models import Story
from tests.factories import edited_story, illustrated_story, sketched_story, visitor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content", "illustrator")]
HIGH = Service("second", "high")


@pytest.fixture(autouse=True)
def offered(settings):
    """The site draws for nothing, and offers a second illustrator, which costs something."""
    second = "tests.upstreams.illustrator.SecondIllustrator"
    settings.IMAGE_PROVIDERS = settings.IMAGE_PROVIDERS | {"second": second}
    settings.PRICES = {"test-1": {}, "test-2": {"output": 10_000}}
    service_choice.offer([Service("local"), HIGH], by="")


def page_of(story: Story) -> str:
    return html.unescape(" ".join(visitor().get(f"/stories/{story.pk}/").content.decode().split()))


def choice_in(page: str) -> list[tuple[str, str]]:
    """The keys of the form, and whether each is chosen."""
    return re.findall(r'name="illustrator" value="([^"]*)"( checked)?', page)


def chosen(story: Story) -> tuple[str, str]:
    story.refresh_from_db()
    return story.image_provider, story.image_quality


def approve(story: Story, **form: str):
    return visitor().post(f"/stories/{story.pk}/approve-scenes", form)


def test_each_who_can_draw_is_shown_with_the_price_of_the_story():
    page = page_of(edited_story())
    assert choice_in(page) == [("", " checked"), ("local", ""), ("second:high", "")]
    assert 'This site’s own paint box <span class="muted">costs nothing</span>' in page
    assert re.search(r"second, in high quality <span class=\"muted\">about \$[\d,.]+</span>", page)
    assert "Twenty pictures will be drawn by whom you choose above." in page


def test_without_an_offer_nothing_is_asked():
    service_choice.offer([], by="")
    page = page_of(edited_story())
    assert choice_in(page) == []
    assert "by whom you choose" not in page


def test_the_pictures_are_drawn_by_whom_the_visitor_chose(settings):
    story = edited_story()
    assert approve(story, illustrator="second:high").status_code == 302
    assert chosen(story) == HIGH
    assert story.status == statuses.SKETCHING
    assert choice_in(page_of(story)) == [("", ""), ("local", ""), ("second:high", " checked")]


def test_it_can_still_be_changed_when_the_fox_is_kept():
    story = sketched_story()
    visitor().post(f"/stories/{story.pk}/fox/keep", {"version": "1", "illustrator": "local"})
    assert chosen(story) == ("local", "")
    assert story.status == statuses.ILLUSTRATING


def test_what_is_not_offered_starts_nothing():
    story = edited_story()
    assert "not offered here any more" in approve(story, illustrator="openai:high").content.decode()
    assert chosen(story) == ("", "")
    assert not Illustration.everything.filter(story=story).exists()


def test_once_the_pictures_are_begun_it_stays():
    story = illustrated_story()
    with pytest.raises(service_choice.Invalid):
        choose(story, "magic")
    with pytest.raises(Exception, match="have been begun already"):
        choose(story, "local")
    assert chosen(story) == ("", "")
    assert choice_in(page_of(story)) == []
