"""The digests by which the doctor compares settings: what differs is named, and no value is shown."""

import pytest

from storyforge.settings_digest import NAMES, different, digests


def test_the_same_settings_do_not_differ():
    assert different(digests()) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [("OPENAI_API_KEY", "sk-another"), ("STORY_BUDGET_USD", 5), ("IMAGE_HOST", "cloudinary"), ("IMAGE_PREVIEWS", 1)],
)
def test_a_setting_that_differs_is_named(settings, name, value):
    before = digests()
    setattr(settings, name, value)
    assert different(before) == [name]


def test_with_another_secret_key_every_digest_differs(settings):
    before = digests()
    settings.SECRET_KEY = "another"
    assert different(before) == list(NAMES)


def test_a_process_without_digests_differs_in_everything():
    assert different({"error": "KeyError('settings_in_use')"}) == list(NAMES)


def test_no_value_is_in_its_digest(settings):
    settings.OPENAI_API_KEY = "sk-5"
    settings.CLOUDINARY_URL = "cloudinary://key:secret@cloud"
    shown = repr(digests())
    assert "sk-5" not in shown
    assert "secret" not in shown
