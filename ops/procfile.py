"""The Procfile: the one list of the processes of a site, for platforms, `make run`, the tests and the benchmarks."""

import os
import sys
from pathlib import Path

from ops import ROOT


def read_procfile() -> dict[str, str]:
    """Give each process of the Procfile: its name and its shell command."""
    return dict(line.split(": ", 1) for line in (ROOT / "Procfile").read_text().splitlines())


def process_command(name: str, *arguments: str) -> list[str]:
    """Give the command line that starts the process `name` of the Procfile, with `arguments` at its end.

    A shell fills in $PORT and the other variables from the environment, then gives way to the process. `python` is the
    one that runs us.
    """
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    return ["env", f"PATH={path}", "sh", "-c", f'exec {read_procfile()[name]} "$@"', name, *arguments]
