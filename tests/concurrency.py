"""What happens at the same moment: several people at once, and workers whose calls are still open."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

from django.db import connection

from core.status import Conflict, Forbidden
from images.drawing import drawing
from images.jobs import picture_jobs
from images.models import Illustration
from stories.models import Story
from tests.factories import illustrated_story
from tests.stack import eventually
from tests.upstreams.json_server import Answer, Asked, Upstream


def at_once(*jobs: Callable[[], object]) -> list[object]:
    """Run all jobs from the same moment on; what each gave, or the conflict that it met."""
    gate = threading.Barrier(len(jobs))

    def run(job: Callable[[], object]) -> object:
        try:
            gate.wait(10)
            return job()
        except (Conflict, Forbidden) as conflict:
            return conflict
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as threads:
        return list(threads.map(run, jobs))


class Workers:
    """Workers whose calls stay open until the test answers them."""

    def __init__(self, illustrator: Upstream, threads: ThreadPoolExecutor) -> None:
        self.upstream, self.threads = illustrator, threads
        self.answers: dict[int, Future[Answer]] = {n: Future() for n in range(3)}
        illustrator.behaviour = self._answer
        self.story: Story = illustrated_story()
        self.story_id = self.story.pk

    def _answer(self, asked: Asked, number: int) -> Answer:
        return self.answers[number].result(20)

    def start(self) -> Future[float | None]:
        """Let another worker take the message, up to the moment when it waits for the provider."""
        before = len(self.upstream.asked)
        drawing_now = self.threads.submit(self._draw)
        eventually(lambda: len(self.upstream.asked) > before, 10)
        return drawing_now

    def reclaim(self) -> None:
        """Reclaim the picture as if its worker had died. That worker still renews its lease, and at that moment the
        reclaiming rightly does nothing."""
        eventually(lambda: picture_jobs.reclaim(self.picture), 10)

    def _draw(self) -> float | None:
        try:
            return drawing.draw(self.story_id, 7)
        finally:
            connection.close()

    @property
    def picture(self) -> Illustration:
        """Picture 7 as it is now."""
        return self.story.illustrations.select_related("current", "story", "scene").get(number=7)

    def outcomes(self) -> list[tuple[int, str]]:
        """Number and outcome of every version."""
        return list(self.picture.versions.values_list("number", "outcome"))


@contextmanager
def workers_of(illustrator: Upstream) -> Iterator[Workers]:
    """Three threads are three workers; what they still wait for is answered at the end."""
    with ThreadPoolExecutor(3) as threads:
        workers = Workers(illustrator, threads)
        yield workers
        for answer in workers.answers.values():
            if not answer.done():
                answer.set_result(Answer())
