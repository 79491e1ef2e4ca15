"""Animals asked for are in the picture, each as itself, and clear of the fox."""

from dataclasses import replace
from random import Random

import pytest

from storybook.composing.acting import draw_kind
from storybook.composing.composition import Actor, compose, extent
from storybook.figures.animals import BUILDS, build_for
from storybook.figures.beasts import BEASTS
from storybook.figures.creature import draw_creature
from storybook.figures.looks import look_for
from storybook.figures.plumage import BIRDS
from storybook.figures.poses import POSES
from storybook.illustrator import lacking, plan_of
from storybook.painting.canvas import Canvas, placed
from storybook.painting.light import Light
from storybook.painting.rendering import render
from storybook.reading.kinds import KINDS
from storybook.reading.plan import Figure
from storybook.reading.wording import word_set
from tests.storybook.conftest import asking

ASKED = word_set(
    "walrus goose swan tortoise hyena duck zebra lion tiger cat penguin whale bee elephant giraffe monkey "
    "crocodile snake horse donkey cow camel kangaroo bat turtle crab snail ladybird dolphin seal parrot peacock "
    "dragon unicorn leopard cheetah puma panda skunk bull buffalo alpaca moose stag ram boar rhinoceros "
    "hippopotamus mammoth gorilla koala dinosaur monster shark octopus starfish lizard worm caterpillar wasp "
    "beetle spider ant ghost orca flamingo stork ostrich turkey toucan eagle falcon vulture pelican gull dove "
    "pigeon robin woodpecker hummingbird toad sloth lobster jellyfish gazelle squid ogre troll demon goblin hamster "
    "meerkat orangutan lemur anteater narwhal seahorse slug chameleon scorpion grasshopper cricket dragonfly puffin "
    "kiwi canary"
)


def figures(shows: str) -> tuple[Figure, ...]:
    """Who is beside the fox."""
    return plan_of(asking(shows), 1).figures


def drawing(actor: Actor) -> str:
    """The drawing of somebody."""
    cv = Canvas(Light())
    draw_kind(cv, actor)
    return cv.svg()


def svg(kind: str, mood: str = "calm", pose: str = "stand") -> str:
    """The drawing of a kind."""
    return drawing(Actor(kind, pose, mood, 0, 0, 1, mirrored=False, seed="x"))


@pytest.mark.parametrize("animal", sorted(ASKED))
def test_an_animal_asked_for_is_there_and_not_missing(animal: str) -> None:
    request = asking(f"The red fox meets a small {animal} in the meadow.")
    assert [figure.kind for figure in plan_of(request, 1).figures] == [animal]
    assert lacking(request) == ()


def test_every_kind_that_words_can_mean_has_a_drawing() -> None:
    assert set(KINDS) - {"villager"} == set(BUILDS) | set(BIRDS) | set(BEASTS)


def test_no_two_kinds_look_the_same() -> None:
    assert len({svg(kind) for kind in KINDS}) == len(KINDS) - 1  # a villager is one of the others


@pytest.mark.parametrize(
    ("shows", "kinds"),
    [
        ("A polar bear waves at the red fox.", ["polar bear"]),
        ("A mountain lion watches the red fox.", ["puma"]),
        ("A killer whale jumps.", ["orca"]),
        ("The villain Olga, a huge walrus, laughs at the red fox.", ["walrus"]),
        ("The red fox meets a giant spider.", ["spider"]),
        ("The red fox meets a red panda.", ["red panda"]),
        ("A sea horse swims past the red fox.", ["seahorse"]),
        ("The red fox plays with a guinea pig and a t-rex.", ["hamster", "dinosaur"]),
        ("A huge ogre laughs at the red fox.", ["ogre"]),
        ("The devil and an antelope watch the red fox.", ["demon", "gazelle"]),
        ("The villain laughs.", ["wolf"]),
    ],
)
def test_an_animal_of_two_words_or_with_another_name_is_itself(shows: str, kinds: list[str]) -> None:
    assert [figure.kind for figure in figures(shows)] == kinds


def test_a_villain_who_is_an_animal_is_that_animal_and_the_villain() -> None:
    (olga,) = figures("The villain Olga, a walrus, stands before the red fox.")
    assert (olga.kind, olga.part, olga.mood) == ("walrus", "villain", "menacing")


@pytest.mark.parametrize(
    ("shows", "count"),
    [
        ("two zebras", 2),
        ("three zebras", 3),
        ("a zebra", 1),
        ("four bees", 4),
        ("three jellyfish", 3),
        ("two squid", 2),
        ("a jellyfish", 1),
    ],
)
def test_there_are_as_many_as_asked_for(shows: str, count: int) -> None:
    (figure,) = figures(f"The red fox watches {shows}.")
    assert figure.count == count


@pytest.mark.parametrize(
    ("shows", "holds"),
    [
        ("A sloth holds a lantern beside the red fox.", "lantern"),
        ("The red fox meets a red panda who holds a cup of tea.", "cup"),
        ("A troll with a sword blocks the way of the red fox.", "sword"),
        ("The bear sits and reads a book, and the red fox waits.", "closed book"),
        ("An owl carries a letter to the red fox.", "letter"),
        ("A lobster plays a drum beside the red fox.", "drum"),
        ("A gazelle brings a basket to the red fox.", "basket"),
        ("A sleeping bear with a drum lies beside the red fox.", ""),
        ("A sloth and the red fox hold a feast.", ""),
        ("The red fox holds a lantern beside a sloth.", ""),
    ],
)
def test_what_another_holds_is_his_and_not_the_foxs(shows: str, holds: str) -> None:
    plan = plan_of(asking(shows), 1)
    (figure,) = plan.figures
    assert (figure.holds.name if figure.holds else "") == holds
    if holds:
        assert plan.held is None
        assert holds not in [prop.name for prop in plan.props]
        (other,) = compose(plan, Random(1), 3).others
        bare = replace(other, holds=None)
        assert drawing(other) != drawing(bare)


@pytest.mark.parametrize("animal", ["elephant", "crocodile", "walrus", "horse", "giraffe", "swan", "tortoise", "lion"])
def test_the_head_of_an_animal_is_not_behind_the_fox(animal: str) -> None:
    plan = plan_of(asking(f"The red fox meets a {animal}."), 1)
    for seed in range(8):
        frame = compose(plan, Random(seed), 3)
        (other,) = frame.others
        side = -1 if frame.fox.mirrored else 1
        fox_edge = frame.fox.x + side * extent(POSES[frame.fox.pose])[1] * frame.fox.scale
        if animal in BEASTS:
            before = BEASTS[animal].reach[1]
        elif animal in BIRDS:
            before = 150.0
        else:
            assert build_for(animal).fours
            before = extent(POSES[other.pose])[1]
        assert side * (other.x - side * before * other.scale - fox_edge) > -45 * frame.fox.scale


def test_a_sleeping_animal_sleeps_and_the_fox_does_not() -> None:
    shown = plan_of(asking("A lion sleeps while the red fox walks through the grass."), 1)
    assert (shown.figures[0].mood, shown.figures[0].pose, shown.asleep, shown.pose) == ("asleep", "lie", False, "walk")


@pytest.mark.parametrize("animal", ["owl", "goose", "crow", "flamingo", "bee", "wasp"])
@pytest.mark.parametrize(
    "shows", ["The red fox walks past a sleeping {}.", "Two {}s sleep while the red fox walks past."]
)
def test_a_sleeping_bird_or_bee_sits_on_the_ground_with_its_eyes_shut(shows: str, animal: str) -> None:
    plan = plan_of(asking(shows.format(animal).replace("gooses", "geese")), 1)
    assert (plan.pose, plan.asleep) == ("walk", False)
    for other in compose(plan, Random(1), 3).others:
        assert (other.mood, other.lift, look_for(other.mood).lid) == ("asleep", 0, 1)
        assert other.pose == "sleep" or animal in BEASTS
        assert svg(animal, "asleep", other.pose) != svg(animal, "peaceful", "stand")


def test_the_trunk_of_a_sleeping_elephant_lies_on_the_ground() -> None:
    cv = Canvas(Light(), 900, 400)
    with cv.group(placed(300, 300)):
        draw_creature(cv, build_for("elephant"), POSES["lie"], look_for("asleep"), "elephant")
    *_, right, bottom = render(cv.svg(), 900, 400).getbbox() or (0, 0, 0, 0)
    assert bottom <= 300 + 40
    assert right > 300 + POSES["lie"].head[0] + 105


@pytest.mark.parametrize(
    ("shows", "change", "asleep"),
    [
        ("The red fox sleeps under a tree.", "", True),
        ("The red fox is fast asleep beside an owl.", "", True),
        ("The red fox curls up by the fire and sleeps.", "", True),
        ("The red fox walks.", "he should sleep", True),
        ("The red fox sleeps.", "wake him up", False),
        ("The red fox tiptoes past the sleeping bear.", "", False),
        ("The red fox watches the bear, who sleeps.", "", False),
        ("The red fox watches three sleeping penguins.", "", False),
        ("The red fox meets a sleeping goose.", "", False),
    ],
)
def test_the_fox_sleeps_when_he_is_said_to(shows: str, change: str, asleep: bool) -> None:
    shown = plan_of(asking(shows, change=change), 1)
    assert (shown.asleep, shown.pose == "lie") == (asleep, asleep)
