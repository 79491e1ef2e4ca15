"""What the villain did is put right at the end, in every kind of story."""

import pytest

from storybook.writing.amends import righted
from storybook.writing.answers.crimes import read_crime
from storybook.writing.answers.nouns import Noun
from storybook.writing.cast import Cast

from .conftest import make_brief, story_of

WOLF = Noun("a grey wolf", "the wolf")
CRIMES = ["he hides the sun in a sack", "noise", "a dragon eats everybody's shadows", "kidnaps the bees", "zzzz"]


@pytest.mark.parametrize(
    ("crime", "end"),
    [
        ("the sun was stolen by an ostrich", "the sun is back where it belongs"),
        ("stealing all the left socks", "the left socks are back where they belong"),
        ("robbing everyone", "all that was stolen is given back"),
        ("kidnaps the moon and demands all the cheese", "the moon is free again"),
        ("cancelling birthdays", "birthdays are allowed again"),
        ("forbids singing", "singing is allowed again"),
        ("nobody is allowed to laugh", "everyone may laugh again"),
        ("burns the forest", "the forest is planted anew"),
        ("burns down the library", "the library is made whole again"),
        ("poisoning the river", "the river is clean again"),
        ("turning all animals into stone", "the animals are just as before"),
        ("scares children at night", "nobody need be afraid any more"),
        ("noise", "the noise is gone"),
        ("zzzz", "the dark spell is broken"),
        ("throws mud", "the wolf makes good all the harm and promises never again to throw mud"),
        ("breaking promises", "the wolf makes good all the harm and promises never again to break promises"),
    ],
)
def test_a_crime_has_an_end(crime: str, end: str) -> None:
    assert righted(read_crime(crime), WOLF) == end


@pytest.mark.parametrize("crime", CRIMES)
def test_a_story_tells_at_its_end_that_the_wrong_is_put_right(
    template: str, humiliation: dict[str, str], crime: str
) -> None:
    answers = humiliation | {"villain_crime": crime}
    scenes, cast = story_of(template, answers).scenes, Cast(make_brief(template, answers))
    victim = answers["villain_crime"] == "kidnaps the bees"  # they come out of the cage, which says it
    told = [scenes[number] for number in range(15, 21)]
    assert any(cast.righted in text or (victim and cast.tells_of("victim", text)) for text in told)
