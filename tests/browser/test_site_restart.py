"""The site dies and comes back under an open page, which shows in the end what happened meanwhile, without a reload."""

import pytest
from playwright.sync_api import expect

from images import jobs, statuses
from images.models import Illustration
from tests.browser.conftest import owners_window
from tests.factories import illustrated_story
from tests.stack import eventually, running
from tests.upstreams.illustrator import ADDRESS
from tests.upstreams.json_server import Answer, Upstream

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def upstream():
    with Upstream(lambda asked, number: Answer(after=1.0)) as server:
        yield server


@pytest.fixture
def stack(content, tmp_path, upstream):
    environment = {"IMAGE_PROVIDER": "upstream", "IMAGES_PER_MINUTE": "500", ADDRESS: upstream.url}
    with running(tmp_path, beat=True, threads=4, **environment) as stack:
        yield stack


def test_an_open_page_shows_what_was_drawn_while_the_site_was_down(chromium, stack, upstream):
    story = illustrated_story()
    with owners_window(chromium, stack) as page:
        page.goto(f"/stories/{story.pk}/")
        expect(page.locator("#connection")).to_have_text("Live", timeout=60_000)
        page.evaluate("window.theSamePage = true")
        jobs.send_story(story)
        expect(page.locator(".cards .is-pending_approval").first).to_be_visible(timeout=60_000)
        stack.kill("web")
        expect(page.locator("#connection")).not_to_have_text("Live", timeout=60_000)
        waiting = Illustration.objects.exclude(status=statuses.PENDING)
        eventually(lambda: not waiting.exists(), 90, "the pictures to be drawn without a site")
        assert page.locator(".cards .is-pending_approval").count() < 20
        stack.start_web()
        expect(page.locator(".cards .is-pending_approval")).to_have_count(20, timeout=90_000)
        expect(page.locator("#connection")).to_have_text("Live", timeout=60_000)
        expect(page.locator("#progress")).to_contain_text("20")
        assert page.evaluate("window.theSamePage")
