"""What runs: every program of a copy, with its command line and the seconds it has to stop."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from ops.plan import Plan

DEFAULT_CONCURRENCY = "16"
TASKS_PER_PROCESS = "20"  # then another process renders, and this one's memory is free again


@dataclass(frozen=True)
class Program:
    """One supervised program. `stop_limit` is in seconds, then it is killed. A program that is `once` may end."""

    name: str
    command: list[str]
    stop_limit: int = 5
    once: bool = False


def programs_of(plan: Plan) -> list[Program]:
    """Give the programs of `plan`, in the order in which they start. Redis is first: it stops last."""
    redis = [Program("redis", plan.redis.command)] if plan.redis.command else []
    ready = Program("ready", [sys.executable, "-m", "ops.ready"], once=True)
    site = [_web(plan), _worker(plan), _beat(plan.folder), _flower(plan)]
    return [*redis, *site, _renderer(plan), ready]


def _web(plan: Plan) -> Program:
    command = [sys.executable, "-m", "daphne", "-b", plan.host, "-p", str(plan.port), "storyforge.asgi:application"]
    return Program("web", command)


def _celery(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "celery", "--quiet", "-A", "storyforge", *arguments]


def _worker(plan: Plan) -> Program:
    concurrency = os.environ.get("WORKER_CONCURRENCY") or DEFAULT_CONCURRENCY
    # Two copies on one machine may share a Redis: two workers of the same name would answer for each other.
    name = f"worker-{plan.port}@%h"
    pool = ["--pool", "threads", "--concurrency", concurrency]
    alone = ["--without-mingle", "--without-gossip"]  # it has no neighbours to greet for a second at its start
    return Program("worker", _celery("worker", *pool, *alone, "-l", "info", "-n", name), stop_limit=10)


def _renderer(plan: Plan) -> Program:
    """Makes clips, films and downloads one at a time, in a process that a time limit can stop, and only with what the
    others leave of the processors: its own start, too, must not hold up the first page."""
    pool = ["--pool", "prefork", "--concurrency", "1", "--max-tasks-per-child", TASKS_PER_PROCESS]
    alone = ["--without-mingle", "--without-gossip"]
    where = ["-Q", "rendering", "-l", "info", "-n", f"renderer-{plan.port}@%h"]
    return Program("renderer", ["nice", "-n", "10", *_celery("worker", *pool, *alone, *where)])


def _beat(folder: Path) -> Program:
    return Program(
        "beat", _celery("beat", "-l", "info", "--schedule", str(folder / "celerybeat-schedule"), "--pidfile=")
    )


def _flower(plan: Plan) -> Program:
    where = [f"--address={plan.flower_host}", f"--port={plan.flower_port}"]
    return Program("flower", _celery("flower", *where, "--persistent=True", f"--db={plan.flower_db}"))
