"""Starts this copy and keeps it running until Ctrl-C or SIGTERM: `python -m ops.run`, which `make run` calls."""

import os
import signal
import sys
from types import FrameType

from core.redis_server import die_with_parent
from ops import CannotStart
from ops.conf import write_conf
from ops.folder import only_one, published_redis, published_site, var_folder
from ops.log import PrefixedLog, wants_colours
from ops.plan import Plan, make_plan, read_env_file
from ops.ports import Ports
from ops.prepare import STOP_SIGNALS, discard_broken_flower_db, prepare
from ops.programs import programs_of
from ops.redis_choice import without_password
from ops.supervise import supervise


class Banner:
    """The addresses, shown once, when the site answers; or at the end, for the sake of the password in it."""

    def __init__(self, plan: Plan, staff: str, log: PrefixedLog) -> None:
        self.plan, self.staff, self.log = plan, staff, log
        self.shown = False

    def show(self) -> None:
        """Show it, unless it was shown before."""
        if self.shown:
            return
        self.shown = True
        for line in [*self.plan.notes, *filter(None, [self.staff]), *self._addresses()]:
            self.log.say("supervisor", line)

    def _addresses(self) -> list[str]:
        site = self.plan.site_url
        return [
            f"Flower  {self.plan.flower_url}",
            f"Admin   {site}admin/",
            f"Site    {site}",
        ]


def start(log: PrefixedLog) -> None:
    """Prepare, then run everything until told to stop. Raises CannotStart with the reason when it cannot."""
    read_env_file()
    folder = var_folder()
    with only_one(folder):
        ports = Ports()  # it holds them until the end
        plan = make_plan(folder, ports)
        with published_redis(folder, plan.redis.url), published_site(folder, plan.site_url):
            _run(plan, log)


def _run(plan: Plan, log: PrefixedLog) -> None:
    whose = "started here" if plan.redis.command else "from REDIS_URL"
    log.say("supervisor", f"preparing; data in {plan.folder}, Redis {without_password(plan.redis.url)} ({whose})")
    discard_broken_flower_db(plan.flower_db, log)
    banner = Banner(plan, prepare(log), log)
    try:
        supervise(write_conf(plan.folder, programs_of(plan)), log, when_up=banner.show)
    finally:
        banner.show() if banner.staff else None
    log.say("supervisor", "everything is stopped")


def _interrupt(signum: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def handle_signals() -> None:
    """Have a signal to stop raise KeyboardInterrupt, until the supervisor takes over."""
    for number in STOP_SIGNALS:
        signal.signal(number, _interrupt)


def main() -> int:
    """Run; 0 after an ordered stop, 1 with a sentence when it cannot start, 130 when stopped while preparing."""
    handle_signals()
    if os.environ.get("MAKELEVEL"):
        die_with_parent()  # a make that is killed cannot tell us
    log = PrefixedLog(sys.stdout, colours=wants_colours(sys.stdout))
    try:
        start(log)
    except CannotStart as error:
        log.say("supervisor", f"Not started: {error}")
        return 1
    except KeyboardInterrupt:
        log.say("supervisor", "stopped before everything was started")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
