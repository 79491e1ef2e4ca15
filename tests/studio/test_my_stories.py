"""The page "My stories": who sees which stories there, the search, the filter, the order and the pages."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core import artifact_statuses
from core.models import Expense
from core.status import move
from images import statuses
from images.models import Illustration
from stories import statuses as story_statuses
from stories.models import Scene, Story
from stories.queries import stories_of
from studio.my_stories import stages
from tests.factories import (
    OWNER,
    bring_to,
    edited_story,
    illustrated_story,
    make_story,
    sketched_story,
    visitor,
)
from videos.models import Film

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]


def page_of(browser, query: str = "") -> str:
    answer = browser.get(f"/stories/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def titles_on(page: str) -> list[str]:
    return re.findall(r'<h2><a href="/stories/[^"]+" dir="auto">([^<]*)</a>', page)


def titled(title: str, **how) -> Story:
    story = edited_story(**how)
    Story.objects.filter(pk=story.pk).update(title=title)
    return story


def many(number: int) -> None:
    """So many stories more, the last made first in the list, with what a row shows."""
    one = illustrated_story(statuses.PENDING)
    Expense.objects.create(channel=one.channel, what="write", provider="p", model="m", cost_usd="0.25")
    copies = [
        Story(
            owner=OWNER, template_id=one.template_id, answers=one.answers, title=f"Story {count:04d}", status=one.status
        )
        for count in range(number)
    ]
    Story.objects.bulk_create(copies)
    for count, story in enumerate(copies):
        Story.objects.filter(pk=story.pk).update(created_at=one.created_at - timedelta(minutes=count + 1))


def filmed(film: str = "") -> Story:
    story = illustrated_story(statuses.APPROVED)
    move(story, story_statuses.FILMING)
    move(story, story_statuses.FINISHED)
    story.films.all().delete()
    if film:
        Film.objects.create(story=story, status=film, file="film.mp4" if film == artifact_statuses.READY else "")
    return story


def being_filmed() -> Story:
    story = illustrated_story(statuses.APPROVED)
    move(story, story_statuses.FILMING)
    return story


def failed() -> Story:
    story = make_story()
    move(story, story_statuses.FAILED, error="No answer.")
    return story


def without_videos() -> Story:
    story = being_filmed()
    move(story, story_statuses.UNFILMED)
    return story


def drawn_in_part() -> Story:
    story = illustrated_story()
    bring_to(story.illustrations.get(number=3), statuses.PENDING)
    return story


PHASES = {
    "written": (make_story, stages.WORKING, "Being written"),
    "scenes": (edited_story, stages.WAITING, "Scenes to edit"),
    "fox in work": (lambda: sketched_story(statuses.QUEUED), stages.WORKING, "Your fox being drawn"),
    "fox": (sketched_story, stages.WAITING, "Your fox to look at"),
    "fox not drawn": (lambda: sketched_story(statuses.FAILED), stages.WAITING, "Your fox to look at"),
    "drawing": (illustrated_story, stages.WORKING, "Pictures being drawn"),
    "drawn in part": (drawn_in_part, stages.WAITING, "Pictures to look at, others being drawn"),
    "reviewing": (lambda: illustrated_story(statuses.PENDING), stages.WAITING, "Pictures to approve"),
    "not drawn": (lambda: illustrated_story(statuses.FAILED), stages.WAITING, "Pictures that are not drawn"),
    "approved": (lambda: illustrated_story(statuses.APPROVED), stages.APPROVED, "All pictures approved"),
    "filming": (being_filmed, stages.WORKING, "Clips being made"),
    "clips": (filmed, stages.FILMED, "Clips made"),
    "film queued": (lambda: filmed(artifact_statuses.QUEUED), stages.WORKING, "Film being made"),
    "film in work": (lambda: filmed(artifact_statuses.MAKING), stages.WORKING, "Film being made"),
    "film": (lambda: filmed(artifact_statuses.READY), stages.FILMED, "Film and clips made"),
    "no clip": (without_videos, stages.STOPPED, "No clip could be made"),
    "failed": (failed, stages.STOPPED, "Could not be written"),
}


@pytest.mark.parametrize("phase", PHASES)
def test_a_story_is_listed_under_one_stage_with_its_phase_in_words_here_and_on_the_start_page(phase):
    make, stage, words = PHASES[phase]
    story, browser = make(), visitor()
    found = [one for one in stages.LABELS if f"/stories/{story.pk}/" in page_of(browser, f"?stage={one}")]
    assert found == [stage]
    for page in (page_of(browser), browser.get("/").content.decode()):
        said = re.search(r'<p class="mine-phase">(.*?)</p>', page)[1]
        waits = '<span class="tag warn">Waiting for you</span> ' if stage == stages.WAITING else ""
        assert said == waits + words


def test_every_status_of_a_story_has_a_stage_and_words():
    assert {make().status for make, _, _ in PHASES.values()} == set(story_statuses.DESCRIPTIONS)


def test_the_page_lists_the_stories_of_the_visitor_and_of_nobody_else(client):
    mine, other = titled("Mine"), titled("Theirs", owner="somebody-else")
    page = page_of(visitor())
    assert titles_on(page) == ["Mine"]
    assert str(other.pk) not in page
    assert str(mine.pk) not in page_of(client)
    assert "There is no story of yours here yet" in page_of(client)


def test_a_signed_in_user_sees_the_stories_of_all_browsers(client, django_user_model):
    user = django_user_model.objects.create_user("mia")
    titled("From elsewhere", owner="another-browser", user=user)
    client.force_login(user)
    assert titles_on(page_of(client)) == ["From elsewhere"]


def test_a_row_shows_cover_progress_cost_and_date():
    story = illustrated_story(statuses.PENDING)
    story.illustrations.filter(number__lte=7).update(status=statuses.APPROVED)
    Expense.objects.create(channel=story.channel, what="write", provider="p", model="m", cost_usd="1.25")
    page = page_of(visitor())
    assert f'src="/media/{story.pk}/scene-01-v1.png"' in page
    assert "7 of 20 pictures approved" in page
    assert "$1.25" in page
    assert f"{timezone.localtime(story.created_at):%Y}" in page


def test_where_no_price_is_known_no_cost_is_shown():
    edited_story()
    assert "$" not in page_of(visitor())


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("whale", ["The whale"]),
        ("WHALE", ["The whale"]),
        ("lantern", ["The tower"]),
        ("tower lantern", ["The tower"]),
        ("whale lantern", []),
        ("100%", []),
        ("_", []),
        ("\x00", ["The whale", "The tower"]),
    ],
)
def test_a_search_finds_titles_and_texts_by_all_of_its_words(search, found):
    tower = titled("The tower")
    titled("The whale")
    Scene.objects.filter(story=tower, number=9).update(text="He lights the old lantern.")
    browser = visitor()
    assert titles_on(browser.get("/stories/", {"search": search}).content.decode()) == found


def test_a_search_without_result_says_what_to_do():
    titled("The whale")
    page = page_of(visitor(), "?search=giraffe&stage=waiting")
    assert "No story here has “giraffe” in its title or in its texts. Try fewer or other words" in page
    assert 'href="/stories/">Show all your stories' in page
    assert 'value="giraffe"' in page
    assert "None of your stories is at this stage now" in page_of(visitor(), "?stage=filmed")


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("newest", ["cherry", "Banana", "apple"]),
        ("oldest", ["apple", "Banana", "cherry"]),
        ("title", ["apple", "Banana", "cherry"]),
        ("changed", ["Banana", "cherry", "apple"]),
        ("nonsense", ["cherry", "Banana", "apple"]),
    ],
)
def test_the_list_is_sorted_as_it_was_asked_for(sort, order):
    now = timezone.now()
    for days, title in ((3, "apple"), (2, "Banana"), (1, "cherry")):
        when = now - timedelta(days=days)
        Story.objects.filter(pk=titled(title).pk).update(created_at=when, updated_at=when)
    Story.objects.filter(title="Banana").update(updated_at=now)
    assert titles_on(page_of(visitor(), f"?sort={sort}")) == order


def test_a_story_whose_picture_was_approved_last_is_the_last_changed():
    first, second = illustrated_story(statuses.PENDING), illustrated_story(statuses.PENDING)
    Story.objects.filter(pk=first.pk).update(title="first")
    Story.objects.filter(pk=second.pk).update(title="second")
    Story.objects.update(updated_at=timezone.now() - timedelta(days=1))
    Illustration.objects.update(updated_at=timezone.now() - timedelta(days=1))
    Illustration.objects.filter(story=first, number=4).update(updated_at=timezone.now())
    assert titles_on(page_of(visitor(), "?sort=changed")) == ["first", "second"]


def test_those_that_wait_for_the_visitor_can_come_first():
    titled("waits")
    make_story()
    assert titles_on(page_of(visitor())) == ["Your story", "waits"]
    assert titles_on(page_of(visitor(), "?sort=waiting")) == ["waits", "Your story"]


def test_twenty_four_stories_stand_on_a_page_and_the_pages_keep_what_was_asked_for():
    many(59)
    browser = visitor()
    page = page_of(browser, "?sort=oldest&search=story")
    assert len(titles_on(page)) == 24
    assert "Page 1 of 3" in page
    assert 'href="/stories/?search=story&amp;sort=oldest&amp;page=2"' in page
    assert titles_on(page_of(browser, "?page=2"))[0] == "Story 0023"
    assert titles_on(page_of(browser, "?page=99")) == titles_on(page_of(browser, "?page=3"))
    assert titles_on(page_of(browser, "?page=fox")) == titles_on(page_of(browser))


def queries_of(browser, path: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert browser.get(path).status_code == 200
    return len(seen)


@pytest.mark.parametrize(
    "path",
    ["/", "/stories/", "/stories/?page=2&sort=changed", "/stories/?search=fox&stage=waiting&sort=title", "/yours/"],
)
def test_a_page_takes_the_same_number_of_queries_with_thirty_stories_and_with_a_thousand(path):
    many(29)
    browser = visitor()
    few = queries_of(browser, path)
    Story.objects.bulk_create(
        Story(owner=OWNER, template_id=one.template_id, answers={}, title=one.title, status=one.status)
        for one in list(stories_of(OWNER, None)) * 33
    )
    assert Story.objects.count() == 1020
    assert queries_of(browser, path) == few <= 16


def test_the_start_page_lists_the_twelve_newest_and_leads_to_all():
    many(30)
    page = visitor().get("/").content.decode()
    assert page.count('class="mine-story"') == 12
    assert '<a class="button plain" href="/stories/">All your stories</a>' in page


def test_a_story_deleted_in_the_list_can_be_had_back_there():
    story, browser = titled("Going"), visitor()
    answer = browser.post(f"/stories/{story.pk}/delete", {"back": "mine"})
    assert answer["Location"] == "/stories/#deleted"
    page = page_of(browser)
    assert titles_on(page) == []
    assert f'action="/stories/{story.pk}/undo-delete"' in page
