"""The four shipped story templates say what the quiz promises."""

import json
from pathlib import Path
from typing import Any

import pytest

from stories.beats import KINDS, MOODS

TEMPLATES = json.loads((Path(__file__).parents[2] / "stories/content/templates.json").read_text(encoding="utf-8"))
HAPPY = {"happy", "triumphant", "peaceful"}
# scene number -> the kinds that the quiz' description of the template allows there
RANGES: dict[str, list[tuple[range, set[str]]]] = {
    "Power Fantasy": [
        (range(1, 5), {"humiliation", "rejection", "longing", "sadness"}),
        (range(5, 7), {"discovery", "reach"}),
        (range(7, 9), {"failure", "mocked"}),
        (range(9, 11), {"practice", "mastery"}),
        (range(11, 13), {"transformation"}),
        (range(13, 15), {"power"}),
        (range(15, 20), {"confront", "struggle", "overcome", "justice"}),
        (range(20, 21), {"new_life"}),
    ],
    "Redemption Arc": [
        (range(1, 5), {"wrongdoing", "rejection", "sadness", "regret"}),
        (range(5, 7), {"guide", "reach"}),
        (range(7, 9), {"mocked", "persist"}),
        (range(9, 11), {"practice", "sacrifice"}),
        (range(11, 13), {"kindness", "noticed"}),
        (range(13, 15), {"temptation", "choice"}),
        (range(15, 20), {"crime", "overcome", "amends", "forgiven", "reward"}),
        (range(20, 21), {"new_life"}),
    ],
    "Hero's Journey": [
        (range(1, 3), {"ordinary", "rejection"}),
        (range(3, 5), {"call", "hesitation"}),
        (range(5, 7), {"guide", "reach"}),
        (range(7, 9), {"threshold", "failure"}),
        (range(9, 11), {"ally", "practice"}),
        (range(11, 13), {"approach", "courage"}),
        (range(13, 16), {"confront", "dark", "overcome"}),
        (range(16, 20), {"justice", "reward", "road_home", "rebirth"}),
        (range(20, 21), {"new_life"}),
    ],
    "Coming of Age": [
        (range(1, 4), {"childhood", "humiliation", "rejection"}),
        (range(4, 6), {"awakening", "loss"}),
        (range(6, 8), {"seeking", "discovery"}),
        (range(8, 10), {"mistake", "consequence"}),
        (range(10, 12), {"practice", "identity"}),
        (range(12, 14), {"tested", "ally"}),
        (range(14, 17), {"confront", "struggle", "overcome"}),
        (range(17, 19), {"wisdom", "kindness"}),
        (range(19, 21), {"identity", "new_life"}),
    ],
}


@pytest.fixture(params=TEMPLATES, ids=lambda template: template["name"])
def shipped(request: pytest.FixtureRequest) -> dict[str, Any]:
    return dict(request.param)


def test_there_are_the_four_templates_of_the_quiz_in_order() -> None:
    assert [template["name"] for template in TEMPLATES] == list(RANGES)
    assert [template["position"] for template in TEMPLATES] == [1, 2, 3, 4]


def test_a_template_has_twenty_beats_numbered_in_order(shipped: dict[str, Any]) -> None:
    assert [beat["number"] for beat in shipped["beats"]] == list(range(1, 21))


def test_kinds_and_moods_are_known_and_every_beat_says_what_it_shows(shipped: dict[str, Any]) -> None:
    for beat in shipped["beats"]:
        assert set(beat) == {"number", "kind", "mood", "shows"}
        assert beat["kind"] in KINDS
        assert beat["mood"] in MOODS
        assert beat["shows"].endswith(".")


def test_every_range_of_the_quiz_holds_and_shows_all_its_kinds(shipped: dict[str, Any]) -> None:
    kinds = {beat["number"]: beat["kind"] for beat in shipped["beats"]}
    for numbers, allowed in RANGES[shipped["name"]]:
        assert {kinds[number] for number in numbers} == allowed


def test_faces_turn_happy_once_and_stay_happy(shipped: dict[str, Any]) -> None:
    happy = [beat["mood"] in HAPPY for beat in shipped["beats"]]
    turn = happy.index(True)
    assert turn >= 10
    assert all(happy[turn:])


def test_faces_are_happy_after_the_transformation(shipped: dict[str, Any]) -> None:
    changes = [beat["number"] for beat in shipped["beats"] if beat["kind"] == "transformation"]
    if changes:
        assert all(beat["mood"] in HAPPY for beat in shipped["beats"] if beat["number"] >= max(changes))
        assert not any(beat["mood"] in HAPPY for beat in shipped["beats"] if beat["number"] < min(changes))


def test_style_and_character_can_open_a_picture_prompt(shipped: dict[str, Any]) -> None:
    assert shipped["art_style"].endswith(".")
    assert shipped["character"].startswith("a small fox")
    assert not shipped["character"].endswith(".")
    assert "(" not in shipped["character"]
    assert shipped["summary"].count(".") == 1
