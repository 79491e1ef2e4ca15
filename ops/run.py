"""Starts this copy and keeps it running until Ctrl-C or SIGTERM: `python -m ops.run`, which `make run` calls."""

import os
import sys

from core.redis_server import die_with_parent
from ops import CannotStart
from ops.ports import Ports
from ops.prefixed_log import PrefixedLog, wants_colours
from ops.prepare import discard_broken_flower_db, handle_signals, prepare
from ops.programs import list_programs
from ops.redis_choice import without_password
from ops.run_config import RunConfig, configure, read_env_file
from ops.supervise import supervise
from ops.supervisord_conf import write_supervisord_conf
from ops.var_folder import lock, published_url, var_folder


def start(log: PrefixedLog) -> None:
    """Prepare, then run everything until a signal to stop. Raises CannotStart with the reason when it cannot."""
    read_env_file()
    folder = var_folder()
    with lock(folder):
        ports = Ports()  # the ports stay reserved until this function returns
        config = configure(folder, ports)
        with (
            published_url(folder / "redis.url", config.redis.url),
            published_url(folder / "site.url", config.site_url),
        ):
            _run(config, log)


def _run(config: RunConfig, log: PrefixedLog) -> None:
    origin = "started here" if config.redis.command else "from REDIS_URL"
    log.say("supervisor", f"preparing; data in {config.folder}, Redis {without_password(config.redis.url)} ({origin})")
    discard_broken_flower_db(config.flower_db, log)
    staff = prepare(log)
    lines = [
        *config.notes,
        *filter(None, [staff]),
        f"Flower  {config.flower_url}",
        f"Admin   {config.site_url}admin/",
        f"Site    {config.site_url}",
    ]

    def show_lines() -> None:
        while lines:
            log.say("supervisor", lines.pop(0))

    try:
        supervise(write_supervisord_conf(config.folder, list_programs(config)), log, when_up=show_lines)
    finally:
        if staff:  # the password in it is shown at this start only, even when the site never came up
            show_lines()
    log.say("supervisor", "everything is stopped")


def main() -> int:
    """Run. Return 0 after an ordered stop, 1 when it cannot start, 130 when it was stopped while it prepared."""
    handle_signals()
    os.umask(0o077)  # what the programs write is for this user alone
    if os.environ.get("MAKELEVEL"):
        die_with_parent()  # make passes no signal on when SIGKILL ends it
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
