"""A whole story on a whole site with the local providers."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator

import httpx

from benchmarks.measuring import LIMIT, Row, wait_until
from benchmarks.running_site import RunningSite
from benchmarks.story_flow import ANSWERS
from ops import ROOT


def run() -> Iterator[Row]:
    """start, write, compose, draw; and the same twenty pictures drawn one after another in one process"""
    with tempfile.TemporaryDirectory(prefix="storyforge-bench-") as folder:
        for start in ("first start (empty database)", "later start"):
            with RunningSite(folder) as site:
                yield f"{start} to the first page", f"{site.wait_for_first_page():.1f} s"
        with RunningSite(folder) as site:
            site.wait_for_first_page()
            yield from _story(site)


def _story(site: RunningSite) -> Iterator[Row]:
    with httpx.Client(base_url=site.url, timeout=LIMIT) as client:
        began = time.perf_counter()
        written = client.post("/submit", json=ANSWERS)
        wrote = time.perf_counter() - began
        story_id = written.headers["X-Story-Id"]
        approved = time.perf_counter()
        client.post("/approve_scenes", json={"scenes": written.json(), "answers": ANSWERS, "story_id": story_id})
        wait_until(lambda: client.get(f"/story/{story_id}").json()["completed_scenes"] >= 1)
        first = time.perf_counter() - approved
        wait_until(lambda: client.get(f"/story/{story_id}").json()["completed_scenes"] == 20)
        drew = time.perf_counter() - approved
    yield "written (POST /submit)", f"{wrote:.2f} s"
    yield "approval to the first picture", f"{first:.2f} s"
    yield "approval to the twentieth picture", f"{drew:.2f} s"
    yield "whole story", f"{wrote + drew:.2f} s"
    yield "memory of the worker", f"{site.memory('worker'):.0f} MB"
    alone = _one_after_another(site, story_id)
    yield "the same pictures, one after another, no site around them", f"{alone:.2f} s"
    yield "the site's time as a part of that (0.5 would be two perfect cores)", f"{drew / alone:.2f}"


def _one_after_another(site: RunningSite, story_id: str) -> float:
    command = [sys.executable, "-m", "benchmarks.scripts.one_after_another", "draw", story_id]
    done = subprocess.run(
        command, env=site.environment, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True, timeout=LIMIT
    )
    return float(done.stdout)
