"""Briefs for the tests of writers, made from the shipped templates."""

from collections.abc import Mapping

from providers.base import Beat, StoryBrief
from tests.storybook.writing.conftest import TEMPLATES


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
