"""The address of the site that the settings get from a running copy."""

import runpy

import pytest

from ops.var_folder import published_url
from storyforge import catalogue


@pytest.fixture
def site_url(monkeypatch, tmp_path):
    """`site_url()` reads SITE_URL as a command of the copy in `tmp_path` does."""
    monkeypatch.delenv("SITE_URL", raising=False)
    monkeypatch.setenv("STORYFORGE_VAR", str(tmp_path))
    return lambda: runpy.run_path(catalogue.__file__)["SITE_URL"]


def test_the_settings_use_the_published_url(tmp_path, site_url):
    assert site_url() == ""
    with published_url(tmp_path / "site.url", "http://127.0.0.1:8007/"):
        assert site_url() == "http://127.0.0.1:8007/"
    assert site_url() == ""


def test_a_developers_command_needs_none(monkeypatch, site_url):
    monkeypatch.setenv("DEBUG", "true")
    assert site_url() == "http://127.0.0.1:8000"


def test_a_url_left_by_a_killed_run_is_replaced(tmp_path, site_url):
    (tmp_path / "site.url").write_text("http://127.0.0.1:8001/\n")
    with published_url(tmp_path / "site.url", "http://127.0.0.1:8002/"):
        assert site_url() == "http://127.0.0.1:8002/"
    assert list(tmp_path.iterdir()) == []


def test_site_url_of_the_environment_wins(tmp_path, monkeypatch, site_url):
    monkeypatch.setenv("SITE_URL", " https://stories.example ")
    with published_url(tmp_path / "site.url", "http://127.0.0.1:8007/"):
        assert site_url() == "https://stories.example"
