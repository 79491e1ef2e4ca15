"""Keeps the programs alive and says in words what happens to them.

This is the supervisor of the PyPI package of that name, run inside this process: its events reach us as bytes and
objects, with no pipe in between where lines could be lost or cut. Three things differ from the plain program: it never
gives up on a program that fails at once (it tries again, at most 30 seconds later), SIGHUP (a closed terminal) stops
instead of reloading, and the kernel kills the programs should this process itself be killed.
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
from ops.log import PrefixedLog

TICK = 0.2  # seconds between two looks at signals and deaths, when no program writes
LONGEST_PAUSE = 30  # seconds between two tries to start a program that fails at once


class _Options(ServerOptions):
    """The supervisor's view of the system, with a memory of how each process ended."""

    def __init__(self) -> None:
        super().__init__()
        self.endings: dict[int, int] = {}

    def waitpid(self) -> tuple[int | None, int | None]:
        pid, status = super().waitpid()
        if pid:
            self.endings[pid] = status
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
        events.subscribe(events.ProcessLogEvent, self._output)
        events.subscribe(events.ProcessStateRunningEvent, self._running)
        events.subscribe(events.ProcessStateExitedEvent, self._exited)
        events.subscribe(events.ProcessStateBackoffEvent, self._failed)
        events.subscribe(events.ProcessStateStoppedEvent, self._stopped)
        events.subscribe(events.SupervisorStoppingEvent, lambda _: self._say("stopping everything"))
        poll = self.options.poller.poll
        self.options.poller.poll = lambda _: poll(TICK)  # the supervisor itself would take a second
        super().runforever()

    def _say(self, text: str) -> None:
        self.log.say("supervisor", text)

    def _output(self, event: events.ProcessLogEvent) -> None:
        self.log.feed(event.process.config.name, event.data)

    def _running(self, event: events.ProcessStateEvent) -> None:
        name = event.process.config.name
        if name in self.restarted:
            self.restarted.discard(name)
            self._say(f"{name} runs again (process {event.process.pid})")
        self._look_whether_all_is_up()

    def _look_whether_all_is_up(self) -> None:
        """Call `when_up`, once, when what was to run once has ended and everything else runs."""
        processes = [process for group in self.process_groups.values() for process in group.processes.values()]
        if self.when_up and all(map(_is_up, processes)):
            self.when_up()
            self.when_up = None

    def _exited(self, event: events.ProcessStateEvent) -> None:
        name, ending = event.process.config.name, self._buried(event.process)
        if not event.process.config.autorestart:
            self._look_whether_all_is_up()
            return
        self.restarted.add(name)
        self._say(f"{name} died ({ending}); starting it again")

    def _failed(self, event: events.ProcessStateEvent) -> None:
        process = event.process
        name, ending = process.config.name, self._buried(process)
        process.backoff = min(process.backoff, LONGEST_PAUSE)
        process.delay = time.time() + process.backoff
        self.restarted.add(name)
        self._say(f"{name} died right after its start ({ending}); starting it again in {process.backoff} s")

    def _stopped(self, event: events.ProcessStateEvent) -> None:
        name, ending = event.process.config.name, self._buried(event.process)
        late = f" (it did not stop within {event.process.config.stopwaitsecs} s)" if "SIGKILL" in ending else ""
        self._say(f"{name} stopped{late}")

    def _buried(self, process: Subprocess) -> str:
        """Clear up after a process that ended: show its last words, end what it started. Say how it ended."""
        self.log.end(process.config.name)
        if not process.pid:
            return process.spawnerr or "it was not running"
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        return _how(self.options.endings.pop(process.pid, 0))


def _is_up(process: Subprocess) -> bool:
    wanted = ProcessStates.RUNNING if process.config.autorestart else ProcessStates.EXITED
    return bool(process.state == wanted)


def _how(status: int) -> str:
    """Say in words how a process ended, from the status that waitpid gave."""
    if os.WIFSIGNALED(status):
        return f"killed by {signame(os.WTERMSIG(status))}"
    return f"exit code {os.WEXITSTATUS(status)}"


def supervise(conf: Path, log: PrefixedLog, when_up: Callable[[], None]) -> None:
    """Run the programs of `conf` until SIGTERM, SIGINT, SIGQUIT or SIGHUP, then stop them and return.

    `when_up` is called once, when every program runs and those that were to run once have ended.
    """
    options = _Options()
    options.setsignals()  # from here on a signal is noted, and handled when the programs are started
    options.realize(["-c", str(conf)])
    options.first = True
    options.test = False
    with contextlib.suppress(ExitNow):
        _Supervisor(options, log, when_up).main()
    options.close_httpservers()
    options.close_logger()
