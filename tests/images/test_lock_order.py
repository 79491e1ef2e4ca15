"""Every change of a story and its pictures locks the story first, so that no two transactions wait for each other."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction

from core.token_bucket import Turn
from images import character_sheet, revisions, services, statuses, uploads
from images.drawing import drawing, outcomes
from images.drawing.hosting import BufferedPicture, Hosted
from images.jobs import picture_jobs
from images.models import Illustration
from images.tasks import sweep
from providers import registry
from providers.base import Picture, ProviderError, StoredFile
from stories.models import Story
from tests.character_sheets import fresh
from tests.concurrency import at_once
from tests.factories import drawn_version, illustrated_story, reloaded, sheet_of, sketched_story, small_png
from tests.uploads import png

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("content"),
    pytest.mark.skipif(
        connection.vendor != "postgresql",
        reason="Rows are locked one by one only by PostgreSQL; name one in TEST_DATABASE_URL.",
    ),
]
Job = Callable[[], object]


def picture(story: Story, number: int = 7) -> Illustration:
    return reloaded(story.illustrations.get(number=number))


def every(story: Story) -> list[Illustration]:
    return list(story.illustrations.select_related("story", "scene", "current").order_by("number"))


def decided(story: Story, decide: Callable[..., None], **how: str) -> Illustration:
    decide(picture(story), by="", **how)
    return picture(story)


def begun(story: Story, *, tries: int = 0) -> drawing.Attempt:
    """An attempt that is under way."""
    services.redraw(picture(story), by="")
    Illustration.objects.filter(story=story, number=7).update(tries=tries)
    attempt = drawing.begin(drawing.queued(story.pk, 7), registry.illustrator(), Turn(granted=True))
    assert attempt is not None
    return attempt


def lost(story: Story) -> Job:
    """A picture whose worker died for the last time, and the sweep that finds it."""
    begun(story, tries=picture_jobs.retry.tries)
    Illustration.objects.filter(story=story, number=7).update(lease_until=story.created_at)
    return sweep


def chosen(story: Story) -> Job:
    earlier, row = drawn_version(picture(story)), picture(story)
    return lambda: revisions.choose(row, earlier, by="")


def undone(story: Story) -> Job:
    row = decided(story, services.approve)
    return lambda: revisions.undo(row, by="")


def uploaded(story: Story) -> Job:
    return partial(uploads.add, picture(story), SimpleUploadedFile("my.png", png(300, 300)), by="")


def drawn(story: Story) -> Job:
    attempt, data = begun(story), small_png()
    picture, hosted = BufferedPicture(Picture(data, "image/png", 64, 96)), Hosted(StoredFile("k", "/u", "/t"), "local")
    return lambda: outcomes.succeeded(attempt.picture, attempt.version, picture, hosted)


def failed(story: Story) -> Job:
    attempt = begun(story)
    error = ProviderError("Not now.", account=True, operator="Pay.")
    return lambda: outcomes.failed(attempt.picture, attempt.version, error)


def not_drawn(story: Story) -> Job:
    row = decided(story, services.redraw)
    return lambda: outcomes.fail(row, ProviderError("Too dear.", permanent=True))


OF_PICTURES: dict[str, Callable[[Story], Job]] = {
    "approve": lambda story: partial(services.approve, picture(story), by=""),
    "reject": lambda story: partial(services.reject, picture(story), note="", by=""),
    "redraw": lambda story: partial(services.redraw, picture(story), by=""),
    "vary": lambda story: partial(services.vary, picture(story), by=""),
    "edit": lambda story: partial(services.edit, picture(story), mode="newimage", wish="A lake.", by=""),
    "undo": undone,
    "choose": chosen,
    "approve all": lambda story: partial(services.approve_all, every(story), by=""),
    "reject all": lambda story: partial(services.reject_all, every(story), note="", by=""),
    "redraw all": lambda story: partial(services.redraw_all, every(story), by=""),
    "upload": uploaded,
    "a drawn picture": drawn,
    "a failure": failed,
    "a picture that is too dear": not_drawn,
    "a sweep": lost,
}
OF_THE_FOX: dict[str, Callable[[Story], Job]] = {
    "keep": lambda story: lambda: character_sheet.keep(story, by=""),
    "change": lambda story: lambda: character_sheet.change(story, wish="a hat", character=story.character, by=""),
    "redraw": lambda story: lambda: character_sheet.redraw(story, by=""),
    "choose": lambda story: lambda: character_sheet.choose(story, 2, by=""),
}


def beside_a_locked_story(story: Story, job: Job) -> None:
    """Start the job while somebody has the story; fail when it waits for the story with a picture in its hands."""
    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic():
            Story.objects.select_for_update().get(pk=story.pk)
            running = threads.submit(closing, job)
            until_it_waits(running)
            rows = Illustration.everything.select_for_update(nowait=True, of=("self",)).order_by("pk")
            assert len(rows.filter(story=story)) >= 20  # raises OperationalError where one is locked
        running.result(20)


def closing(job: Job) -> object:
    try:
        return job()
    finally:
        connection.close()


def until_it_waits(running: Future[object]) -> None:
    """Until the other connection waits for a lock. Raises AssertionError when it never does."""
    limit = time.monotonic() + 20
    with connection.cursor() as cursor:
        while not running.done():
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
            assert time.monotonic() < limit, "It neither ended nor came to wait for the story."
    raise AssertionError("It ended without asking for the story; this shows nothing.")


@pytest.mark.usefixtures("illustrator")
@pytest.mark.parametrize("what", OF_PICTURES)
def test_no_action_waits_for_a_story_with_one_of_its_pictures_locked(what):
    story = illustrated_story(statuses.PENDING)
    beside_a_locked_story(story, OF_PICTURES[what](story))


@pytest.mark.usefixtures("illustrator")
@pytest.mark.parametrize("what", OF_THE_FOX)
def test_no_action_waits_for_a_story_with_its_sheet_locked(what):
    story = sketched_story()
    drawn_version(sheet_of(story))
    beside_a_locked_story(story, OF_THE_FOX[what](fresh(story)))


PRESSES: dict[str, Callable[[Story], list[Job]]] = {
    "reject, redraw and approve all": lambda story: [
        partial(services.reject, picture(story, 20), note="", by=""),
        partial(services.redraw, picture(story, 19), by=""),
        partial(services.approve_all, every(story), by=""),
    ],
    "edit, vary and redraw all": lambda story: [
        partial(services.edit, picture(story, 20), mode="newimage", wish="A lake.", by=""),
        partial(services.vary, picture(story, 18), by=""),
        partial(services.redraw_all, every(story), by=""),
    ],
    "approve, approve and approve all": lambda story: [
        partial(services.approve, picture(story, 20), by=""),
        partial(services.approve, picture(story, 18), by=""),
        partial(services.approve_all, every(story), by=""),
    ],
}


@pytest.mark.parametrize("what", PRESSES)
def test_presses_on_single_cards_and_one_for_all_at_the_same_moment_all_come_to_an_end(what):
    for _ in range(4):
        story = illustrated_story(statuses.PENDING)
        at_once(*PRESSES[what](story))  # raises OperationalError where two waited for each other
        assert not story.illustrations.filter(status=statuses.REJECTED).exists()
