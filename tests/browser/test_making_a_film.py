"""From twenty approved pictures to a film that plays, in a real browser, made by real workers on this machine."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import film_stories
from tests.browser.conftest import owners_window
from tests.stack import running
from videos.models import Film, Take

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("content")]
SHORT = {"VIDEO_SECONDS": "1", "FILM_SCALE": "0.25", "SPEECH_PROVIDER": "none"}
PATIENCE = 240_000  # ms; twenty clips are made in full size


def test_from_approved_pictures_to_a_playing_film(chromium: Browser, tmp_path):
    story = film_stories.approved_story()
    with (
        running(tmp_path, beat=True, renderer=True, **SHORT) as stack,
        owners_window(chromium, stack) as page,
    ):
        page.goto(f"/stories/{story.pk}/")
        page.get_by_role("button", name="Make the clips").click()
        expect(page).to_have_url(re.compile("/film/$"))
        expect(page.locator(".clip.is-ready video")).to_have_count(20, timeout=PATIENCE)
        page.locator("#clip-20 video").evaluate(film_stories.PLAYS)
        expect(page.locator("#film-player video")).to_be_visible(timeout=PATIENCE)
        page.locator("#film-player video").evaluate(film_stories.PLAYS)
        expect(page.locator("#clip-20 video")).to_have_js_property("paused", True)
        with page.expect_download() as kept:
            page.get_by_role("link", name="Download the film (MP4)").click()
        assert kept.value.suggested_filename == "a-test-of-courage-vertical.mp4"
        page.get_by_role("link", name="The pictures").click()
        page.locator("#film-on-story video").evaluate(film_stories.PLAYS)
    assert (Take.objects.count(), Film.objects.get().seconds > 2) == (20, True)
