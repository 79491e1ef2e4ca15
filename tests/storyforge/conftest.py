"""Fixtures for the tests of settings and of the doctor."""

from pathlib import Path
from typing import Any

import pytest

from core.redis_server import free_port
from storyforge.doctor import workers


@pytest.fixture(autouse=True)
def _no_voice(settings: Any) -> None:
    """The doctor would start a voice in every test; tests of the voice choose one."""
    settings.SPEECH_PROVIDER = "none"


@pytest.fixture
def doctor_alone(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No site answers, workers have little time to answer, and pictures are stored in a folder of the test."""
    settings.SITE_URL = f"http://127.0.0.1:{free_port()}"
    settings.MEDIA_ROOT = tmp_path / "media"
    monkeypatch.setattr(workers, "SECONDS", 0.02)
