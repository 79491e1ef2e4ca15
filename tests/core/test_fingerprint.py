"""Processes with the same settings are known from processes with others, and no setting is told."""

import pytest

from core.settings_digest import NAMES, differing, fingerprints


def test_the_same_settings_look_the_same():
    assert differing(fingerprints()) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [("OPENAI_API_KEY", "sk-another"), ("STORY_BUDGET_USD", 5), ("IMAGE_HOST", "cloudinary"), ("IMAGE_PREVIEWS", 1)],
)
def test_what_differs_is_named(settings, name, value):
    before = fingerprints()
    setattr(settings, name, value)
    assert differing(before) == [name]


def test_without_the_secret_key_nothing_can_be_tried_out(settings):
    before = fingerprints()
    settings.SECRET_KEY = "another"
    assert differing(before) == list(NAMES)


def test_whoever_tells_nothing_differs_in_everything():
    assert differing({"error": "KeyError('settings_in_use')"}) == list(NAMES)


def test_no_value_is_in_its_digest(settings):
    settings.OPENAI_API_KEY = "sk-5"
    settings.CLOUDINARY_URL = "cloudinary://key:secret@cloud"
    told = repr(fingerprints())
    assert "sk-5" not in told
    assert "secret" not in told
