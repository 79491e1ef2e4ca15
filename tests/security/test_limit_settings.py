"""The settings of limits: read from the environment, documented, and a wrong one is named and never taken for none."""

import os
import runpy
from types import SimpleNamespace

import pytest
from django.conf import settings as site
from django.core.exceptions import ImproperlyConfigured

from storyforge import catalogue
from storyforge.checks import check_settings

DEFAULTS = {
    "STORIES_PER_HOUR": 10,
    "STORIES_PER_DAY": 30,
    "REDRAWS_PER_STORY_HOUR": 100,
    "REWRITES_PER_STORY_HOUR": 60,
    "CLIPS_PER_STORY_HOUR": 100,
    "UPLOADS_PER_STORY_HOUR": 60,
    "FILMS_PER_STORY_HOUR": 20,
    "VISITORS_PER_ADDRESS": 5,
    "STREAMS_PER_VISITOR": 6,
    "STREAMS_PER_PROCESS": 1000,
    "CONNECTIONS_PER_ADDRESS": 100,
    "UPLOADS_PER_ADDRESS": 8,
    "UPLOADS_PER_PROCESS": 32,
    "PAGE_REPORTS_PER_HOUR": 10,
    "LINK_TRIES_PER_HOUR": 30,
    "LOGINS_PER_HOUR": 60,
    "LOGIN_FAILURES": 5,
    "CSP_REPORTS_PER_HOUR": 20,
}
KEPT = ("RETAIN_UNFINISHED_DAYS", "RETAIN_FINISHED_DAYS", "RETAIN_VERSIONS_DAYS")  # days; without one, for ever
OTHERS = ("LOGIN_LOCK_MINUTES", "TRUSTED_PROXIES", *KEPT)


@pytest.fixture
def read(monkeypatch):
    """The settings as they are in an environment with these variables."""

    def reading(**environment):
        with monkeypatch.context() as clean:
            for name in (*DEFAULTS, *OTHERS, "BEHIND_PROXY"):
                clean.delenv(name, raising=False)
            for name, value in environment.items():
                clean.setenv(name, value)
            return SimpleNamespace(**runpy.run_path(catalogue.__file__))

    return reading


def faults() -> list[str]:
    return [found.msg for found in check_settings(None) if found.id in ("storyforge.E010", "storyforge.E015")]


def test_every_limit_has_a_generous_default(read):
    found = vars(read())
    assert {name: found[name] for name in DEFAULTS} == DEFAULTS
    limits = {setting.name for setting in catalogue.CATALOGUE if setting.check == "E015"}
    assert limits == {*DEFAULTS, *KEPT}
    assert found["REDRAWS_PER_STORY_HOUR"] >= 5 * 20  # all twenty may be drawn anew, several times


@pytest.mark.parametrize("name", [*DEFAULTS, *OTHERS])
def test_a_limit_comes_from_the_environment_and_is_documented(name, read):
    assert getattr(read(**{name: "3"}), name) == 3
    assert f"`{name}`" in (site.BASE_DIR / "docs/configuration.md").read_text()


@pytest.mark.parametrize("wrong", ["ten", "1.5", "1e3", "10 per hour", "unlimited", "∞"])
@pytest.mark.parametrize("name", ["STORIES_PER_HOUR", "TRUSTED_PROXIES"])
def test_a_limit_that_is_no_number_stops_the_site_with_a_sentence(name, wrong, read):
    with pytest.raises(ImproperlyConfigured, match=f"{name} is .* Write it in digits"):
        read(**{name: wrong})


@pytest.mark.parametrize("name", [*DEFAULTS, *OTHERS])
def test_a_limit_below_0_is_named(name, settings):
    assert faults() == []
    setattr(settings, name, -1)
    assert [fault.partition(" ")[0] for fault in faults()] == [name]


def test_behind_proxy_means_one_trusted_proxy_unless_said_otherwise(read):
    assert read().TRUSTED_PROXIES == 0
    assert read(BEHIND_PROXY="true").TRUSTED_PROXIES == 1
    assert read(BEHIND_PROXY="true", TRUSTED_PROXIES="2").TRUSTED_PROXIES == 2


def test_no_variable_of_the_machine_reaches_the_tests():
    assert not {name for name in (*DEFAULTS, *OTHERS) if name in os.environ}
