"""The notes about settings that were copied from an example."""

import pytest

from ops.manage_commands import example_note


@pytest.mark.parametrize(
    ("name", "chosen", "said"),
    [
        ("OPENAI_API_KEY", {}, "this machine writes and draws."),
        ("OPENAI_API_KEY", {"IMAGE_PROVIDER": "openai"}, "it counts as unset."),
        ("CLOUDINARY_URL", {}, "this machine stores the pictures."),
        ("GOOGLE_SHEET_ID", {}, "it counts as unset."),
    ],
)
def test_a_note_says_what_happens_while_a_setting_is_an_example(settings, name, chosen, said):
    settings.TEXT_PROVIDER = settings.IMAGE_PROVIDER = settings.IMAGE_HOST = "local"
    for setting, value in chosen.items():
        setattr(settings, setting, value)
    assert example_note(name) == f"{name} still holds an example as in .env.example: {said}"
