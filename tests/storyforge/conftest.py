"""What the tests of settings and of the doctor begin with."""

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _nobody_reads(settings: Any) -> None:
    """The doctor would start a voice in every test; those about it choose one."""
    settings.SPEECH_PROVIDER = "none"
