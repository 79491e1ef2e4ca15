"""Photographs every page: `make screenshots`. Not one of the tests: pytest collects it only when it is named.

The story is real: this machine writes it, draws its fox, and draws its twenty pictures.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from playwright.sync_api import Browser, Page

from core.status import move
from images import character_sheet, services, statuses
from images.models import Illustration
from ops.browser import how_to_install
from quiz.models import Submission
from stories import services as story_services
from stories import statuses as story_statuses
from stories.models import Story, StoryTemplate
from tests.browser.conftest import CHROMIUM
from tests.browser.contact_sheet import contact_sheet
from tests.factories import ANSWERS_A, OWNER, edited_story, make_story, visitor
from tests.stack import Stack, eventually, running

if CHROMIUM is None:
    pytest.exit(f"Chromium is missing, so nothing can be photographed. To have it: {how_to_install()}", returncode=1)

pytestmark = pytest.mark.django_db(transaction=True)
ALBUM = Path(settings.BASE_DIR) / "var/screenshots"
LOOKS = [(390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")]
HIGHEST = 1800  # pixels; what lies below is not photographed
WINDOW = 900  # pixels: for what fills the window
# Also those that are loaded only when they come into sight.
LOADED = """() => [...document.images].every((image) => image.offsetParent === null
    || image.getBoundingClientRect().top > innerHeight || (image.complete && image.naturalWidth > 0))"""
PAINTED = "() => Promise.all([...document.images].filter((image) => image.naturalWidth).map((image) => image.decode()))"


class Camera:
    """Photographs pages as one person sees them, at every width and in both schemes."""

    def __init__(self, browser: Browser, site: Stack, client: Client) -> None:
        context = browser.new_context(base_url=site.url, reduced_motion="reduce")
        context.set_default_timeout(30_000)
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site.url}])
        self.page: Page = context.new_page()

    def takes(self, name: str, path: str, opened: str = "", highest: int = HIGHEST) -> None:
        """Photograph the page at `path`, with what the selector `opened` finds pressed."""
        for width in (390, 1280):
            self.page.set_viewport_size({"width": width, "height": highest})
            self.page.goto(path)
            for button in self.page.locator(opened).all() if opened else ():
                button.click()
            self._takes_both(name, width, highest)

    def _takes_both(self, name: str, width: int, highest: int) -> None:
        self.page.wait_for_function(LOADED)
        self.page.evaluate(PAINTED)
        height = self.page.evaluate("Math.ceil(document.body.getBoundingClientRect().height)")
        clip = {"x": 0, "y": 0, "width": width, "height": max(400, min(height, highest))}
        for scheme in ("light", "dark"):
            self.page.emulate_media(color_scheme=scheme)
            self.page.screenshot(path=ALBUM / f"{name}-{width}-{scheme}.png", clip=clip)


@pytest.fixture
def site(content: None, tmp_path: Path) -> Iterator[Stack]:
    """A site with a worker and no sweeps: what is put into the rows by hand stays as it is."""
    with running(tmp_path) as stack:
        yield stack


def before_there_is_a_story(camera: Camera) -> None:
    camera.takes("01-landing", "/")
    quiz = Submission.objects.create(owner=OWNER, answers={"story_type": "Power Fantasy"})
    camera.takes("02-question", "/quiz/")
    Submission.objects.filter(pk=quiz.pk).update(answers=ANSWERS_A)
    camera.takes("03-question-for-text", "/quiz/villain_crime/")
    camera.takes("04-check", "/quiz/check/")
    quiz.delete()


def the_story_is_written(camera: Camera) -> Story:
    camera.takes("05-writing", f"/stories/{make_story().pk}/")
    template = StoryTemplate.objects.get(name=ANSWERS_A["story_type"])
    story = story_services.start_story(owner=OWNER, user=None, template=template, answers=ANSWERS_A)
    eventually(lambda: Story.objects.get(pk=story.pk).status == story_statuses.EDITING, 60, "the scenes")
    camera.takes("06-scenes", f"/stories/{story.pk}/")
    return Story.objects.get(pk=story.pk)


def the_fox(camera: Camera, story: Story) -> None:
    waiting = edited_story()
    services.create_pictures(waiting, {}, by="", review=True)
    camera.takes("07-fox-being-drawn", f"/stories/{waiting.pk}/")
    services.approve_scenes(story, {}, by="", review=True)
    fox_is_drawn(story)
    camera.takes("08-fox", f"/stories/{story.pk}/")
    character_sheet.change(story, wish="give him a green scarf", character=story.character, by="")
    fox_is_drawn(story)
    camera.takes("09-fox-changed", f"/stories/{story.pk}/", ".fox summary")


def fox_is_drawn(story: Story) -> None:
    story.refresh_from_db()
    eventually(lambda: (fox := character_sheet.sheet_of(story)) and fox.status == statuses.PENDING, 60, "the fox")


def the_pictures(camera: Camera, story: Story) -> None:
    address = f"/stories/{story.pk}/"
    character_sheet.keep(story, by="")
    all_wait_for_approval(story)
    drawn = {picture.pk: picture.current_id for picture in story.illustrations.all()}
    story.illustrations.filter(number__gt=3).update(status=statuses.QUEUED, current=None)
    story.illustrations.filter(number__in=(2, 4, 5)).update(status=statuses.GENERATING, current=None)
    camera.takes("10-being-drawn", address)
    for pk, version in drawn.items():
        Illustration.objects.filter(pk=pk).update(status=statuses.PENDING, current=version)
    in_all_states(story)
    camera.takes("11-all-states", address)
    camera.takes("12-changing-one", address, "#picture-2 .change > summary, #picture-3 .reject > summary")


def all_wait_for_approval(story: Story) -> None:
    waiting = story.illustrations.filter(status=statuses.PENDING)
    eventually(lambda: waiting.count() == 20, 180, "the twenty pictures")


def in_all_states(story: Story) -> None:
    """Rejected and drawn again, approved, waiting, being drawn, failed with and without a picture, out of date."""
    services.reject_all(story.illustrations.filter(number=2), note="make it night", by="mia", reasons=["different"])
    all_wait_for_approval(story)
    services.approve_all(story.illustrations.filter(number__in=(1, 8)), by="mia")
    by_number = story.illustrations.filter
    by_number(number=4).update(status=statuses.QUEUED)
    by_number(number=5).update(status=statuses.GENERATING)
    by_number(number=6).update(status=statuses.FAILED, error="It was refused because of its content.", current=None)
    by_number(number=7).update(status=statuses.FAILED, error="The illustrator did not answer in time.")
    story.scenes.filter(number=3).update(text="The red fox sits down beside a frozen lake and waits.")


def looked_at_closely(camera: Camera, story: Story) -> None:
    address = f"/stories/{story.pk}/pictures/2/view"
    camera.takes("13-viewer", address, highest=WINDOW)
    camera.takes("14-viewer-comparing", f"{address}?version=2&beside=1", highest=WINDOW)
    story.illustrations.exclude(status=statuses.PENDING).update(status=statuses.PENDING)
    story.illustrations.filter(current=None).update(status=statuses.FAILED)


def the_end(camera: Camera, story: Story) -> None:
    picture = story.illustrations.get(number=6)
    picture.current = picture.versions.first()
    picture.status = statuses.PENDING
    picture.save()
    services.approve_all(story.illustrations.filter(status=statuses.PENDING), by="mia")
    camera.takes("15-approved", f"/stories/{story.pk}/")
    failed = make_story()
    move(failed, story_statuses.FAILED, error="The writer did not answer.")
    camera.takes("16-failed", f"/stories/{failed.pk}/")
    camera.takes("17-not-found", "/stories/00000000-0000-4000-8000-000000000000/")
    camera.takes("18-landing-again", "/")
    camera.takes("19-my-stories", "/stories/")
    camera.takes("19-title-cover-copies", f"/stories/{story.pk}/details/")


def for_staff(camera: Camera, story: Story) -> None:
    camera.takes("20-review-queue", "/admin/images/picturetoreview/")
    camera.takes("21-rejections", "/admin/images/decision/statistics/")
    camera.takes("22-template", f"/admin/stories/storytemplate/{story.template_id}/change/")


def test_every_page_is_photographed_at_both_widths_in_both_schemes(chromium, site, client):
    shutil.rmtree(ALBUM, ignore_errors=True)
    ALBUM.mkdir(parents=True)
    client.force_login(get_user_model().objects.create_superuser("mia"))
    visitors, staff = Camera(chromium, site, visitor()), Camera(chromium, site, client)
    before_there_is_a_story(visitors)
    story = the_story_is_written(visitors)
    the_fox(visitors, story)
    the_pictures(visitors, story)
    looked_at_closely(visitors, story)
    for_staff(staff, story)
    the_end(visitors, story)
    assert contact_sheet(ALBUM, LOOKS) == ALBUM / "contact-sheet.png"
