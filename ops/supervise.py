"""Keeps the programs running and reports their starts and ends.

This runs supervisord inside our process, where its events reach us as bytes and objects. It differs from the plain
supervisord in three things: a program that fails at its start is tried for ever, with pauses of at most 30 seconds;
SIGHUP (a closed terminal) stops instead of reloading; and the kernel kills the programs when this process dies.
docs/decisions/supervisord.md says why configuration alone cannot do this.
"""

import contextlib
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

from supervisor import events
from supervisor.medusa.asyncore_25 import ExitNow
from supervisor.options import ServerOptions, signame
from supervisor.process import Subprocess
from supervisor.states import ProcessStates
from supervisor.supervisord import Supervisor

from core.redis_server import die_with_parent
from ops.prefixed_log import PrefixedLog

POLL_SECONDS = 0.2  # between two checks for signals and ended programs; supervisord's own is a second
LONGEST_PAUSE = 30  # seconds between two starts of a program that fails at its start


class _Options(ServerOptions):
    """supervisord's access to the system; it also remembers how each process ended."""

    def __init__(self) -> None:
        super().__init__()
        self.exit_statuses: dict[int, int] = {}

    def waitpid(self) -> tuple[int | None, int | None]:
        pid, status = super().waitpid()
        if pid:
            self.exit_statuses[pid] = status
        return pid, status

    def setpgrp(self) -> None:  # called in the child, between fork and exec
        super().setpgrp()
        die_with_parent(signal.SIGKILL)

    def get_signal(self) -> int | None:
        received: int | None = super().get_signal()
        return signal.SIGTERM if received == signal.SIGHUP else received


class _Supervisor(Supervisor):
    def __init__(self, options: _Options, log: PrefixedLog, when_up: Callable[[], None]) -> None:
        super().__init__(options)
        self.log = log
        self.when_up: Callable[[], None] | None = when_up
        self.restarted: set[str] = set()

    def runforever(self) -> None:
        events.subscribe(events.ProcessLogEvent, self._on_output)
        events.subscribe(events.ProcessStateRunningEvent, self._on_running)
        events.subscribe(events.ProcessStateExitedEvent, self._on_exited)
        events.subscribe(events.ProcessStateBackoffEvent, self._on_failed_start)
        events.subscribe(events.ProcessStateStoppedEvent, self._on_stopped)
        events.subscribe(events.SupervisorStoppingEvent, lambda _: self._say("stopping everything"))
        poll = self.options.poller.poll
        self.options.poller.poll = lambda _: poll(POLL_SECONDS)
        super().runforever()

    def _say(self, text: str) -> None:
        self.log.say("supervisor", text)

    def _on_output(self, event: events.ProcessLogEvent) -> None:
        self.log.feed(event.process.config.name, event.data)

    def _on_running(self, event: events.ProcessStateEvent) -> None:
        name = event.process.config.name
        if name in self.restarted:
            self.restarted.discard(name)
            self._say(f"{name} runs again (process {event.process.pid})")
        self._check_all_up()

    def _check_all_up(self) -> None:
        """Call `when_up`, once, when all programs run and those that run once have ended."""
        processes = [process for group in self.process_groups.values() for process in group.processes.values()]
        if self.when_up and all(map(_is_up, processes)):
            self.when_up()
            self.when_up = None

    def _on_exited(self, event: events.ProcessStateEvent) -> None:
        name, ending = event.process.config.name, self._clean_up(event.process)
        if not event.process.config.autorestart:
            self._check_all_up()
            return
        self.restarted.add(name)
        self._say(f"{name} died ({ending}); starting it again")

    def _on_failed_start(self, event: events.ProcessStateEvent) -> None:
        process = event.process
        name, ending = process.config.name, self._clean_up(process)
        process.backoff = min(process.backoff, LONGEST_PAUSE)
        process.delay = time.time() + process.backoff
        self.restarted.add(name)
        self._say(f"{name} died right after its start ({ending}); starting it again in {process.backoff} s")

    def _on_stopped(self, event: events.ProcessStateEvent) -> None:
        name, ending = event.process.config.name, self._clean_up(event.process)
        late = f" (it did not stop within {event.process.config.stopwaitsecs} s)" if "SIGKILL" in ending else ""
        self._say(f"{name} stopped{late}")

    def _clean_up(self, process: Subprocess) -> str:
        """After a process ended: show its unfinished line and kill what it started. Return how it ended, in words."""
        self.log.end(process.config.name)
        if not process.pid:
            return process.spawnerr or "it was not running"
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        return _describe(self.options.exit_statuses.pop(process.pid, 0))


def _is_up(process: Subprocess) -> bool:
    wanted = ProcessStates.RUNNING if process.config.autorestart else ProcessStates.EXITED
    return bool(process.state == wanted)


def _describe(status: int) -> str:
    """Say in words how a process ended, from the status of waitpid."""
    if os.WIFSIGNALED(status):
        return f"killed by {signame(os.WTERMSIG(status))}"
    return f"exit code {os.WEXITSTATUS(status)}"


def supervise(conf: Path, log: PrefixedLog, when_up: Callable[[], None]) -> None:
    """Run the programs of `conf` until SIGTERM, SIGINT, SIGQUIT or SIGHUP, then stop them and return.

    `when_up` is called once, when all programs run and those that run once have ended.
    """
    options = _Options()
    options.setsignals()  # a signal that arrives before the loop below runs is handled when it does
    options.realize(["-c", str(conf)])
    options.first = True
    options.test = False
    with contextlib.suppress(ExitNow):
        _Supervisor(options, log, when_up).main()
    options.close_httpservers()
    options.close_logger()
