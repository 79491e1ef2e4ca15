"""How many come before a story's clips, film and downloads, how long they will take, and what readers see meanwhile."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from books.models import Download
from core import artifact_statuses, artifacts
from core.models import StatusEvent
from publishing import services as publishing_services
from stories import statuses as story_statuses
from tests.browser import film_stories
from tests.browser.conftest import owners_window, window
from tests.browser.test_accessibility import faults
from tests.stack import Stack
from videos import statuses
from videos.models import Clip, Film, Take

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("content")]


@pytest.fixture(params=[390, 1280], ids=["phone", "desk"])
def page(request, chromium: Browser, still_site: Stack) -> Iterator[Page]:
    with owners_window(chromium, still_site, request.param) as page:
        yield page


def took_two_minutes(made: Film | Download) -> None:
    """Say of a film or a download that it was made yesterday in that time."""
    end = timezone.now() - timedelta(days=1)
    type(made).objects.filter(pk=made.pk).update(made_at=end, status=artifact_statuses.READY)
    at = {"kind": made._meta.label_lower, "object_id": str(made.pk), "channel": "x", "old": "", "told": True}
    event = StatusEvent.objects.create(**at, new=artifact_statuses.MAKING)
    StatusEvent.objects.filter(pk=event.pk).update(at=end - timedelta(minutes=2))


def test_clips_say_how_many_of_others_come_before_and_how_long_they_take(page: Page):
    others = film_stories.filmed_story({1: statuses.READY}, story_statuses.FILMING)
    long_ago = timezone.now() - timedelta(hours=3)
    Take.objects.update(started_at=long_ago, finished_at=long_ago + timedelta(minutes=1))
    story = film_stories.filmed_story({}, story_statuses.FILMING)
    past = timezone.now() - timedelta(hours=1)
    others.owner = "somebody else"
    others.save()
    Clip.objects.filter(story=others, number__gt=3).update(status=statuses.FAILED)
    Clip.objects.filter(story=others, number__lte=3).update(status=statuses.QUEUED, queued_at=past)
    Clip.objects.filter(story=story).update(queued_at=timezone.now())
    page.goto(f"/stories/{story.pk}/film/")
    head = page.locator("#film-head")
    expect(head).to_contain_text("0 of 20 clips are ready")
    expect(head).to_contain_text("of somebody else is before yours")
    expect(head).to_contain_text("minutes left")
    assert faults(page) == []


def test_a_film_and_a_download_say_when_their_turn_comes(page: Page):
    earlier, before, story = (film_stories.filmed_story() for _ in range(3))
    took_two_minutes(film_stories.film_of(earlier))
    took_two_minutes(Download.objects.create(story=earlier, kind=Download.ZIP, file="x.zip", size=1))
    film_stories.film_of(before, artifact_statuses.QUEUED, queued_at=timezone.now() - timedelta(minutes=1))
    film_stories.film_of(story, artifact_statuses.QUEUED, queued_at=timezone.now())
    at_half = {"status": artifact_statuses.MAKING, "progress": 500, "queued_at": timezone.now()}
    Download.objects.create(story=story, kind=Download.ZIP, **at_half)
    page.goto(f"/stories/{story.pk}/film/")
    making = page.locator("#film-making")
    expect(making).to_contain_text("The film waits for its turn. One is before it. About 4 minutes left")
    expect(page.locator("#download-zip")).to_contain_text("Is being made. About 1 minute left")
    assert faults(page) == []
    film = Film.objects.get(story=before)
    artifacts.cancel(film, by="")
    page.reload()
    expect(making).to_contain_text("The film waits for its turn. About 2 minutes left")


def test_readers_see_the_last_published_film_while_a_new_one_is_made(page: Page, chromium: Browser, still_site: Stack):
    story = film_stories.with_film()
    publication = publishing_services.publish(story, by="")
    page.goto(f"/stories/{story.pk}/film/")
    page.get_by_role("checkbox", name="The texts as captions").uncheck()
    page.get_by_role("button", name="Make the film again").click()
    expect(page.locator("#film-making")).to_contain_text("The film waits for its turn.")
    assert Film.objects.get(story=story, shape=Film.VERTICAL).status == artifact_statuses.QUEUED
    with window(chromium, still_site) as reader:
        reader.set_viewport_size(page.viewport_size)
        reader.goto(f"/s/{publication.token}/")
        reader.locator("video").evaluate(film_stories.PLAYS)
        assert faults(reader) == []
