"""A renderer that is killed, stopped, cancelled or hangs: in the end there is a film and nothing else."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
from django.conf import settings

from core import artifact_statuses, artifacts
from core.health import workers_by_queue
from core.models import StatusEvent
from tests.factories import story_folder
from tests.stack import Stack, eventually
from tests.videos.factories import finished_story, requested_film
from videos.models import Film

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("content")]
SCENES = 5
LIMIT = 90.0  # seconds


@contextmanager
def renderer(folder: Path, *, sweeps: bool = False, **environment: str) -> Iterator[Stack]:
    """A renderer, with a worker and beat where they are to do the `sweeps`; no web process is needed."""
    stack = Stack(folder, **({"SPEECH_PROVIDER": "none", "FILM_SCALE": "0.3"} | environment))
    try:
        stack.launch_renderer()
        if sweeps:
            stack.start_beat()
            stack.start_worker(threads=2)
        stack.wait_for_worker("renderer")
        yield stack
    finally:
        stack.stop()
        for name in stack.processes:
            sys.stdout.write(f"----- {name}\n{stack.log(name)}\n")


def status(film: Film, *wanted: str) -> bool:
    return Film.objects.get(pk=film.pk).status in wanted


def under_way(film: Film) -> bool:
    """Whether frames are being made: ffmpeg runs, and some of the way is done."""
    found = Film.objects.get(pk=film.pk)
    assert found.status in artifact_statuses.ACTIVE, f"{found.status}: {found.error}"
    return found.status == artifact_statuses.MAKING and found.progress > 250 and bool(encoders())


def swept(film: Film, *wanted: str) -> bool:
    """`status` after a sweep."""
    artifacts.sweep()
    return status(film, *wanted)


def encoders() -> list[psutil.Process]:
    """The ffmpegs that work in this test's folders."""
    found = []
    for process in psutil.process_iter(["cmdline", "status"]):
        line = " ".join(process.info["cmdline"] or [])
        if "ffmpeg" in line and str(settings.VAR_DIR) in line and process.info["status"] != psutil.STATUS_ZOMBIE:
            found.append(process)
    return found


def render_process(stack: Stack) -> psutil.Process:
    """The process that renders, a child of the worker."""
    return psutil.Process(stack.processes["renderer"].pid).children()[0]


def tempdirs() -> list[str]:
    root = settings.VAR_DIR / "rendering"
    return [path.name for path in root.iterdir() if path.name != ".lock"]


def files(film: Film) -> list[str]:
    return sorted(p.name for p in story_folder(film.story_id).iterdir() if "film-" in p.name)


def check_only_the_film_is_left(film: Film) -> None:
    """Assert that the film is there, whole, and that nothing of any attempt is left."""
    found = Film.objects.get(pk=film.pk)
    assert files(film) == sorted([found.file, found.captions_file, found.poster_file])
    assert found.size == (story_folder(film.story_id) / found.file).stat().st_size > 0
    eventually(lambda: tempdirs() == [], 5, "the temporary folders to be removed")
    assert encoders() == []


def starts(film: Film) -> int:
    return StatusEvent.objects.filter(kind="videos.film", object_id=str(film.pk), new="making").count()


def test_a_killed_renderer_costs_time_and_nothing_else(tmp_path):
    film = requested_film(finished_story(SCENES))
    with renderer(tmp_path, sweeps=True) as stack:
        eventually(lambda: under_way(film), LIMIT)
        process = render_process(stack)
        stack.kill("renderer")
        eventually(lambda: not process.is_running() and not encoders(), 5, "the renderer's processes to be gone")
        eventually(lambda: status(film, artifact_statuses.QUEUED), LIMIT)
        stack.start_renderer()
        eventually(lambda: status(film, artifact_statuses.READY), LIMIT)
        check_only_the_film_is_left(film)
    assert starts(film) == 2


def test_a_film_whose_renderer_dies_again_and_again_fails_and_can_be_asked_for_again(tmp_path):
    film = requested_film(finished_story(SCENES))
    with renderer(tmp_path) as stack:
        for attempt in range(1, artifacts.ArtifactJobs.retry.tries + 1):
            eventually(lambda: under_way(film) and starts(film) == attempt, LIMIT)  # noqa: B023 - it is over by then
            render_process(stack).kill()
            eventually(lambda: not encoders(), 5, "its ffmpeg to be gone")
            eventually(lambda: swept(film, artifact_statuses.QUEUED, artifact_statuses.FAILED), LIMIT)
        assert "begun three times" in Film.objects.get(pk=film.pk).error
        artifacts.ask(Film.objects.get(pk=film.pk), film.wanted, by="mia")
        eventually(lambda: status(film, artifact_statuses.READY), LIMIT)
        check_only_the_film_is_left(film)


def test_a_renderer_that_hangs_is_killed_by_the_time_limit_and_the_film_is_made(tmp_path):
    film = requested_film(finished_story(SCENES))
    with renderer(tmp_path, RENDER_TIMEOUT="25") as stack:  # five times what such a film takes
        eventually(lambda: under_way(film), LIMIT)
        process = render_process(stack)
        os.kill(process.pid, signal.SIGSTOP)  # now not even the soft time limit reaches it
        eventually(lambda: not process.is_running(), LIMIT, "the hard limit")
        eventually(lambda: swept(film, artifact_statuses.READY), LIMIT)
        check_only_the_film_is_left(film)
    assert starts(film) == 2


def test_a_film_that_takes_too_long_fails_in_words(tmp_path):
    film = requested_film(finished_story(SCENES))
    with renderer(tmp_path, RENDER_TIMEOUT="2", FILM_SCALE="1"):
        eventually(lambda: status(film, artifact_statuses.FAILED), LIMIT)
        assert "longer than" in Film.objects.get(pk=film.pk).error
        eventually(lambda: tempdirs() == [], 5)
        assert (encoders(), files(film), starts(film)) == ([], [], 1)


def test_films_are_made_one_after_another_and_a_cancelled_one_makes_way(tmp_path):
    story = finished_story(SCENES)
    first, wide = requested_film(story), requested_film(story, shape=Film.WIDE)
    other = requested_film(finished_story(2, owner="visitor-two"))
    with renderer(tmp_path):
        eventually(lambda: under_way(first), LIMIT)
        artifacts.cancel(Film.objects.get(pk=first.pk), by="mia")
        eventually(lambda: status(wide, artifact_statuses.READY) and status(other, artifact_statuses.READY), LIMIT)
        assert status(first, artifact_statuses.CANCELLED)
        check_only_the_film_is_left(wide)
        check_only_the_film_is_left(other)
        assert workers_by_queue(2.0) == {settings.RENDERING_QUEUE: 1, settings.CLIPS_QUEUE: 1}
    told = StatusEvent.objects.filter(kind="videos.film", new__in=["making", "ready"]).order_by("pk")
    assert list(told.values_list("object_id", "new")) == [
        (str(first.pk), "making"),
        *((str(film.pk), new) for film in (wide, other) for new in ("making", "ready")),
    ]
