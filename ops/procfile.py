"""Reads the Procfile, the one list of a site's processes: for platforms, `make run`, the tests and the benchmarks.

`python -m ops.procfile NAME` becomes that process, as a container does.
"""

import os
import sys
from pathlib import Path

from ops import ROOT


def read_procfile() -> dict[str, str]:
    """Return the shell command of each process by its name."""
    return dict(line.split(": ", 1) for line in (ROOT / "Procfile").read_text().splitlines())


def process_command(name: str, *arguments: str) -> list[str]:
    """Return the command line that starts the process `name` of the Procfile, with `arguments` at its end.

    A shell replaces $PORT and other variables by those of the environment, and itself by the (last) process. `python`
    is the Python that runs this code.
    """
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    *before, last = read_procfile()[name].split(" && ")
    line = " && ".join([*before, f"exec {last}"])
    return ["env", f"PATH={path}", "sh", "-c", f'{line} "$@"', name, *arguments]


if __name__ == "__main__":
    command = process_command(*sys.argv[1:])
    os.execvp(command[0], command)  # noqa: S606 - the Procfile's line, as a platform runs it
