"""The token bucket: how fast it decides, and how close its starts come to the shortest possible time."""

import os
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import django

from core.redis_server import RedisServer
from core.token_bucket import Bucket

Row = tuple[str, str]
PERIOD = 6.0  # seconds; a minute, ten times as fast
LIMIT, PICTURES, DRAWING = 15, 60, 1.0


def run() -> Iterator[Row]:
    """three stories of twenty pictures at 15 a minute, in a tenth of the time; next to batches of five with a pause"""
    with tempfile.TemporaryDirectory(prefix="storyforge-bench-") as folder, RedisServer.start(Path(folder)) as server:
        os.environ |= {"REDIS_URL": server.url, "DJANGO_SETTINGS_MODULE": "storyforge.settings", "DEBUG": "true"}
        django.setup()
        yield from _rows()


def _rows() -> Iterator[Row]:
    shortest = (PICTURES // LIMIT - 1) * PERIOD + DRAWING
    ours = _spread(Bucket("bench", LIMIT, period=PERIOD))
    batches = _batches_of_five()
    yield "shortest possible", f"{shortest:.2f} s"
    yield "token bucket, the last of 60 pictures is drawn after", f"{ours:.2f} s ({ours / shortest:.3f} of it)"
    yield "batches of five with the pause that keeps the pace", f"{batches:.2f} s ({batches / shortest:.3f} of it)"
    yield "decisions a second with 1,000 waiting", f"{_decisions(Bucket('many', LIMIT)):.0f}"


def _spread(bucket: Bucket) -> float:
    def picture(number: int) -> None:
        while not (turn := bucket.take(f"picture {number}", story=f"story {number % 3}")).granted:
            time.sleep(turn.wait)
        time.sleep(DRAWING)

    began = time.perf_counter()
    drawings = [threading.Thread(target=picture, args=(number,)) for number in range(PICTURES)]
    for drawing in drawings:
        drawing.start()
    for drawing in drawings:
        drawing.join()
    return time.perf_counter() - began


def _batches_of_five() -> float:
    """Five at once, wait for them, pause until five more may start: what one writes first."""
    pause = PERIOD * 5 / LIMIT
    began = time.perf_counter()
    for _ in range(PICTURES // 5):
        time.sleep(DRAWING)
        time.sleep(pause)
    return time.perf_counter() - began - pause


def _decisions(bucket: Bucket) -> float:
    for number in range(1000):
        bucket.take(f"picture {number}", story=f"story {number % 50}")
    began = time.perf_counter()
    for number in range(200):
        bucket.take(f"picture {number + 500}", story=f"story {number % 50}")
    return 200 / (time.perf_counter() - began)
