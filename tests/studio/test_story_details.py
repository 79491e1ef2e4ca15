"""The page of a story's title, cover and copies, and archiving: with forms alone."""

import pytest

from images import statuses
from stories.models import Story
from tests.factories import edited_story, illustrated_story, make_story, visitor
from tests.studio.test_my_stories import filmed, page_of, titled, titles_on

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]


def details(browser, story) -> str:
    return browser.get(f"/stories/{story.pk}/details/").content.decode()


def test_a_story_is_renamed_and_every_page_says_so():
    story, browser = illustrated_story(statuses.APPROVED), visitor()
    answer = browser.post(
        f"/stories/{story.pk}/details/name", {"title": "The <tower>", "author": "Mia & Ben"}, follow=True
    )
    page = answer.content.decode()
    assert "Saved." in page
    assert 'value="The &lt;tower&gt;"' in page
    assert 'value="Mia &amp; Ben"' in page
    assert titles_on(page_of(browser)) == ["The &lt;tower&gt;"]
    book = browser.get(f"/stories/{story.pk}/book/").content.decode()
    assert "by <bdi>Mia &amp; Ben</bdi>" in book
    assert titles_on(page_of(browser, "?search=ben")) == ["The &lt;tower&gt;"]


def test_a_refused_title_stays_in_its_field():
    story, browser = edited_story(), visitor()
    answer = browser.post(f"/stories/{story.pk}/details/name", {"title": "x" * 201, "author": "Mia"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "The title has 201 characters; it can have 200." in page
    assert f'value="{"x" * 201}"' in page
    assert 'value="Mia"' in page


def test_while_a_story_is_written_the_page_says_when_it_can_be_renamed():
    story, browser = make_story(), visitor()
    assert "Its title comes with its scenes" in details(browser, story)
    assert browser.post(f"/stories/{story.pk}/details/name", {"title": "Mine"}).status_code == 409


def test_it_says_that_a_film_shows_the_earlier_title_until_it_is_made_again():
    assert "shows the earlier ones" not in details(visitor(), filmed())
    assert "shows the earlier ones" in details(visitor(), filmed("ready"))


def test_the_chosen_cover_is_the_picture_in_the_list_and_on_the_title_page_of_the_book():
    story, browser = illustrated_story(statuses.APPROVED), visitor()
    assert 'value="1" checked' in details(browser, story)
    browser.post(f"/stories/{story.pk}/details/cover", {"cover": "7"})
    assert 'value="7" checked' in details(browser, story)
    assert f'class="mine-cover" src="/media/{story.pk}/scene-07-v1.png"' in page_of(browser)
    book = browser.get(f"/stories/{story.pk}/book/").content.decode()
    assert f'class="medallion" src="/media/{story.pk}/scene-07-v1.png"' in book


@pytest.mark.parametrize(("cover", "status"), [("", 409), ("x", 409), ("21", 404)])
def test_no_cover_that_does_not_exist(cover, status):
    story = illustrated_story(statuses.PENDING)
    answer = visitor().post(f"/stories/{story.pk}/details/cover", {"cover": cover})
    assert answer.status_code in (status, 400)
    assert Story.objects.get().cover == 1


def test_an_archived_story_is_in_a_list_of_its_own_and_not_on_the_start_page():
    story, browser = titled("Put away"), visitor()
    titled("Here")
    answer = browser.post(f"/stories/{story.pk}/archive", {"asked": "?search=e&stage=waiting&evil=1&page=2"})
    assert answer["Location"] == "/stories/?search=e&stage=waiting&page=2"
    page = page_of(browser)
    assert titles_on(page) == ["Here"]
    assert "Archived stories (1)" in page
    assert "Put away" not in browser.get("/").content.decode()
    archived = browser.get("/stories/archived/").content.decode()
    assert titles_on(archived) == ["Put away"]
    assert f'action="/stories/{story.pk}/unarchive"' in archived
    answer = browser.post(f"/stories/{story.pk}/unarchive")
    assert answer["Location"] == "/stories/archived/"
    assert "Nothing is archived" in browser.get("/stories/archived/").content.decode()
    assert titles_on(page_of(browser)) == ["Here", "Put away"]


def test_whoever_archived_all_stories_is_led_to_them():
    story, browser = edited_story(), visitor()
    browser.post(f"/stories/{story.pk}/archive")
    assert "All your stories are archived" in page_of(browser)


def test_an_archived_story_is_there_as_before_and_can_be_deleted():
    story, browser = edited_story(), visitor()
    browser.post(f"/stories/{story.pk}/archive")
    assert browser.get(f"/stories/{story.pk}/").status_code == 200
    assert "Bring it back" in details(browser, story)
    assert f'action="/stories/{story.pk}/delete"' in browser.get("/stories/archived/").content.decode()
