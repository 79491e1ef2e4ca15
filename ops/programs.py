"""What `make run` starts: the processes of the Procfile, Redis when it is ours, and the check that all is ready."""

import sys
from dataclasses import dataclass

from ops.plan import Plan
from ops.procfile import process_command


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
    # Two copies on one machine may share a Redis: two workers of the same name would answer for each other.
    worker, renderer = (["-n", f"{name}-{plan.port}@%h"] for name in ("worker", "renderer"))
    return [
        *redis,
        Program("web", process_command("web")),
        Program("worker", process_command("worker", *worker), stop_limit=10),
        Program("beat", process_command("beat", "--schedule", str(plan.folder / "celerybeat-schedule"))),
        Program("flower", process_command("flower", "--persistent=True", f"--db={plan.flower_db}")),
        # It makes films only with what the site leaves of the processors.
        Program("renderer", ["nice", "-n", "10", *process_command("renderer", *renderer)]),
        Program("ready", [sys.executable, "-m", "ops.ready"], once=True),
    ]
