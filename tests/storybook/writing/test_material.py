"""The written lines: every slot is known, every kind has lines, and the shipped directions are the known ones."""

import json
import re
from pathlib import Path
from random import Random

import pytest

from stories.beats import KINDS, MOODS
from storybook.writing.brief import Beat, Brief
from storybook.writing.cast import Cast
from storybook.writing.grammar import choose, fill
from storybook.writing.material import fitting, lines
from storybook.writing.plots import plots

from .conftest import BriefMaker

TEMPLATES = json.loads((Path(__file__).parents[3] / "stories/content/templates.json").read_text(encoding="utf-8"))
LINES = [(kind, line) for kind, group in lines().items() for line in group]
SCENES = [line for kind, line in LINES if kind in {*KINDS, "turned_down"}]


@pytest.fixture(scope="module")
def cast() -> Cast:
    return Cast(Brief(seed="s", beats=[], answers={}))


def test_every_kind_of_beat_and_every_mood_has_lines() -> None:
    assert set(KINDS) <= set(lines())
    assert set(MOODS) <= set(lines())


def test_no_line_is_written_twice() -> None:
    texts = [(kind, line.text) for kind, line in LINES if kind != "justice"]
    assert len(texts) == len(set(texts))


def test_every_line_has_only_known_slots_and_names_the_fox(cast: Cast) -> None:
    for line in SCENES:
        text = choose(line.text, Random(1))
        told = fill(re.sub(r"\[[Ss]hamed\]", "the red fox", text), cast)
        assert not re.search(r"[\[\]|~<>]", told), line
        assert "the red fox" in told.lower(), line
        assert "the red fox's" not in told.lower(), line
        assert told.endswith("."), line


def test_every_line_has_the_length_of_a_scene(cast: Cast) -> None:
    for line in SCENES:
        assert 18 <= len(fill(choose(line.text, Random(1)), cast).split()) <= 60, line


def test_the_plots_are_the_shipped_templates() -> None:
    fields = ("number", "kind", "mood", "shows")
    told = {
        name: [{field: getattr(beat, field) for field in fields} for beat in beats] for name, beats in plots().items()
    }
    assert told == {template["name"]: template["beats"] for template in TEMPLATES}, "change lines/plots.tsv alike"


def test_every_shipped_beat_has_a_choice_of_lines(template: str, answers: dict[str, str], brief: BriefMaker) -> None:
    for trains in "AB":
        story = brief(template, answers | {"do_with_find": trains})
        cast = Cast(story)
        for beat in story.beats:
            kind = "turned_down" if beat.kind == "rejection" and beat.number == 2 else beat.kind
            if kind == "turned_down" and answers["humiliation_type"] == "A":
                kind = "humiliation"
            assert len(fitting(kind, cast.tags(story.beats, beat), before="")) >= 2, (beat, trains)


def test_a_line_that_takes_up_an_earlier_scene_needs_that_scene() -> None:
    tags = {"grave"}
    without = fitting("choice", tags, before="")
    with_purse = fitting("choice", tags, before="On the path lies a fat purse.")
    assert not any(line.after for line in without)
    assert any(line.after == "purse" for line in with_purse)


def test_an_unknown_kind_has_no_lines() -> None:
    assert fitting("no such kind", {"grave"}, before="") == []


def test_tags_say_which_occurrence_of_a_kind_it_is(brief: BriefMaker, offering: dict[str, str]) -> None:
    story = brief("Power Fantasy", offering)
    cast = Cast(story)
    first, later = (beat for beat in story.beats if beat.kind == "power")
    assert "first" in cast.tags(story.beats, first)
    assert "later" in cast.tags(story.beats, later)


def test_a_beat_of_a_foreign_mood_is_grave(brief: BriefMaker, offering: dict[str, str]) -> None:
    story = brief("Power Fantasy", offering)
    assert "grave" in Cast(story).tags(story.beats, Beat(3, "kindness", "no such mood", ""))
