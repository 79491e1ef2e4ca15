"""A title fits its story."""

import pytest

from storybook.writing.cast import Cast
from storybook.writing.plots import plots
from tests.storybook.writing.conftest import make_brief, story_of


@pytest.mark.parametrize("name", sorted(plots()))
def test_a_title_names_only_who_is_in_the_story(name: str, humiliation: dict[str, str]) -> None:
    absent = []
    for seed in map(str, range(8)):
        cast, story = Cast(make_brief(name, humiliation, seed)), story_of(name, humiliation, seed)
        told = " ".join(story.scenes.values())
        for who in ("guide", "friend"):
            kind = cast.noun(who).short.split()[-1]
            if kind in story.title.lower().split() and not cast.tells_of(who, told):
                absent.append((seed, story.title, kind))
    assert absent == []
