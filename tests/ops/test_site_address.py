"""Where `manage.py` commands learn the address of the pages."""

import pytest

from ops.folder import published_site
from storyforge.environment import Environment
from storyforge.settings import _site_url


@pytest.fixture(autouse=True)
def _no_address_of_our_own(monkeypatch, tmp_path):
    monkeypatch.delenv("SITE_URL", raising=False)
    monkeypatch.setattr("storyforge.settings.env", Environment())
    monkeypatch.setattr("storyforge.settings.VAR_DIR", tmp_path)


def test_the_settings_find_what_was_started(tmp_path):
    assert _site_url() == "http://127.0.0.1:8000"
    with published_site(tmp_path, "http://127.0.0.1:8007/"):
        assert _site_url() == "http://127.0.0.1:8007/"
    assert _site_url() == "http://127.0.0.1:8000"


def test_an_address_left_by_a_killed_run_is_replaced(tmp_path):
    (tmp_path / "site.url").write_text("http://127.0.0.1:8001/\n")
    with published_site(tmp_path, "http://127.0.0.1:8002/"):
        assert _site_url() == "http://127.0.0.1:8002/"
    assert list(tmp_path.iterdir()) == []


def test_what_the_operator_says_goes_first(tmp_path, monkeypatch):
    monkeypatch.setenv("SITE_URL", " https://stories.example ")
    monkeypatch.setattr("storyforge.settings.env", Environment())
    with published_site(tmp_path, "http://127.0.0.1:8007/"):
        assert _site_url() == "https://stories.example"
