"""What is installed: every file's hash is known, and the list of packages can be made for those who audit the site."""

import json
import re
import subprocess
from pathlib import Path

import pytest
from django.conf import settings


def make(*arguments: str) -> str:
    """What `make` prints, in the project's folder."""
    done = subprocess.run(["make", *arguments], cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


def packages(file: str) -> dict[str, str]:
    """Name and version of each package in a list of requirements, which must all have hashes."""
    text = (settings.BASE_DIR / file).read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    assert [line for line in lines if not re.search(r" --hash=sha256:[0-9a-f]{64}\b", line)] == []
    # A package for several platforms stands there once for each.
    return {line.split(" ")[0]: line for line in lines}


def test_each_package_has_its_hashes_and_the_same_version_in_every_list():
    site, tests = packages("requirements.txt"), packages("requirements-dev.txt")
    assert "django==5.2" in " ".join(site)
    assert set(site) <= set(tests)
    assert set(packages("requirements-slim.txt")) < set(site)


@pytest.mark.parametrize("target", [".run-ready", ".test-ready"])
def test_only_files_with_a_known_hash_are_installed(target):
    printed = make("--dry-run", "--always-make", f".venv/{target}")
    installs = [line for line in printed.splitlines() if "pip install" in line]
    assert len(installs) == 1
    assert "--require-hashes" in installs[0]


@pytest.mark.site
def test_the_list_of_all_packages_of_the_site_is_cyclonedx(tmp_path: Path):
    make("sbom", f"SBOM={tmp_path}/sbom.json")
    listed = json.loads((tmp_path / "sbom.json").read_text())
    assert listed["bomFormat"] == "CycloneDX"
    assert {f"{one['name']}=={one['version']}" for one in listed["components"]} == set(packages("requirements.txt"))
