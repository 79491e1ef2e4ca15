"""Briefs for the tests of writers, made from the shipped templates."""

import json
from collections.abc import Mapping
from pathlib import Path

from providers.base import Beat, StoryBrief

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


def make_brief(
    name: str, answers: Mapping[str, str], seed: str = "seed", beats: list[Beat] | None = None
) -> StoryBrief:
    """A brief for the shipped template `name`, with its own beats unless others are given."""
    template = next(template for template in TEMPLATES if template["name"] == name)
    return StoryBrief(
        seed=seed,
        template=name,
        beats=beats or [Beat(**beat) for beat in template["beats"]],
        answers=answers,
        character=template["character"],
        art_style=template["art_style"],
    )
