"""Shared by the tests of the writer: the four shipped templates, and briefs and stories made from them."""

import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import pytest

from storybook.writing import writer
from storybook.writing.brief import Beat, Brief, Story

ROOT = Path(__file__).parents[3]
TEMPLATES = json.loads((ROOT / "stories/content/templates.json").read_text(encoding="utf-8"))
OFFERING = {
    "story_type": "Power Fantasy",
    "humiliation_type": "B",
    "offering_who": "a girl fox",
    "offering_what": "a flower",
    "humiliation": "",
    "find": "a glowing relic",
    "do_with_find": "A",
    "villain_crime": "stealing from the village",
}
HUMILIATION = OFFERING | {
    "humiliation_type": "A",
    "offering_who": "",
    "offering_what": "",
    "humiliation": "laughed at by crows",
    "find": "a blueprint for a jetpack",
    "do_with_find": "B",
    "villain_crime": "hurting someone the fox loves",
}

BriefMaker = Callable[..., Brief]


def make_brief(name: str, answers: Mapping[str, str], seed: str = "seed", beats: list[Beat] | None = None) -> Brief:
    """A brief for the shipped template `name`, with its own beats unless others are given."""
    template = next(template for template in TEMPLATES if template["name"] == name)
    return Brief(seed, beats or [Beat(**beat) for beat in template["beats"]], answers)


def story_of(name: str, answers: Mapping[str, str], seed: str = "seed") -> Story:
    """The story for a brief, written once per session."""
    return _written(name, tuple(sorted(answers.items())), seed)


@cache
def _written(name: str, answers: tuple[tuple[str, str], ...], seed: str) -> Story:
    return writer.write(make_brief(name, dict(answers), seed), already={})


@pytest.fixture(scope="session")
def brief() -> BriefMaker:
    return make_brief


@pytest.fixture(params=[template["name"] for template in TEMPLATES])
def template(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=[OFFERING, HUMILIATION], ids=["offering", "humiliation"])
def answers(request: pytest.FixtureRequest) -> dict[str, str]:
    return dict(request.param)


@pytest.fixture
def offering() -> dict[str, str]:
    return dict(OFFERING)


@pytest.fixture
def humiliation() -> dict[str, str]:
    return dict(HUMILIATION)
