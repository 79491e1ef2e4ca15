"""Which fox a description means, that scenes show him too, and that the descriptions we ship mean the fox as he is."""

import json
from pathlib import Path
from random import Random

import pytest

from storybook.figures.builds import RED_FOX
from storybook.illustrator import depict, plan_of
from storybook.reading.hero import Hero
from storybook.reading.heroes import described_hero, hero_of
from storybook.reading.plan import Plan
from storybook.reading.plans import read_plan
from storybook.reading.wardrobe import COLOURS, GARMENTS
from tests.storybook.conftest import CHARACTER, asking, asking_sheet, drawn, is_green, share

TEMPLATES = Path(__file__).parents[2] / "stories" / "content" / "templates.json"
SHIPPED = sorted({one["character"] for one in json.loads(TEMPLATES.read_text())})
SCENES = (
    ("The red fox offers a flower to a girl fox in the meadow.", "humiliation", "sad"),
    ("The red fox's tail is high: the little red fox runs from a wolf at night.", "struggle", "afraid"),
    ("In the workshop the red fox builds a machine.", "practice", "determined"),
)


def worn(description: str) -> list[tuple[str, str]]:
    return [(garment.kind, garment.colour) for garment in described_hero(f"{CHARACTER}. {description}").wears]


def plan(scene: str, description: str = "", **how: str) -> Plan:
    return read_plan(asking(scene, character=f"{CHARACTER}. {description}", **how), Random("x"))  # type: ignore[arg-type]


@pytest.mark.parametrize("description", [*SHIPPED, CHARACTER, "", "a small red fox"])
def test_a_shipped_description_means_the_fox_as_he_always_was(description: str) -> None:
    assert described_hero(description) == Hero()


@pytest.mark.parametrize(("scene", "beat", "mood"), SCENES)
@pytest.mark.parametrize("description", SHIPPED)
def test_a_shipped_description_changes_nothing_in_a_drawing(description: str, scene: str, beat: str, mood: str) -> None:
    described = asking(scene, character=description, beat=beat, mood=mood)
    bare = asking(scene, character="", beat=beat, mood=mood)
    assert depict(described, 1).drawings(64, 96) == depict(bare, 1).drawings(64, 96)


@pytest.mark.parametrize(
    ("wish", "garments"),
    [
        ("Give him a green scarf.", [("scarf", "green")]),
        ("GIVE HIM A GREEN SCARF", [("scarf", "green")]),
        ("a scarf, green", [("scarf", "green")]),
        ("His scarf is green, not red", [("scarf", "green")]),
        ("a red hat and a blue cape please", [("hat", "red"), ("cape", "blue")]),
        ("a fox with a green scarf around his neck and a red hat on his head", [("scarf", "green"), ("hat", "red")]),
        ("He should wear round glasses with golden frames", [("glasses", "golden")]),
        ("Give him a crown, but no cape", [("crown", "")]),
        ("a hat or glasses", [("hat", ""), ("glasses", "")]),
        ("without a hat or glasses", []),
        ("Give him a green scarf. Make the scarf red.", [("scarf", "red")]),
        ("Give him a green scarf. Take off the scarf.", []),
        ("Give him a scarf and a hat. Remove the scarf and the hat.", []),
        ("Give him a scarf and a hat. No clothes.", []),
        ("Give him a red hat. A top hat would be better.", [("top hat", "")]),
        ("I want him to wear a yellow raincoat", [("raincoat", "yellow")]),
        ("give him a blue coat", [("coat", "blue")]),
        ("his ears stand up like a red hat", []),
        ("he is armed with a bow and arrow", []),
    ],
)
def test_what_he_wears_is_read_from_his_description(wish: str, garments: list[tuple[str, str]]) -> None:
    expected = [(kind, COLOURS[colour] if colour else GARMENTS[kind][1]) for kind, colour in garments]
    assert worn(wish) == expected


def test_a_thing_of_two_colours_has_both() -> None:
    for wish in ("a red and white striped scarf", "a red scarf with white dots"):
        (scarf,) = described_hero(wish).wears
        assert (scarf.colour, scarf.second) == (COLOURS["red"], COLOURS["white"])


@pytest.mark.parametrize("kind", GARMENTS)
def test_every_garment_is_found_by_its_own_name(kind: str) -> None:
    assert worn(f"Give him a purple {kind}.") == [(kind, COLOURS["purple"])]


def test_eyes_and_tail_tip_have_the_colour_that_is_named() -> None:
    eyes = described_hero("Make his eyes blue.").build.coat
    assert eyes.iris != RED_FOX.coat.iris
    assert eyes.fur == RED_FOX.coat.fur
    for wish in ("black tail tip", "make the tip of his tail black", "a black-tipped tail"):
        assert described_hero(wish).build.coat.tip == COLOURS["black"]
    assert described_hero("a white-tipped tail and dark-tipped ears").build == RED_FOX


@pytest.mark.parametrize("wish", ["white socks", "his paws should be white", "He has white paws"])
def test_socks_have_the_colour_that_is_named(wish: str) -> None:
    assert worn(wish) == [("socks", COLOURS["white"])]


@pytest.mark.parametrize("wish", ["dark socks", "black paws", "he carries a white flower in his paws"])
def test_dark_socks_are_his_own(wish: str) -> None:
    assert worn(wish) == []


def test_sizes_grow_and_shrink_step_by_step() -> None:
    ears = [described_hero(wish).build.hearing for wish in ("smaller ears", "", "bigger ears", "much bigger ears")]
    tails = [
        described_hero(wish).build.brush for wish in ("a thinner tail", "", "a bushier tail", "a far bushier tail")
    ]
    foxes = [described_hero(wish).build.size for wish in ("make him smaller", "", "make him bigger")]
    assert all(sizes == sorted(set(sizes)) for sizes in (ears, tails, foxes))


def test_no_wish_makes_a_part_of_him_monstrous() -> None:
    build = described_hero("Much bigger ears. A much bigger tail. Make him much bigger. Huge eyes. " * 9).build
    assert max(build.hearing, build.brush, build.size, build.eyes) <= 1.5


@pytest.mark.parametrize(
    "wish", ["darker fur", "lighter fur", "redder fur", "more red in his fur", "less red fur", "his fur is too dark",
             "brown fur", "make him white like snow", "a bit darker", "an older fox", "a silver-grey coat"],
)  # fmt: skip
def test_fur_takes_on_the_tone_that_is_asked_for(wish: str) -> None:
    coat = described_hero(wish).build.coat
    assert coat.fur != RED_FOX.coat.fur
    assert coat.iris == RED_FOX.coat.iris


def test_younger_and_older_are_different_foxes() -> None:
    younger, older = described_hero("make him younger").build, described_hero("make him older").build
    assert younger.eyes > RED_FOX.eyes > older.eyes
    assert younger.size < RED_FOX.size


@pytest.mark.parametrize(
    "text",
    ["Give him a green dragon.", "a fox holding a lantern with green glass", "a torn letter", "his home is a red hut"],
)
def test_what_is_said_of_other_things_colours_nothing_of_him(text: str) -> None:
    assert described_hero(text).build == RED_FOX
    assert described_hero(text).wears == ()


def test_a_scene_shows_what_the_description_says() -> None:
    scene = "The red fox stands in the market square at noon."
    plain, scarf = (drawn(asking(scene, character=f"{CHARACTER}{wish}")) for wish in ("", ". Give him a green scarf."))
    assert share(scarf, is_green) > share(plain, is_green) + 0.003


@pytest.mark.parametrize("scene", [scene for scene, _, _ in SCENES] + ["The red fox sleeps.", "The red fox flies."])
def test_every_scene_shows_the_fox_of_the_sheet(scene: str) -> None:
    wish = "Give him a green scarf and blue eyes."
    sheet = hero_of(asking_sheet(wish))
    assert plan(scene, wish).hero == sheet
    assert {garment.kind for garment in sheet.wears} == {"scarf"}


def test_words_of_the_description_are_neither_things_nor_moods_of_the_scene() -> None:
    described = plan(
        "The red fox sits.", "Sad eyes (very sad), a lantern-red scarf, a hat like a castle; a wolf's grin"
    )
    bare = plan("The red fox sits.")
    assert (described.props, described.mood, described.places, described.figures, described.pose) == (
        bare.props, bare.mood, bare.places, bare.figures, bare.pose,
    )  # fmt: skip


def test_what_he_wears_does_not_lie_beside_him_as_well() -> None:
    scene = "The red fox, his scarf loose, stands beside a drum."
    assert sorted(prop.name for prop in plan(scene).props) == ["drum", "scarf"]
    assert [prop.name for prop in plan(scene, "Give him a green scarf.").props] == ["drum"]


def test_what_he_always_carries_is_in_his_paws_where_they_are_free() -> None:
    held = plan("The red fox stands on the hill.", "He carries a lantern.").held
    assert held is not None
    assert held.name == "lantern"
    assert plan("The red fox pushes a cart up the hill.", "He carries a lantern.").held is None
    assert plan("The red fox stands on the hill.", "He carries a lantern.", change="no lantern").held is None


def test_a_note_about_one_scene_can_dress_him_in_it() -> None:
    shown = plan("The red fox stands on the hill.", change="Give him a yellow scarf and blue eyes")
    assert [(garment.kind, garment.colour) for garment in shown.hero.wears] == [("scarf", COLOURS["yellow"])]
    assert shown.hero.build.coat.iris != RED_FOX.coat.iris
    assert "scarf" not in [prop.name for prop in shown.props]
    assert shown.pose == plan("The red fox stands on the hill.").pose


def test_a_note_changes_the_colour_of_what_he_wears_anyway() -> None:
    shown = plan("The red fox stands.", "Give him a green scarf.", change="make the scarf red")
    assert [(garment.kind, garment.colour) for garment in shown.hero.wears] == [("scarf", COLOURS["red"])]


@pytest.mark.parametrize(
    "note", ["add a red hat on the table", "the wolf should wear a green scarf", "bigger", "make him bigger", "darker"]
)
def test_a_note_about_something_else_does_not_touch_the_fox(note: str) -> None:
    assert plan("The red fox stands before a wolf.", change=note).hero == Hero()


@pytest.mark.parametrize(
    ("wish", "kind"),
    [
        ("a bowler hat", "bowler"),
        ("a top hat", "top hat"),
        ("a pirate hat", "pirate hat"),
        ("a chef's hat", "chef's hat"),
        ("a witch's hat", "witch's hat"),
        ("a party hat", "party hat"),
        ("a santa hat", "santa hat"),
        ("a bike helmet", "helmet"),
        ("a beret", "beret"),
        ("a yellow raincoat", "raincoat"),
        ("a t-shirt", "t-shirt"),
        ("a white shirt", "shirt"),
        ("dress him in a blue jacket", "jacket"),
        ("he wears a brown coat", "coat"),
        ("a red dress", "dress"),
        ("a tie", "tie"),
        ("a bow tie", "bow tie"),
        ("blue jeans", "trousers"),
        ("overalls", "overalls"),
        ("an apron", "apron"),
        ("a kilt", "skirt"),
        ("a patch over his eye", "eyepatch"),
    ],
)
def test_what_is_asked_for_by_name_is_worn(wish: str, kind: str) -> None:
    assert [garment for garment, _ in worn(wish)] == [kind]


def test_a_shirt_goes_with_trousers() -> None:
    assert worn("red trousers and a white shirt") == [("trousers", COLOURS["red"]), ("shirt", COLOURS["white"])]


@pytest.mark.parametrize(
    ("wish", "pattern", "part", "ink"),
    [
        ("purple stripes", "stripes", "", "purple"),
        ("blue fur with white dots", "dots", "", "white"),
        ("black spots on his tail", "dots", "tail", "black"),
        ("green stripes across his back", "stripes", "torso", "green"),
        ("polka dots", "dots", "", ""),
        ("spotted fur", "dots", "", ""),
        ("a striped tail", "stripes", "tail", ""),
        ("make him striped", "stripes", "", ""),
        ("a scarf with red stripes", "", "", ""),
        ("stripes. no stripes", "", "", ""),
    ],
)
def test_his_coat_has_the_pattern_that_is_asked_for(wish: str, pattern: str, part: str, ink: str) -> None:
    build = described_hero(f"{CHARACTER}. {wish}").build
    assert (build.pattern, build.pattern_on) == (pattern, part)
    assert not ink or build.ink == COLOURS[ink]


@pytest.mark.parametrize(
    ("wish", "part", "colour"),
    [
        ("blue ears", "ears", "blue"),
        ("make the tail green", "tail", "green"),
        ("a white face", "face", "white"),
        ("pink cheeks", "cheeks", "pink"),
    ],
)
def test_a_part_has_the_colour_that_is_asked_for(wish: str, part: str, colour: str) -> None:
    assert dict(described_hero(f"{CHARACTER}. {wish}").build.tints) == {part: COLOURS[colour]}


@pytest.mark.parametrize(
    ("wish", "grown"),
    [
        ("a scar", "scar"),
        ("a scar over his left eye", "scar"),
        ("a torn ear", "torn ear"),
        ("one ear is torn", "torn ear"),
        ("a notch in his ear", "torn ear"),
        ("freckles on his nose", "freckles"),
        ("a bite is missing from his ear", "torn ear"),
    ],
)
def test_marks_of_his_life_are_drawn(wish: str, grown: str) -> None:
    assert described_hero(f"{CHARACTER}. {wish}").build.grown == (grown,)
    assert described_hero(f"{CHARACTER}. {wish}").build.coat == RED_FOX.coat


@pytest.mark.parametrize(
    "wish", ["blue fur", "green tail", "add a scar", "spots", "torn ear", "purple stripes", "an eyepatch"]
)
def test_a_note_about_the_fox_needs_no_his(wish: str) -> None:
    assert hero_of(asking("The red fox walks.", change=wish)) != Hero()


@pytest.mark.parametrize(
    "note",
    [
        "he spots a bird",
        "the crow has a scar",
        "a bird with blue feathers",
        "add a golden chest",
        "a ball with red dots",
        "a table with long legs",
    ],
)
def test_a_note_about_something_else_leaves_him_as_he_is(note: str) -> None:
    assert hero_of(asking("The red fox walks.", change=note)) == hero_of(asking("The red fox walks."))


@pytest.mark.parametrize(
    ("note", "kind", "colour"),
    [
        ("put him in striped pyjamas", "pyjamas", GARMENTS["pyjamas"][1]),
        ("a blue and white striped scarf", "scarf", COLOURS["blue"]),
        ("a cape of gold", "cape", COLOURS["gold"]),
        ("a leather jacket with sunglasses", "jacket", GARMENTS["jacket"][1]),
        ("add a red beret", "beret", COLOURS["red"]),
    ],
)
def test_a_garment_that_a_note_only_names_is_worn(note: str, kind: str, colour: str) -> None:
    wears = hero_of(asking("The red fox walks.", change=note)).wears
    assert (kind, colour) in [(garment.kind, garment.colour) for garment in wears]


@pytest.mark.parametrize(
    "note", ["a hat lies on the ground", "he holds a hat", "a scarf beside him", "a cap on the table"]
)
def test_a_garment_that_is_elsewhere_is_not_worn(note: str) -> None:
    assert hero_of(asking("The red fox walks.", change=note)).wears == ()


def test_cloth_can_have_dots() -> None:
    (dress,) = hero_of(asking("The red fox walks.", change="a blue dress with white dots")).wears
    assert (dress.kind, dress.colour, dress.second, dress.spotted) == ("dress", COLOURS["blue"], COLOURS["white"], True)


def test_his_whole_body_has_a_colour_and_its_dots_another() -> None:
    build = hero_of(asking("The red fox walks.", change="make his whole body blue with pink dots")).build
    assert (build.coat.fur, build.pattern, build.ink) == (COLOURS["blue"], "dots", COLOURS["pink"])


def test_a_moustache_is_no_beard() -> None:
    build = described_hero("a fox with a white moustache").build
    assert (build.beard, build.grown, dict(build.tints)) == (False, ("moustache",), {"moustache": COLOURS["white"]})


def test_he_is_as_old_as_the_scene_says() -> None:
    usual, cub, grown = (
        plan_of(asking(shows), 1).hero.build.size
        for shows in (
            "The red fox waits in the meadow.",
            "The red fox, still a round little cub, waits in the meadow.",
            "Grown tall, the red fox waits in the meadow.",
        )
    )
    assert cub < usual < grown
