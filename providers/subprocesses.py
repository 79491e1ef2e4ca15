"""Start helper programs at low priority, and make sure that they end with the thread that started them."""

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from subprocess import DEVNULL, Popen
from typing import IO, NamedTuple

NICE = 10
# On Linux the kernel kills the program when the thread that started it dies, even by SIGKILL. A small Python script
# requests that (prctl) and then execs the program: preexec_fn is not safe in a process with threads.
_STARTER = """
import ctypes, os, resource, sys
try:
    ctypes.CDLL(None).prctl(1, 9)
except AttributeError:
    pass
if os.getppid() != int(sys.argv[1]):
    sys.exit(1)
os.nice(int(sys.argv[2]))
for limit, most in ((resource.RLIMIT_CPU, int(sys.argv[3])), (resource.RLIMIT_AS, int(sys.argv[4]))):
    try:
        if most:
            resource.setrlimit(limit, (most, most))
    except (OSError, ValueError):
        pass  # this system has no such limit
os.execv(sys.argv[5], sys.argv[5:])
"""


Pipe = IO[bytes] | int


class Limits(NamedTuple):
    """What a program may take before the system stops it: seconds of CPU time, and bytes of memory. 0 is no limit."""

    cpu_seconds: int = 0
    memory: int = 0


NO_LIMITS = Limits()


def start(
    command: Sequence[str],
    *,
    into: Pipe = DEVNULL,
    out: Pipe = DEVNULL,
    err: Pipe = DEVNULL,
    limits: Limits = NO_LIMITS,
) -> Popen[bytes]:
    """Start `command` (absolute path, then arguments). The caller must wait for it in the same thread and `stop` it.
    Raises OSError."""
    arguments = map(str, (os.getpid(), NICE, *limits))
    starter = [sys.executable, "-I", "-S", "-c", _STARTER, *arguments]
    return Popen([*starter, *command], stdin=into, stdout=out, stderr=err, pipesize=1 << 20)


def stop(process: Popen[bytes]) -> None:
    """Kill the program if it still runs, wait for its end and close its pipes."""
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe:
            with suppress(OSError):  # unread input is lost on purpose
                pipe.close()
