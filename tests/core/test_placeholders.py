"""Which values count as examples that were never filled in."""

import pytest

from core.placeholders import is_placeholder


@pytest.mark.parametrize(
    "value",
    [
        "your_key_here", "sk-your-key", "YOUR_OPENAI_API_KEY", "your-api-key-here", "<your_api_key>", "insert_key_here",
        "cloudinary://<your_api_key>:<your_api_secret>@demo", "cloudinary://API_KEY:API_SECRET@CLOUD_NAME",
        "cloudinary://key:secret@cloud", "xxx", "...", "sk-...", "sk-proj-xxxxxxxx", "changeme", "  your_key_here ",
        "{{ openai_key }}", "api_key_here",
    ],
)  # fmt: skip
def test_an_example_is_a_placeholder(value: str) -> None:
    assert is_placeholder(value)


@pytest.mark.parametrize(
    "value",
    [
        "", "sk-proj-Ab3dEfG7", "sk-1234567890abcdef", "cloudinary://123456:aBc-dEf_9@demo", "my-preset", "storyforge",
        "cloudinary://key:secret@demo?upload_prefix=http://127.0.0.1:1", "none", "test", "sk-yourselfG7hT",
    ],
)  # fmt: skip
def test_a_real_value_is_no_placeholder(value: str) -> None:
    assert not is_placeholder(value)
