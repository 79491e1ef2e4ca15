"""What the image installs, as it runs there: a user without rights, who can write to two folders only."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from django.conf import settings

from core.redis_server import free_port
from tests.stack import eventually

pytestmark = [
    pytest.mark.site,
    pytest.mark.skipif("TEST_INSTALL" not in os.environ, reason="downloads all packages; TEST_INSTALL=1 runs it"),
]
NOBODY = 65534
AS_NOBODY = {"user": NOBODY, "group": NOBODY, "extra_groups": ()} if os.geteuid() == 0 else {}


@pytest.fixture
def folder() -> Iterator[Path]:
    """One that everybody may look into."""
    with tempfile.TemporaryDirectory(prefix="storyforge-install-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture
def installed(folder: Path) -> Path:
    """The site, installed; nothing in it can be written to by the user who runs it."""
    python = shutil.which("python3", path="/usr/local/bin:/usr/bin") or "python3"  # one that everybody may run
    environment = os.environ | {"PYTHON": python, "TMPDIR": str(folder)}
    for step, *packages in (("packages", "requirements-slim.txt"), ("packages", "requirements.txt"), ("site",)):
        command = [settings.BASE_DIR / "deploy/install.sh", step, folder / "site", *packages]
        subprocess.run(command, env=environment, check=True, timeout=900)
    subprocess.run(["chmod", "-R", "a+rX,a-w", folder / "site"], check=True)
    return folder / "site"


def test_the_site_runs_where_it_was_installed(installed, folder):
    for name in ("data", "tmp"):
        (folder / name).mkdir()
        shutil.chown(folder / name, NOBODY if AS_NOBODY else None, NOBODY if AS_NOBODY else os.getegid())
    port = str(free_port())
    environment = {
        "PATH": "/usr/bin:/bin",
        "STORYFORGE_VAR": str(folder / "data"),
        "TMPDIR": str(folder / "tmp"),
        "SECRET_KEY": "only-for-this-test-" + "x" * 40,
        "REDIS_URL": settings.REDIS_URL,
        "SITE_URL": f"http://127.0.0.1:{port}",
        "HOST": "127.0.0.1",
        "PORT": port,
    }
    python, app = installed / "venv/bin/python", installed / "app"

    def command(name: str) -> list[str]:
        return [str(python), "-m", "ops.procfile", name]

    subprocess.run(command("release"), cwd=app, env=environment, check=True, timeout=300, **AS_NOBODY)
    web = subprocess.Popen(command("web"), cwd=app, env=environment, **AS_NOBODY)

    def healthy() -> bool:
        assert web.poll() is None
        asked = [str(python), "deploy/healthy.py"]
        return subprocess.run(asked, cwd=app, env=environment, stderr=subprocess.DEVNULL).returncode == 0

    try:
        eventually(healthy, 60, "the health check to pass")
        assert httpx.get(f"http://127.0.0.1:{port}/").status_code == 200
    finally:
        web.terminate()
        web.wait(30)
