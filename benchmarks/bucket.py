"""The token bucket: how fast it decides, and how close its starts come to the shortest possible time."""

import os
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import django
from redis import Redis

from benchmarks.measuring import Row
from core.redis_server import RedisServer
from core.token_bucket import Bucket, redis

PERIOD = 6.0  # seconds; a tenth of a minute
LIMIT, PICTURES, DRAWING_SECONDS = 15, 60, 1.0
BATCH = 5
WAITING, ASKS = (100, 10_000, 100_000), 1000


def run() -> Iterator[Row]:
    """three stories of twenty pictures at 15 a minute, in a tenth of the time; next to batches of five with a pause"""
    with tempfile.TemporaryDirectory(prefix="storyforge-bench-") as folder, RedisServer.start(Path(folder)) as server:
        os.environ |= {"REDIS_URL": server.url, "DJANGO_SETTINGS_MODULE": "storyforge.settings", "DEBUG": "true"}
        django.setup()
        yield from _rows()


def _rows() -> Iterator[Row]:
    shortest = (PICTURES // LIMIT - 1) * PERIOD + DRAWING_SECONDS
    bucket = _draw_with(Bucket("bench", LIMIT, period=PERIOD))
    batches = _draw_in_batches()
    yield "shortest possible", f"{shortest:.2f} s"
    yield "token bucket, the last of 60 pictures is drawn after", f"{bucket:.2f} s ({bucket / shortest:.3f} of it)"
    yield "batches of five with the pause that the limit needs", f"{batches:.2f} s ({batches / shortest:.3f} of it)"
    yield "decisions a second with 1,000 waiting", f"{_decisions(Bucket('many', LIMIT)):.0f}"
    for waiting in WAITING:
        ask, worst = _cost_of_an_ask(waiting)
        yield (
            f"Redis's processor time for an ask, {waiting:,} waiting",
            f"{ask:.2f} ms; the longest took {worst:.1f} ms",
        )


def _cost_of_an_ask(waiting: int) -> tuple[float, float]:
    """Redis's processor time for one ask, and the time of the longest of many, in milliseconds, while pictures of many
    stories and visitors wait."""
    bucket, server = Bucket(f"waiting {waiting}", LIMIT, at_once=32), redis()
    for number in range(waiting):
        _ask(bucket, number)
    server.config_set("slowlog-log-slower-than", 0)
    server.slowlog_reset()
    before = _processor_seconds(server)
    for number in range(ASKS):
        _ask(bucket, number * 37 % waiting)
    used = _processor_seconds(server) - before
    longest = max(entry["duration"] for entry in server.slowlog_get(128) if b"EVALSHA" in entry["command"])
    server.config_set("slowlog-log-slower-than", -1)
    return 1000 * used / ASKS, longest / 1000


def _ask(bucket: Bucket, number: int) -> None:
    story = number // 20
    bucket.promise(f"p{number}", story=f"s{story}", visitor=f"v{story // 3}", since=float(number + 1))


def _processor_seconds(server: Redis) -> float:
    said = server.info("cpu")
    return float(said["used_cpu_user"] + said["used_cpu_sys"])


def _draw_with(bucket: Bucket) -> float:
    """Seconds until all pictures are drawn, each in a thread of its own."""

    def draw(number: int) -> None:
        while not (turn := bucket.take(f"picture {number}", story=f"story {number % 3}")).granted:
            time.sleep(turn.wait)
        time.sleep(DRAWING_SECONDS)

    began = time.perf_counter()
    with ThreadPoolExecutor(PICTURES) as threads:
        list(threads.map(draw, range(PICTURES)))
    return time.perf_counter() - began


def _draw_in_batches() -> float:
    """Seconds for five at once, then a pause until five more may start, and so on."""
    pause = PERIOD * BATCH / LIMIT
    began = time.perf_counter()
    for _ in range(PICTURES // BATCH):
        time.sleep(DRAWING_SECONDS)
        time.sleep(pause)
    return time.perf_counter() - began - pause


def _decisions(bucket: Bucket) -> float:
    for number in range(1000):
        bucket.take(f"picture {number}", story=f"story {number % 50}")
    began = time.perf_counter()
    for number in range(200):
        bucket.take(f"picture {number + 500}", story=f"story {number % 50}")
    return 200 / (time.perf_counter() - began)
