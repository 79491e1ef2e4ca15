"""What each kind of work takes of a processor, and what two can do with that: the table of docs/operations.md."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measuring import Row
from core.redis_server import RedisServer
from ops import ROOT

LIMIT = 1800.0  # seconds
CORES, SPARE = 2, 0.7  # this part of a processor may be in use all day
DAY, PICTURES, CLIPS = 86_400, 20, 20
PAGES = 150  # that the visitor of a story opens or fetches again, events apart
FILM = 62.0  # seconds


def run() -> Iterator[Row]:
    """processor seconds of a page, a picture, a clip, a film and a book, and what two cores do in a day"""
    with tempfile.TemporaryDirectory(prefix="storyforge-bench-") as folder, RedisServer.start(Path(folder)) as redis:
        where = {"STORYFORGE_VAR": folder, "REDIS_URL": redis.url, "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3"}
        how = {"DJANGO_SETTINGS_MODULE": "benchmarks.settings", "DEBUG": "false", "SECRET_KEY": "benchmark" * 6}
        local = dict.fromkeys(("TEXT_PROVIDER", "IMAGE_PROVIDER", "IMAGE_HOST", "VIDEO_PROVIDER"), "local")
        quiet = {"MODERATE_INPUT": "false", "HTTPS_ONLY": "false", "PYTHONPATH": str(ROOT)}
        environment = os.environ | where | how | local | quiet
        _script("prepare", "site", environment)
        yield from rows(_script("capacity", "measure", environment))


def rows(cost: dict[str, float]) -> Iterator[Row]:
    """The costs, in processor seconds, and what follows from them."""
    site = cost["picture"] - cost["picture_alone"]
    film, pages = FILM * cost["film_second"], PAGES * cost["page"]
    seconds = CORES * SPARE * DAY
    by_services = pages + PICTURES * site + film + cost["pdf"]
    all_local = by_services + PICTURES * cost["picture_alone"] + CLIPS * cost["clip"]
    yield "a story's page", f"{1000 * cost['page']:.0f} ms of a processor"
    yield "a picture drawn here; of that the site's own part", f"{cost['picture']:.2f} s; {site:.2f} s"
    yield "a clip of 5 s made here; a book as PDF", f"{cost['clip']:.1f} s; {cost['pdf']:.1f} s"
    yield "a film of 62 s; a second of it", f"{film:.0f} s; {cost['film_second']:.2f} s"
    yield "one core for pages alone", f"{1 / cost['page']:.0f} pages/s"
    yield "one core for pictures drawn here alone", f"{60 / cost['picture']:.0f} a minute"
    yield "one core for pictures of a service alone", f"{60 / max(site, 0.01):.0f} a minute"
    yield "one renderer, for films alone", f"{3600 / film:.0f} an hour"
    yield "a whole story, all made here", f"{all_local:.0f} s of a processor"
    yield "the same, pictures and clips by services", f"{by_services:.0f} s of a processor"
    yield "two cores, in use for 70 %: stories a day, all made here", f"{seconds / all_local:.0f}"
    yield "the same, pictures and clips by services", f"{seconds / by_services:.0f}"


def _script(module: str, command: str, environment: dict[str, str]) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks.scripts.{module}", command],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        timeout=LIMIT,
        check=True,
        text=True,
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found
