"""A story is locked before its clips, so that there is no deadlock."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.utils import timezone

from providers.base import ProviderError
from stories.models import Story
from tests.images.test_lock_order import closing, until_it_waits
from tests.videos.factories import finish_clips
from videos import queries, services, statuses
from videos.clips import failure as ends
from videos.clips import generation
from videos.clips.animators import open_take
from videos.models import Clip, Take
from videos.tasks import sweep

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql",
        reason="Rows are locked one by one only by PostgreSQL; name one in TEST_DATABASE_URL.",
    ),
]
Job = Callable[[], object]


def again(clip: Clip) -> Job:
    finish_clips(clip.story)
    return lambda: services.try_again(queries.clip_of(clip.story, 7), by="")


def earlier(clip: Clip) -> Job:
    again(clip)()
    finish_clips(clip.story)
    return lambda: services.choose(queries.clip_of(clip.story, 7), Take.objects.get(clip=clip, number=1), by="")


def waited_for(clip: Clip) -> Job:
    finish_clips(clip.story)
    Clip.objects.filter(pk=clip.pk).update(status=statuses.OVERDUE)
    Take.objects.filter(clip=clip).update(outcome=statuses.LATE)
    return lambda: services.go_on_waiting(queries.clip_of(clip.story, 7), by="")


def failed(clip: Clip) -> Job:
    generation.submit(clip.pk)
    clip.refresh_from_db()
    take = open_take(clip)
    return lambda: ends.fail(clip, take, ProviderError("No credit.", account=True))


def lost(clip: Clip) -> Job:
    generation.submit(clip.pk)
    Clip.objects.filter(pk=clip.pk).update(status=statuses.SUBMITTING, lease_until=timezone.now())
    return sweep


JOBS = {"again": again, "earlier": earlier, "waited for": waited_for, "failed": failed, "lost": lost}


@pytest.mark.parametrize("what", JOBS)
def test_a_story_is_locked_before_its_clips(clip, what):
    job = JOBS[what](clip())
    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic():
            Story.objects.select_for_update().get()
            running = threads.submit(closing, job)
            until_it_waits(running)
            rows = Clip.objects.select_for_update(nowait=True).order_by("pk")
            assert len(rows) == 20  # raises OperationalError where one is locked
        running.result(20)
