"""The work before the programs start: the database's tables, the content, the first staff account."""

import shelve
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import environ

from core.redis_server import die_with_parent
from ops import ROOT, CannotStart
from ops.prefixed_log import PrefixedLog

LIMIT = 300  # seconds, for all commands together
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
STAFF = "make_staff"
MARK = "\x1e"  # begins the line that announces a command; ASCII's record separator, which no command prints


def handle_signals() -> None:
    """Have a signal to stop raise KeyboardInterrupt, until the supervisor handles signals itself."""
    for number in STOP_SIGNALS:
        signal.signal(number, signal.default_int_handler)


def prepare(log: PrefixedLog) -> str:
    """Run the management commands, their output in `log`. Return what is to be shown at the end: what `make_staff`
    printed (the password, once), and which settings are still examples.

    Raises CannotStart when a command fails, or when all of them take longer than five minutes.
    """
    collect = [] if environ.Env().bool("DEBUG", False) else ["collectstatic --no-input -v 0"]
    # migrate runs the system checks; once is enough.
    others = [f"{command} --skip-checks" for command in ("load_content", *collect, STAFF)]
    return run_commands(["migrate --no-input", *others], log)


def run_commands(commands: list[str], log: PrefixedLog) -> str:
    """Run management commands in one child process, with their output in `log`. Return the output since `make_staff`.

    Raises CannotStart when a command fails. A signal to stop (KeyboardInterrupt) ends the child.
    """
    # A signal that arrives while the child starts waits until the `try` below can end the child. The child keeps the
    # signals blocked: this process, or the kernel after its death, ends it with SIGKILL.
    signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS)
    process = subprocess.Popen(
        [sys.executable, "-m", "ops.manage_commands", str(LIMIT), *commands],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        preexec_fn=partial(die_with_parent, signal.SIGKILL),  # noqa: PLW1509 - one system call, nothing else
    )
    try:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP_SIGNALS)
        command, staff = _read(process, log)
    finally:
        process.kill()
        process.wait()
    if process.returncode:
        raise CannotStart(_failure(command, process.returncode, staff))
    return staff


def _read(process: subprocess.Popen[bytes], log: PrefixedLog) -> tuple[str, str]:
    """Read the output to its end. Return the name of the last command that began, and the output since `make_staff`."""
    command, staff = "migrate", b""
    for line in process.stdout or []:
        if line.startswith(MARK.encode()):
            command = line.decode().strip(f"{MARK}\n").partition(" ")[0]
        elif command == STAFF:
            staff += line
        else:
            log.feed("setup", line)
    log.end("setup")
    process.wait()
    return command, staff.decode(errors="replace").strip()


def _failure(command: str, code: int, output: str) -> str:
    how = f"exit code {code}" if code > 0 else f"stopped by signal {-code}, perhaps after {LIMIT} s"
    return (
        f"`manage.py {command}` failed ({how}), so the programs were not started. Its output says why; correct that "
        f"and start again. {output}".strip()
    )


def discard_broken_flower_db(path: Path, log: PrefixedLog) -> None:
    """Remove Flower's file of past tasks when it cannot be read: Flower would not start. Nothing of value is lost."""
    files = list(path.parent.glob(f"{path.name}*"))  # Python's dbm writes one file or three
    try:
        if files:
            with shelve.open(str(path), flag="r") as tasks:  # noqa: S301 - we wrote it
                dict(tasks)
    except Exception as error:  # noqa: BLE001 - a broken pickle may raise anything
        for file in files:
            file.unlink()
        log.say("setup", f"Flower's memory of past tasks could not be read ({error}); it starts with an empty one.")
