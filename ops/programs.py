"""What `make run` starts: the processes of the Procfile, our own Redis, and the check that all of them answer."""

import sys
from dataclasses import dataclass

from ops.procfile import process_command
from ops.run_config import RunConfig


@dataclass(frozen=True)
class Program:
    """A program for the supervisor, which kills it when it has not stopped after `stop_seconds`.

    One that `runs_once` is not started again when it ends.
    """

    name: str
    command: list[str]
    stop_seconds: int = 5
    runs_once: bool = False


def list_programs(config: RunConfig) -> list[Program]:
    """Return the programs in the order in which they start. Redis is first: it stops last."""
    redis = [Program("redis", config.redis.command)] if config.redis.command else []
    # Two copies on one machine may share a Redis, and a worker's name must be unique there.
    worker, renderer = (["-n", f"{name}-{config.port}@%h"] for name in ("worker", "renderer"))
    return [
        *redis,
        Program("web", process_command("web")),
        Program("worker", process_command("worker", *worker), stop_seconds=10),
        Program("beat", process_command("beat", "--schedule", str(config.folder / "celerybeat-schedule"))),
        Program("flower", process_command("flower", "--persistent=True", f"--db={config.flower_db}")),
        # Films get only the processor time that the rest of the site leaves.
        Program("renderer", ["nice", "-n", "10", *process_command("renderer", *renderer)]),
        Program("ready", [sys.executable, "-m", "ops.wait_for_site"], runs_once=True),
    ]
