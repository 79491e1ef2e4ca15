"""Three hundred pictures in flight at once in one worker process: its memory, and its connections to the database."""

import threading
import time
from collections.abc import Iterator

from benchmarks.measuring import Row, wait_until
from benchmarks.testbed import NO_POSTGRES, Testbed, start_testbed
from benchmarks.upstreams import Upstreams, upstreams
from tests.upstreams.http_server import Asked
from tests.upstreams.openai_replies import Reply

STORIES, PICTURES = 15, 300
LONGEST = 180.0  # seconds
HELD_SECONDS = 3.0  # all pictures are in flight for so long before the first answer begins
UPLOAD_SECONDS = 1.0


def run() -> Iterator[Row]:
    """300 pictures of 2 MB in one worker on PostgreSQL; all answers begin together, each upload takes a second"""
    limits = {"MAX_CONCURRENT_IMAGES": str(PICTURES), "IMAGES_PER_MINUTE": "1000"}
    for previews in (2, 0):
        with (
            upstreams() as services,
            start_testbed(**services.environment, **limits, IMAGE_PREVIEWS=str(previews)) as testbed,
        ):
            if testbed is None:
                yield NO_POSTGRES
                return
            yield from _measure(testbed, services, f"{previews} previews")


def _measure(testbed: Testbed, services: Upstreams, label: str) -> Iterator[Row]:
    answers = _AnswersTogether(services)
    with testbed.worker(threads=PICTURES) as worker, testbed.peaks(worker) as peaks:
        testbed.script("in_flight", "make", STORIES)
        wait_until(answers.all_waiting.is_set, LONGEST)
        time.sleep(HELD_SECONDS / 2)
        waiting = peaks.highest["memory"]
        wait_until(lambda: testbed.script("in_flight", "count") == PICTURES, LONGEST)
    memory = f"{waiting:.0f} MB; {peaks.highest['memory']:.0f} MB"
    yield f"{label}: memory of the worker, {PICTURES} in flight; at its peak", memory
    yield f"{label}: most connections to the database", f"{peaks.highest['connections']:.0f}"
    yield f"{label}: first answer to last upload", f"{max(services.cloudinary.taken) - answers.begin_at:.1f} s"


class _AnswersTogether:
    """Has OpenAI draw the characters at once, and hold the answers for the scenes until all PICTURES are asked for.

    `all_waiting` is set HELD_SECONDS before the answers begin; `begin_at` is in seconds since 1970.
    """

    def __init__(self, services: Upstreams) -> None:
        self.all_waiting, self.begin_at = threading.Event(), 0.0
        self._barrier = threading.Barrier(PICTURES, self._all_asked)
        self._draw = services.openai.images
        services.openai.images = self._answer
        services.cloudinary.behaviour = lambda asked, number: time.sleep(UPLOAD_SECONDS)

    def _answer(self, asked: Asked, number: int) -> Reply:
        if asked.path.endswith("edits") and number < STORIES + PICTURES:  # a scene, drawn with its character
            self._barrier.wait(LONGEST)
            time.sleep(HELD_SECONDS)
        return self._draw(asked, number)

    def _all_asked(self) -> None:
        self.begin_at = time.time() + HELD_SECONDS
        self.all_waiting.set()
