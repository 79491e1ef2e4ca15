"""What the illustrator says that it did not draw or obey, in the words of whoever asked."""

import pytest

from storybook.illustrator import draw, lacking
from tests.storybook.conftest import asking, asking_sheet

FOREST = "The red fox walks through the forest."


def missing(shows: str = FOREST, change: str = "") -> tuple[str, ...]:
    """What a picture would lack."""
    return lacking(asking(shows, change=change))


@pytest.mark.parametrize(
    ("shows", "words"),
    [
        ("The red fox plays an accordion under a tapir.", ("accordion", "tapir")),
        ("A mermaid and two tapirs watch the red fox.", ("mermaid", "tapir")),
        ("The red fox swings from a rope and slides down the hill.", ("swings", "from a rope", "slides")),
        ("The red fox sits on a swing.", ("swing",)),
        ("The red fox watches the otters; a watch lies in the grass.", ("watch",)),
        ("The red fox holds a lantern beside an owl.", ()),
        ("The red fox has a heart as brave as a lion.", ()),
        ("Swallows dart in and out above the red fox.", ()),
        ("The red fox finds a dart behind a curtain of ivy.", ("dart", "ivy")),
        ("The cold goes to his bones, and mosquitoes, bats and the red fox shiver.", ("mosquito",)),
        ("There is no tapir beside the red fox.", ()),
        ("An ogre, a sloth and a squid watch the red fox.", ()),
        ("The red fox is brave, and hope fills the morning.", ()),
        ("The red fox holds the pipe with both arms.", ("pipe",)),
        ("The red fox plays the pipes.", ()),
        ("The red fox holds a jar of honey.", ()),
        ("The red fox carries the drum on his two raised paws.", ()),
        ("The red fox unties the wings.", ("unties",)),
        ("The red fox finds the sword under a carpet of ash.", ()),
        ("The red fox bends over the still pool, and a grown fox with kind eyes smiles back.", ("reflection",)),
        ("The red fox sees his own face in the mirror.", ("reflection",)),
        ("The red fox hangs head down from the branch.", ("hangs", "down from the branch", "upside down")),
        ("The red fox stands upside down.", ()),
    ],
)
def test_things_of_a_scene_that_nobody_can_draw_are_named(shows: str, words: tuple[str, ...]) -> None:
    assert missing(shows) == words


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ("add a tapir", ("tapir",)),
        ("Make it night and add a tapir.", ("tapir",)),
        ("add a striped tapir behind him", ("tapir",)),
        ("a platypus called Olga sits next to him", ("platypus",)),
        ("add a mermaid", ("mermaid",)),
        ("add a zebra", ()),
        ("a walrus called Olga sits next to him", ()),
        ("blue fur with dots", ()),
        ("give him a scar and a torn ear", ()),
        ("put a bowler on his head", ()),
        ("dress him in a yellow raincoat", ()),
        ("give him a tattoo", ("tattoo",)),
        ("give him blue jeans and headphones", ()),
        ("give him red gloves", ()),
        ("give him a scarf with stripes", ()),
        ("add a ball with dots", ("dot",)),
        ("make him striped", ()),
        ("add an accordion and an owl", ("accordion",)),
        ("make him dance", ("“make him dance”",)),
        ("asdf qwer", ("“asdf qwer”",)),
        ("make it night", ()),
        ("add a lantern", ()),
        ("add two owls behind him", ()),
        ("give him an eyepatch", ()),
        ("put a big red balloon in his paw", ()),
        ("he should smile", ()),
        ("he should wear a bowler hat", ()),
        ("he wears a pirate hat and an eyepatch", ()),
        ("put an eye patch over his right eye", ()),
        ("give him a green woolly hat with a white bobble", ()),
        ("pink cheeks and long eyelashes", ()),
        ("a leather jacket with sunglasses", ()),
        ("the fox needs a moustache", ()),
        ("a bicycle helmet and knee pads", ("pad",)),
        ("turn him into an elephant", ("elephant",)),
        ("he sits on a chair", ()),
        ("remove the hat", ()),
        ("a white belly and black paws", ()),
        ("replace his hat with a crown", ()),
        ("no hat", ()),
    ],
)
def test_a_wish_that_is_not_obeyed_is_named(wish: str, words: tuple[str, ...]) -> None:
    assert missing(change=wish) == words


def test_a_long_wish_is_quoted_in_short() -> None:
    (quoted,) = missing(change="qwer " * 40)
    assert quoted == f"“{'qwer ' * 10}qwer…”"


def test_no_more_than_eight_words_are_named() -> None:
    animals = "a tapir, a platypus, an armadillo, a wombat, a quail, a centipede, a tadpole, a mermaid and an oyster"
    named = ("tapir", "platypus", "armadillo", "wombat", "quail", "centipede", "tadpole", "mermaid")
    assert missing(f"The red fox meets {animals}.") == named


@pytest.mark.parametrize(
    ("wishes", "unchanged"),
    [
        ("", False),
        ("make it night", False),
        ("add a tapir", True),
        ("make it night\nadd a tapir", True),
        ("no hat", True),
    ],
)
def test_a_wish_that_makes_no_difference_is_told_from_one_that_does(wishes: str, unchanged: bool) -> None:
    assert draw(asking(FOREST, change=wishes, size=(16, 24))).unchanged is unchanged


@pytest.mark.parametrize(
    ("wish", "words", "unchanged"),
    [
        ("give him a green scarf", (), False),
        ("give him a moustache of gold and a monocle", (), False),
        ("x-ray eyes", (), True),
    ],
)
def test_the_fox_of_a_character_sheet_too(wish: str, words: tuple[str, ...], unchanged: bool) -> None:
    sheet = draw(asking_sheet(wish, size=(16, 24)))
    assert sheet.unchanged is unchanged
    assert bool(sheet.missing) is unchanged


@pytest.mark.parametrize(
    ("shows", "words"),
    [
        ("Two wolves of stone guard the ford, and the red fox sits there.", ("wolf",)),
        ("Painted horses lie in the mud before the red fox.", ("mud", "horse")),
        ("The red fox pushes a boulder to the dam.", ()),
        ("The red fox stands under the lighthouse.", ()),
        ("The old lighthouse keeper waves to the red fox.", ()),
        ("The red fox lies under a blanket in his room.", ("under a blanket",)),
        ("Flames leap from the roof before the red fox, and the wolf laughs.", ()),
        (
            "The red fox has a drum, a kite, a barrel, a bucket, a wheel and a broom.",
            ("wheel", "broom"),
        ),
    ],
)
def test_what_is_left_out_or_only_a_likeness_is_named(shows: str, words: tuple[str, ...]) -> None:
    assert missing(shows) == words


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ("make it look like a painting", ("“make it look like a painting”",)),
        ("in the style of an oil painting", ("“in the style of an oil painting”",)),
        ("he would like a lantern", ()),
        ("I'd like a painting beside him", ()),
    ],
)
def test_a_wish_for_a_style_is_no_wish_for_a_picture_in_it(wish: str, words: tuple[str, ...]) -> None:
    assert missing("The red fox walks.", wish) == words
