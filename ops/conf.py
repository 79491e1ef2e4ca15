"""Writes the supervisor's configuration for a list of programs."""

import shlex
from pathlib import Path

from ops import ROOT
from ops.programs import Program

LONGEST_SOCKET_PATH = 100  # bytes; the kernel takes 108, and the supervisor adds a few of its own while it starts

_HEAD = """\
; Written by `make run` at every start: changes here are lost.
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

# Restart always (autorestart), also what fails at once (startretries), however often: ops.supervise spaces the tries.
_PROGRAM = """
[program:{name}]
command={command}
directory={root}
autorestart={autorestart}
startsecs={startsecs}
startretries=1000000
stopwaitsecs={stop_limit}
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

_CONTROL = """
[unix_http_server]
file={socket}
chmod=0700

[rpcinterface:supervisor]
supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface

[supervisorctl]
serverurl=unix://{socket}
"""


def write_conf(folder: Path, programs: list[Program]) -> Path:
    """Write `folder`/supervisord.conf and give its path.

    Redis is a group of its own that starts first and stops last; all other programs stop side by side.
    """
    others = [program.name for program in programs if program.name != "redis"]
    parts = [_HEAD.format(folder=_escaped(str(folder))), *map(_section, programs)]
    parts.append(_GROUP.format(name="site", programs=",".join(others), priority=20))
    if len(others) < len(programs):
        parts.append(_GROUP.format(name="data", programs="redis", priority=10))
    path = folder / "supervisord.conf"
    path.write_text("".join(parts) + _control(folder))
    return path


def _section(program: Program) -> str:
    return _PROGRAM.format(
        name=program.name,
        command=_escaped(shlex.join(program.command)),
        root=_escaped(str(ROOT)),
        autorestart="false" if program.once else "true",
        startsecs=0 if program.once else 3,
        stop_limit=program.stop_limit,
    )


def _control(folder: Path) -> str:
    """A control socket for `supervisorctl -c var/supervisord.conf`, where the path is short enough for one."""
    socket = folder / "supervisord.sock"
    if len(str(socket).encode()) > LONGEST_SOCKET_PATH:
        return ""
    return _CONTROL.format(socket=_escaped(str(socket)))


def _escaped(text: str) -> str:
    return text.replace("%", "%%")
