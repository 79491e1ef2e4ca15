"""The pages of the book and of the downloads: what they show, whom they answer, and what they refuse in words."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from books import services
from books.models import Download
from core import artifact_statuses, artifacts, storage
from images import statuses
from stories.models import Story
from tests.broker import asked_for
from tests.browser.drawn_pictures import paint_all
from tests.factories import illustrated_story, visitor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]
HTMX = {"headers": {"HX-Request": "true"}}


@pytest.fixture
def story(settings: Any, tmp_path: Any) -> Story:
    """All its pictures are approved."""
    settings.MEDIA_ROOT, settings.VAR_DIR = tmp_path / "media", tmp_path
    story = illustrated_story(statuses.APPROVED)
    paint_all(story)
    return story


@pytest.fixture
def unfinished() -> Story:
    """Its pictures wait for approval."""
    return illustrated_story(statuses.PENDING)


def address(story: Story, part: str) -> str:
    return f"/stories/{story.pk}/{part}"


def made(story: Story, kind: str = "pdf") -> Download:
    services.make(services.request_download(story, kind, by="").pk)
    return story.downloads.get(kind=kind)


def shown(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_the_book_shows_title_pictures_and_texts_in_order(story):
    answer = visitor().get(address(story, "book/"))
    assert answer.status_code == 200
    html = answer.content.decode()
    pictures = [picture.current.url for picture in story.illustrations.select_related("current")]
    assert re.findall(r'<img src="(/media/[^"]+)"', html) == pictures
    assert re.findall(r"The red fox walks past tree number (\d+)\.", html) == [str(n) for n in range(1, 21)]
    assert "A test of courage" in html


def test_downloads_are_limited_by_the_hour_and_what_is_there_already_does_not_count(story, settings):
    settings.FILMS_PER_STORY_HOUR = 1
    client = visitor()
    for _ in range(3):
        assert client.post(address(story, "downloads/pdf"), **HTMX).status_code == 200
    for headers in (HTMX, {}):
        refused = client.post(address(story, "downloads/epub"), **headers)
        assert refused.status_code == 429
        assert "There can be 1 film or download of this story an hour" in shown(refused)
        assert int(refused["Retry-After"]) > 0
    assert set(story.downloads.values_list("kind", flat=True)) == {"pdf"}


def test_staff_may_ask_for_downloads_at_any_rate(story, settings, admin_client):
    settings.FILMS_PER_STORY_HOUR = -1
    assert admin_client.post(address(story, "downloads/pdf"), **HTMX).status_code == 200
    assert story.downloads.exists()


def test_a_download_that_cannot_be_made_yet_does_not_count(unfinished, settings):
    settings.FILMS_PER_STORY_HOUR = -1
    assert visitor().post(address(unfinished, "downloads/pdf"), **HTMX).status_code == 409


def test_texts_and_titles_are_texts_on_it_whatever_they_contain(story):
    story.title = '<script>alert("title")</script>'
    story.save()
    story.scenes.filter(number=1).update(text="<b onclick=x>bold</b>")
    html = visitor().get(address(story, "book/")).content.decode()
    assert "<script>alert" not in html
    assert "&lt;b onclick=x&gt;bold&lt;/b&gt;" in html


def test_before_all_pictures_are_approved_the_book_leads_to_the_story(unfinished):
    answer = visitor().get(address(unfinished, "book/"))
    assert (answer.status_code, answer["Location"]) == (302, address(unfinished, ""))


@pytest.mark.parametrize("kind", ["pdf", "epub", "zip"])
def test_a_download_that_was_asked_for_is_offered_when_it_is_made(story, kind, commit):
    with commit():
        answer = visitor().post(address(story, f"downloads/{kind}"), **HTMX)
    assert (answer.status_code, "Waits for its turn." in shown(answer)) == (200, True)
    download = story.downloads.get()
    assert asked_for("downloads") == [("books.make", download.pk)]
    services.make(download.pk)
    download.refresh_from_db()
    html = visitor().get(address(story, "downloads/")).content.decode()
    assert f'href="/media/{story.pk}/{download.file}" download="a-test-of-courage.{kind}"' in html


def test_how_far_one_is_stands_on_the_page(story):
    download = services.request_download(story, "pdf", by="")
    assert artifacts.begin(download)
    artifacts.progress(download, 0.43)
    answer = visitor().get(address(story, "downloads/"))
    assert 'value="430"' in answer.content.decode()
    assert "Is being made." in shown(answer)


def test_one_that_failed_says_why_and_can_be_tried_again(story):
    download = services.request_download(story, "pdf", by="")
    assert artifacts.begin(download)
    artifacts.fail(download, "One of the pictures could not be loaded.")
    answer = visitor().get(address(story, "downloads/"))
    assert "One of the pictures could not be loaded." in shown(answer)
    assert 'aria-label="Try again: Picture book"' in answer.content.decode()
    assert visitor().post(address(story, "downloads/pdf"), **HTMX).status_code == 200
    assert story.downloads.get().status == artifact_statuses.QUEUED


def test_one_that_is_out_of_date_says_so_and_can_be_had_until_the_next_is_there(story):
    made(story)
    story.scenes.filter(number=3).update(text="The red fox sleeps.")
    words = shown(visitor().get(address(story, "downloads/")))
    assert "Something has changed since it was made." in words
    assert "Download the earlier one Make it again" in words
    made(story)
    words = shown(visitor().get(address(story, "downloads/")))
    assert "Something has changed" not in words
    assert "Download E-book" in words


def test_one_whose_file_is_gone_is_offered_to_be_made_again(story):
    storage.remove(story.pk, [made(story).file])
    answer = visitor().get(address(story, "downloads/"))
    assert ("Make it" in shown(answer), "/media/" in answer.content.decode()) == (True, False)
    made(story)
    assert "/media/" in visitor().get(address(story, "downloads/")).content.decode()


def test_what_a_page_shows_changes_its_mark_and_nothing_else_does(story):
    def mark() -> str:
        found = re.search(r'id="downloads" class="downloads" hx-target="this" data-stamp="(\w+)"', page())
        assert found
        return found[1]

    def page() -> str:
        return visitor().get(address(story, "downloads/")).content.decode()

    marks = [mark()]
    assert mark() == marks[0]
    download = services.request_download(story, "pdf", by="")
    marks.append(mark())
    services.make(download.pk)
    marks.append(mark())
    story.scenes.filter(number=3).update(text="The red fox sleeps.")
    marks.append(mark())
    assert len(set(marks)) == 4


@pytest.mark.parametrize("how", [{}, HTMX], ids=["plain form", "htmx"])
def test_asking_too_early_is_refused_in_words(unfinished, how):
    answer = visitor().post(address(unfinished, "downloads/pdf"), **how)
    assert answer.status_code == 409
    assert "all twenty have to be approved first" in shown(answer)
    assert not Download.objects.exists()


def test_a_plain_form_leads_back_to_the_book(story):
    answer = visitor().post(address(story, "downloads/pdf"))
    assert (answer.status_code, answer["Location"]) == (302, f"{address(story, 'book/')}#downloads")


def test_there_are_no_other_kinds_of_downloads(story):
    assert visitor().post(address(story, "downloads/exe")).status_code == 404
    assert visitor().get(address(story, "downloads/pdf")).status_code == 405


@pytest.mark.parametrize("part", ["book/", "downloads/"])
def test_it_is_the_owner_s_and_the_staff_s_alone(story, part, admin_client):
    assert visitor().get(address(story, part)).status_code == 200
    assert admin_client.get(address(story, part)).status_code == 200
    for other in (Client(), visitor("somebody else")):
        assert other.get(address(story, part)).status_code == 404
        assert other.post(address(story, "downloads/pdf")).status_code == 404


def test_the_story_s_page_and_the_film_s_page_lead_there_once_all_is_approved(story, unfinished):
    def shown(of: Story) -> list[bool]:
        story_page = visitor().get(reverse("story:story", args=[of.pk])).content.decode()
        film_page = visitor().get(reverse("film:film", args=[of.pk])).content.decode()
        return ['id="book-on-story"' in story_page, 'id="downloads"' in film_page]

    assert shown(story) == [True, True]
    assert shown(unfinished) == [False, False]


def test_pages_ask_the_database_the_same_few_questions_for_twenty_pictures(story, django_assert_max_num_queries):
    made(story)
    browser = visitor()
    with django_assert_max_num_queries(8):
        browser.get(address(story, "book/"))
