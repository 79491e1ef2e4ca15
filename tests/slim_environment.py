"""A Python environment with the packages of requirements-slim.txt alone, linked from the one that runs the tests."""

import importlib.metadata
import re
import subprocess
import sys
import sysconfig
from pathlib import Path

from django.conf import settings


def listed(file: str = "requirements-slim.txt") -> set[str]:
    """The names of the packages in a list of requirements."""
    return set(re.findall(r"^([\w-]+)==", (settings.BASE_DIR / file).read_text(), re.MULTILINE))


def make_slim_environment(folder: Path) -> Path:
    """Make it in `folder`, and return its Python. Packages that are not for this platform are left out."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True, timeout=60)
    site_packages = next(folder.glob("lib/python*/site-packages"))
    wanted = listed()
    for package in importlib.metadata.distributions(path=[sysconfig.get_path("purelib")]):
        if re.sub(r"[-_.]+", "-", package.name).lower() in wanted:
            _link(package, site_packages)
    return folder / "bin/python"


def _link(package: importlib.metadata.Distribution, to: Path) -> None:
    """Link two levels, because several packages may share the first one (google)."""
    tops = {Path(*file.parts[:2]) for file in package.files or () if ".." not in file.parts}
    for top in tops:
        (to / top).parent.mkdir(parents=True, exist_ok=True)
        if not (to / top).is_symlink():
            (to / top).symlink_to(package.locate_file(top))
