"""Web, worker and beat without the extra `voice`, the renderer with it, as in compose.yaml."""

import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from django.conf import settings

from tests.factories import ANSWERS_A
from tests.slim_environment import make_slim_environment
from tests.stack import Stack, eventually

pytestmark = pytest.mark.django_db(transaction=True)
LONG = 240.0  # seconds: a limit for a slow machine, not a measure
SCENES = {f"Scene{number}": f"The red fox counts {number} stars." for number in range(1, 21)}


class SlimStack(Stack):
    """All processes but the renderer, and `manage.py`, run with the packages of requirements-slim.txt."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.python = make_slim_environment(folder / "venv")

    def _start(self, name: str, command: list[str], **environment: str) -> None:
        if not name.startswith("renderer"):
            command = [part.replace("PATH=", f"PATH={self.python.parent}:", 1) for part in command]
        super()._start(name, command, **environment)

    def doctor(self) -> list[str]:
        """The doctor's lines about the voice."""
        asked = [self.python, "manage.py", "doctor", "--free"]
        environment = self.environment | {"SITE_URL": self.url}
        said = subprocess.run(
            asked, env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=240
        )
        return [line for line in said.stdout.splitlines() if "Voice" in line]


@pytest.fixture
def site(content, tmp_path):
    stack = SlimStack(tmp_path)
    try:
        stack.launch_web()
        stack.launch_worker()
        stack.start_beat()
        stack.wait_for_web()
        stack.wait_for_worker()
        yield stack
    finally:
        stack.stop()
        for name in stack.processes:
            sys.stdout.write(f"----- {name}\n{stack.log(name)}\n")


def test_pictures_are_drawn_without_the_voice_and_the_doctor_asks_the_renderers_for_it(site):
    with httpx.Client(base_url=site.url, timeout=60) as client:
        story_id = client.post("/approve_scenes", json={"scenes": SCENES, "answers": ANSWERS_A}).json()["story_id"]
        found = lambda: client.get(f"/story/{story_id}").json()  # noqa: E731
        site.start_renderer()
        [line] = site.doctor()
        assert line.startswith("ok    Voice: It is not installed here, where nothing needs it, but for renderer@")
        eventually(lambda: found()["status"] == "completed", LONG, "twenty pictures")
