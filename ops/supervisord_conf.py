"""Writes supervisord's configuration for a list of programs."""

import shlex
from pathlib import Path

from ops import ROOT
from ops.programs import Program

LONGEST_SOCKET_PATH = 100  # bytes; the kernel allows 108, and supervisord adds a few of its own while it starts

_HEAD = """\
; `make run` writes this file at every start: changes here are lost.
[supervisord]
nodaemon=true
silent=true
minprocs=1
logfile={folder}/supervisord.log
logfile_maxbytes=1MB
logfile_backups=1
pidfile={folder}/supervisord.pid
childlogdir={folder}
nocleanup=true
"""

# autorestart, startretries: a program is started again however often it fails; ops.supervise sets the pauses.
_PROGRAM = """
[program:{name}]
command={command}
directory={root}
autorestart={autorestart}
startsecs={startsecs}
startretries=1000000
stopwaitsecs={stop_seconds}
stopasgroup=true
killasgroup=true
redirect_stderr=true
stdout_logfile=NONE
stdout_events_enabled=true
"""

_GROUP = """
[group:{name}]
programs={programs}
priority={priority}
"""

_CONTROL_SOCKET = """
[unix_http_server]
file={socket}
chmod=0700

[rpcinterface:supervisor]
supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface

[supervisorctl]
serverurl=unix://{socket}
"""


def write_supervisord_conf(folder: Path, programs: list[Program]) -> Path:
    """Write `folder`/supervisord.conf and return its path.

    Redis is a group of its own that starts first and stops last; all other programs stop at the same time.
    """
    others = [program.name for program in programs if program.name != "redis"]
    parts = [_HEAD.format(folder=_escape(folder)), *map(_program_section, programs)]
    parts.append(_GROUP.format(name="site", programs=",".join(others), priority=20))
    if len(others) < len(programs):
        parts.append(_GROUP.format(name="data", programs="redis", priority=10))
    path = folder / "supervisord.conf"
    path.write_text("".join(parts) + _control_sections(folder))
    return path


def _program_section(program: Program) -> str:
    return _PROGRAM.format(
        name=program.name,
        command=_escape(shlex.join(program.command)),
        root=_escape(ROOT),
        autorestart="false" if program.runs_once else "true",
        startsecs=0 if program.runs_once else 3,
        stop_seconds=program.stop_seconds,
    )


def _control_sections(folder: Path) -> str:
    """The socket for `supervisorctl -c var/supervisord.conf`; nothing when its path would be too long."""
    socket = folder / "supervisord.sock"
    if len(str(socket).encode()) > LONGEST_SOCKET_PATH:
        return ""
    return _CONTROL_SOCKET.format(socket=_escape(socket))


def _escape(value: object) -> str:
    return str(value).replace("%", "%%")
