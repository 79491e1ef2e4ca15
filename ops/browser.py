"""Finds or installs the Chromium of the browser tests: `python -m ops.browser`, before pytest."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
INSTALL_LIMIT = 600  # seconds
INSTALL_COMMANDS = {
    "apt-get": "sudo apt-get install chromium",
    "dnf": "sudo dnf install chromium",
    "pacman": "sudo pacman -S chromium",
    "brew": "brew install --cask chromium",
}


def find_chromium() -> str | None:
    """Return the path of this system's Chromium or Chrome (CHROMIUM names another one), or None."""
    named = os.environ.get("CHROMIUM")
    return next((path for name in (named, *NAMES) if name and (path := shutil.which(name))), None)


def how_to_install() -> str:
    """Return the command that installs Chromium on this machine."""
    found = (command for tool, command in INSTALL_COMMANDS.items() if shutil.which(tool))
    return next(found, "install Chromium from your system's packages")


def may_install() -> bool:
    """Whether we may install it: as root, on Debian (Ubuntu's package is only a link to its Snap store)."""
    release = Path("/etc/os-release")
    is_debian = release.exists() and "ID=debian" in release.read_text().splitlines()
    return is_debian and os.geteuid() == 0 and shutil.which("apt-get") is not None


def install() -> bool:
    """Install Debian's Chromium with apt, at most ten minutes a step. Return whether it is there afterwards."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (
        ["update", "-qq"],
        ["install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-liberation"],
    ):
        command = ["apt-get", "-o", "Acquire::Retries=3", "-o", "DPkg::Lock::Timeout=120", *step]
        try:
            subprocess.run(command, env=quiet, stdin=subprocess.DEVNULL, timeout=INSTALL_LIMIT, check=False)
        except subprocess.TimeoutExpired:
            return False
    return find_chromium() is not None


def main() -> int:
    """Find or install Chromium, and print what is missing. Always 0: without it the browser tests are skipped."""
    if find_chromium():
        return 0
    if may_install():
        print("Chromium is not there; installing Debian's package for the browser tests.", flush=True)
        if install():
            return 0
        print("It could not be installed; apt-get says why above.")
    print(f"Chromium is missing, so the browser tests will be skipped. To run them: {how_to_install()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
