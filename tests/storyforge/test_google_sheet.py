"""What the system checks and the doctor find of the Google Sheet, and that nothing sweeps it when it is off."""

import os
import subprocess
import sys

import pytest
from django.conf import settings as site

from storyforge.checks import check_settings
from storyforge.doctor import providers


def complaints():
    return {
        found.id: f"{found.msg} {found.hint}" for found in check_settings(None) if found.id.startswith("storyforge.W02")
    }


def test_a_sheet_with_id_and_key_is_fine(google):
    assert complaints() == {}


def test_a_missing_id_and_a_missing_key_are_named(google, settings, tmp_path):
    settings.GOOGLE_SHEET_ID, settings.GOOGLE_SERVICE_ACCOUNT_FILE = "", str(tmp_path / "gone.json")
    found = complaints()
    assert "GOOGLE_SHEET_ID is not set" in found["storyforge.W020"]
    assert f"GOOGLE_SERVICE_ACCOUNT_FILE names {tmp_path}/gone.json" in found["storyforge.W021"]


def test_a_sheet_that_is_off_is_not_checked(settings):
    settings.USE_GOOGLE_AUTH, settings.GOOGLE_SHEET_ID = False, ""
    assert complaints() == {}
    assert list(providers.sheet()) == []


def test_the_doctor_opens_the_sheet(google):
    (line,) = providers.sheet()
    assert (line.what, line.ok) == ("Google Sheet", True)
    assert "can be written" in line.says


def test_the_doctor_says_why_the_sheet_cannot_be_written(google):
    google.role = "reader"
    (line,) = providers.sheet()
    assert not line.ok
    assert "Share the sheet" in line.says


@pytest.mark.parametrize(("switch", "swept"), [("true", True), ("false", False)])
def test_a_sheet_is_swept_only_when_it_is_on(switch, swept):
    asked = "from storyforge import settings; print('sweep-sheets' in settings.CELERY_BEAT_SCHEDULE)"
    environment = os.environ | {"USE_GOOGLE_AUTH": switch}
    said = subprocess.run(
        [sys.executable, "-c", asked], cwd=site.BASE_DIR, env=environment, capture_output=True, text=True
    )
    assert said.stdout.strip() == str(swept)
