"""Whatever a scene names and its picture does not show is named; what it shows, and what is only a figure of speech, is
not."""

import pytest

from storybook.illustrator import lacking
from tests.storybook.conftest import asking


@pytest.mark.parametrize(
    ("shows", "words"),
    [
        # things that nobody has drawn
        ("The red fox sits among the dustbins.", ("dustbin",)),
        ("Water pours from the pipe onto the red fox.", ("water", "pipe")),
        ("Water pours over the red fox in the desert.", ("water",)),
        ("The red fox plays with a button and a thimble.", ("button", "thimble")),
        ("The red fox offers trousers to the badger.", ("trouser",)),
        ("Under the buttons the red fox finds a key.", ("button",)),
        ("The red fox clings to the last rung.", ("clings", "rung")),
        ("A millstone rolls past the red fox.", ("millstone",)),
        ("Smoke rises behind the red fox.", ("smoke",)),
        ("The red fox sits on a rope swing.", ("rope swing",)),
        ("The red fox looks up at the clock tower.", ("clock tower",)),
        ("Behind the red fox stands a bell tower.", ("bell tower",)),
        ("The red fox fetches it down, sock by sock.", ("sock",)),
        ("The red fox lifts his cap.", ("cap",)),
        ("The ferryman waves to the red fox.", ("ferryman",)),
        ("The red fox looks up to a treehouse.", ("treehouse",)),
        # what other places show
        ("The red fox looks over to the mill beyond the lake.", ("mill",)),
        ("The red fox stands in the market and dreams. Behind him lies a cliff.", ("cliff",)),
        ("In the cave the red fox hears the village.", ("village",)),
        ("The red fox sits in his room and sees a mountain.", ("mountain",)),
        # animals for whom there is no room
        ("A hen, a duck, a cow, a goat, a pig and the red fox meet.", ("pig",)),
        # things that have no room under a roof, and those that are too many
        ("The red fox sits in the cellar behind a haystack.", ("haystack",)),
        ("The red fox has a drum, a key, a barrel, a bucket, a wheel, a broom and a rake.", ("wheel", "broom", "rake")),
        ("The wings of the red fox are lost.", ("wing",)),
    ],
)
def test_what_a_scene_names_and_the_picture_lacks_is_named(shows: str, words: tuple[str, ...]) -> None:
    assert lacking(asking(shows)) == words


@pytest.mark.parametrize(
    "shows",
    [
        # drawn
        "The red fox flies a kite.",
        "The warm light shows every drop on the lashes of the red fox.",
        "The red fox holds a ribbon.",
        "The red fox carries a bundle of sticks.",
        "A bundle of clothes lies before the red fox.",
        "The red fox polishes the gear with a cloth.",
        "Boards lie in the grass before the red fox.",
        "The red fox eats with a spoon.",
        "The red fox finds a pair of wings.",
        "The red fox leaps with the wings spread wide.",
        "The red fox looks at the wings on a shelf in the workshop.",
        "A hut stands behind the red fox.",
        "A puddle lies before the red fox.",
        "The red fox sits on the fence in the village.",
        "An oar lies before the red fox.",
        "The geese form a wall in front of the red fox.",
        "The crowd steps back as the rocket opens, and the red fox smiles.",
        "Two wolves stand at the ford, and the red fox waits.",
        # shown by the place, the hour, the weather
        "The red fox walks down the village street past the houses.",
        "The red fox sits on the beach by the sea.",
        "The red fox looks across the lake.",
        "The red fox climbs the ridge of the mountain.",
        "The red fox runs through the forest between the trees.",
        "Stars shine over the red fox at night.",
        "Lightning flashes over the red fox in the storm.",
        "The red fox looks out of the window of his room.",
        "The red fox sits by the river, and the water is clear.",
        "Sparks dance around the red fox.",
        # no things
        "The crows lead the laughter about the red fox.",
        "The red fox sinks into the grass.",
        "His tail sinks, and the red fox sighs.",
        "A heron flies over the red fox.",
        "The sun slides off the head of the red fox.",
        "The ears of the red fox brush the grass.",
        "The red fox watches the hens.",
        "The old lynx guards the path of the red fox on the road.",
        "The red fox steps on board.",
        "A shower of light falls on the red fox.",
        "The red fox is as quick as a whip.",
        "It is slow as a mill, and the red fox waits.",
        "The red fox runs like water.",
        "The water is as mild as milk by the river, and the red fox waits.",
        "The winter coat of the red fox shines.",
        "He has a cold, and the red fox dreams of a mermaid.",
        "The hearts of the crowd race, and the red fox waits.",
        "There is no pipe beside the red fox.",
        "The red fox smells the smell of a kitchen.",
        "With a willow broom the red fox sweeps.",
        "A column of ants walks past the red fox.",
        "Somebody with “a mermaid” on his lips greets the red fox.",
    ],
)
def test_what_is_shown_or_no_thing_is_not_named(shows: str) -> None:
    assert lacking(asking(shows)) == ()


def test_the_words_stand_in_the_order_of_the_scene() -> None:
    assert lacking(asking("Behind a lattice the red fox sits under a table beside a mermaid.")) == (
        "lattice", "under a table", "mermaid",
    )  # fmt: skip


def test_a_thing_that_is_ruled_out_is_not_missing() -> None:
    shows = "A mermaid sits beside the red fox."
    assert "mermaid" not in lacking(asking(shows, change="remove the mermaid"))


def test_a_scene_in_spanish_lacks_things_in_spanish() -> None:
    assert lacking(asking("El zorro está debajo de la mesa con una sirena.")) == ("debajo de la mesa", "sirena")
    assert lacking(asking("Der Fuchs sitzt unter dem Tisch.")) == ("unter dem Tisch",)
