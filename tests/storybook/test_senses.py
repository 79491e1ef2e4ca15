"""Words that only sound like things are not drawn; the same words are where they mean one."""

import pytest

from storybook.illustrator import draw, plan_of
from storybook.reading.plan import Plan
from tests.storybook.conftest import asking

# sentence, and what must not be in its picture: props, animals, or a place
NO_THINGS = [
    ("The red fox hammers an iron-bound giant of oak beams.", "bear"),
    ("The red fox sends the giant boulder rolling downhill.", "bear"),
    ("A giant pie stands before the red fox.", "bear"),
    ("The red fox follows giant prints, each one as long as he is.", "bear"),
    ("The red fox swallows and steps forward.", "bird"),
    ("A roar makes the red fox duck.", "duck"),
    ("Beams like the bones of a whale rise over the red fox.", "whale"),
    ("The crowd goes past the red fox as if he were a milestone.", "milestone"),
    ("A wheel of rose-coloured light surrounds the red fox.", "wheel"),
    ("In the dark mirror of the pond the red fox sees himself.", "mirror"),
    ("The red fox takes a step out of the ring.", "ring"),
    ("The red fox slides the bolt home.", "wrench"),
    ("Bolts spring out as the red fox works.", "wrench"),
    ("The red fox offers a cherry blossom.", "apple"),
    ("The red fox bends over a nest of shivering fieldmice.", "nest"),
    ("The red fox climbs the lamp tower.", "castle"),
    ("The red fox puffs out his broad chest.", "chest"),
    ("A bear with a broad chest greets the red fox.", "chest"),
    ("The red fox lays a paw on his chest and bows.", "chest"),
    ("His chest heaves as the red fox runs.", "chest"),
    ("The captain at the wheel waves to the red fox.", "wheel"),
    ("The red fox takes the wheel.", "wheel"),
    ("The red fox wheels round.", "wheel"),
    ("He plays with fountains spraying all around, the red fox.", "fountain"),
    ("A fountain of sparks rises before the red fox.", "fountain"),
    ("The red fox is painting every zebra.", "painting"),
    ("The red fox is painting the fence.", "painting"),
    ("Drawing a deep breath, the red fox steps forward.", "painting"),
    ("The red fox hammers on the door.", "hammer"),
    ("Rain drums on the roof above the red fox.", "drum"),
    ("The red fox rocks the cradle.", "rock"),
    ("The red fox slowly rocks back and forth.", "rock"),
    ("The wind bowls the red fox over.", "bowl"),
    ("The red fox trains hard every morning.", "train"),
    ("Lost in a train of thought, the red fox walks.", "train"),
    ("The red fox will train with the badger.", "train"),
    ("The red fox shields his eyes.", "shield"),
    ("He shields her from the wind, the brave red fox.", "shield"),
    ("The red fox booked a table at the inn and books a room.", "book"),
    ("The red fox boxes his ears.", "box"),
    ("The red fox bows deeply.", "bow"),
    ("With a low bow the red fox thanks the crowd.", "bow"),
    ("The red fox takes a bow.", "bow"),
    ("The news rings true, the red fox thinks.", "ring"),
    ("The bells ring out over the red fox.", "ring"),
    ("They form a ring around the red fox.", "ring"),
    ("The red fox planes the wood and planes it again.", "plane"),
    ("The red fox saw the river.", "saw"),
    ("He saw nobody, the red fox.", "saw"),
    ("The red fox nails it.", "hammer"),
    ("The red fox mirrors her smile.", "mirror"),
    ("The lake is mirror-smooth before the red fox.", "mirror"),
    ("The red fox comes out of his shell.", "shell"),
    ("The red fox masks his fear.", "mask"),
    ("The red fox threads his way through the crowd.", "thread"),
    ("The red fox cannot bear it.", "bear"),
    ("The red fox must bear the cold.", "bear"),
    ("The trees bear fruit beside the red fox.", "bear"),
    ("The red fox ducks under the branch.", "duck"),
    ("The red fox ducks his head.", "duck"),
    ("The red fox swallows hard.", "bird"),
    ("He swallows the bitter tea, the red fox.", "bird"),
    ("The red fox cranes his neck.", "heron"),
    ("The red fox cocks his head.", "rooster"),
    ("The red fox wolfs it down.", "wolf"),
    ("He will badger them until they listen, the red fox.", "badger"),
    ("The red fox seals the letter.", "seal"),
    ("The red fox rams his shoulder against the gate.", "ram"),
    ("The red fox worms his way through the hole.", "worm"),
    ("The path snakes up the hill before the red fox.", "snake"),
    ("The red fox moves at a snail's pace.", "snail"),
    ("The red fox gets the lion's share.", "lion"),
    ("It is a wild goose chase for the red fox.", "goose"),
    ("The red fox cries crocodile tears.", "crocodile"),
    ("The red fox takes a cat nap.", "cat"),
    ("No more monkey business, says the red fox.", "monkey"),
    ("The red fox horses around.", "horse"),
    ("The red fox is the dark horse.", "horse"),
    ("The red fox finds an eagle's feather.", "eagle"),
    ("The red fox looks into an owl's nest.", "owl"),
    ("The red fox follows a bear's footprints.", "bear"),
    ("It rains cats and dogs on the red fox.", "dog"),
    ("The red fox hits the bull's eye.", "bull"),
    ("A bird's-eye view of the red fox.", "bird"),
    ("A horse chestnut falls beside the red fox.", "horse"),
    ("The red fox smells a tiger lily.", "tiger"),
    ("Hold your horses, says the red fox.", "horse"),
    ("He let the cat out of the bag, the red fox.", "cat"),
    ("The red fox has a heart of gold.", "heart"),
    ("His heart pounds, and the red fox runs.", "heart"),
    ("The red fox knows the poem by heart.", "heart"),
    ("The red fox loses heart.", "heart"),
    ("A sea of faces looks at the red fox.", "sea"),
    ("A forest of hands rises before the red fox.", "forest"),
    ("A mountain of cakes waits for the red fox.", "mountain"),
    ("A storm of applause meets the red fox.", "storm"),
    ("The bridge of his nose itches, and the red fox sneezes.", "bridge"),
    ("The red fox rubs his temples.", "shrine"),
    ("The red fox is the star of the show.", "star"),
    ("At the present moment the red fox thinks.", "gift"),
    ("The red fox takes note of it.", "letter"),
    ("The red fox sits on top of the hill.", "top"),
    ("Stones skip as the red fox flags down the rider.", "flag"),
    ("It is a piece of cake for the red fox.", "cake"),
    ("He has butterflies in his stomach, the red fox.", "butterfly"),
    ("The red fox opens his arms.", "sword"),
    ("The tables turn for the red fox.", "table"),
    ("The red fox is as brave as a lion.", "lion"),
    ("The red fox runs like a horse.", "horse"),
    ("The red fox stands there like a statue.", "statue"),
    ("There is no bear beside the red fox.", "bear"),
    ("The red fox smells an apple-shaped thing.", "apple"),
    ("The red fox goes home with candle light in his eyes.", "candle"),
    ("Sails flap and the red fox fishes the boat out.", "fish"),
    ("The crowd roars, and the red fox fires the first shot.", "campfire"),
    ("In the spring air the red fox leaps.", "river"),
    ("The red fox caves in.", "cave"),
    ("The red fox tumbles head over heels down on all fours.", "shoe"),
]
THINGS = [
    ("A giant stands before the red fox.", "bear"),
    ("The magpies lead the laughter about the red fox.", "crow"),
    ("The red fox, wings on his back, stands over the valley.", "wings"),
    ("The red fox bends over a nest of shivering fieldmice.", "mouse"),
    ("The red fox offers a cherry blossom.", "flower"),
    ("The swallows sing for the red fox.", "bird"),
    ("The red fox opens a chest.", "chest"),
    ("The red fox finds an old treasure chest.", "chest"),
    ("A cart with a broken wheel stands by the red fox.", "wheel"),
    ("The red fox drinks from the fountain.", "fountain"),
    ("The red fox carries a painting.", "painting"),
    ("The red fox holds a hammer.", "hammer"),
    ("The red fox beats his little drum.", "drum"),
    ("The red fox waits for the train.", "train"),
    ("The red fox lifts a round shield.", "shield"),
    ("The red fox reads an open book.", "book"),
    ("The red fox holds a bow and an arrow.", "bow"),
    ("The red fox finds a golden ring.", "ring"),
    ("The red fox looks into the mirror.", "mirror"),
    ("The red fox wears a mask.", "mask"),
    ("A big brown bear meets the red fox.", "bear"),
    ("Two ducks swim past the red fox.", "duck"),
    ("A swallow flies over the red fox.", "bird"),
    ("The red fox and a seal play on the beach.", "seal"),
    ("The red fox follows the snake.", "snake"),
    ("The bears watch the red fox.", "bear"),
    ("The crows drum on the roof above the red fox.", "crow"),
    ("The red fox sits by the sea.", "sea"),
    ("A golden heart lies before the red fox.", "heart"),
    ("The red fox sits on a rocking horse.", "rocking horse"),
    ("The red fox crosses a bridge of stone.", "bridge"),
    ("A sea of flowers lies before the red fox, and a lion.", "lion"),
]


def shown(plan: Plan) -> set[str]:
    """The names of everything in a picture."""
    props = [prop.name for prop in (*plan.props, plan.held, plan.worn, plan.hero.holds) if prop]
    return {*props, *(figure.kind for figure in plan.figures), *plan.places[:1], plan.weather}


@pytest.mark.parametrize(("shows", "thing"), NO_THINGS)
def test_what_only_sounds_like_a_thing_is_not_drawn(shows: str, thing: str) -> None:
    assert thing not in shown(plan_of(asking(shows), 1))


@pytest.mark.parametrize(("shows", "thing"), THINGS)
def test_what_is_meant_is_drawn(shows: str, thing: str) -> None:
    assert thing in shown(plan_of(asking(shows), 1))


def test_a_hundred_sentences_are_tried() -> None:
    assert len(NO_THINGS) >= 100


@pytest.mark.parametrize(
    ("wish", "missing"),
    [
        ("make it look like a painting", ("“make it look like a painting”",)),
        ("in the style of an oil painting", ("“in the style of an oil painting”",)),
        ("he would like a lantern", ()),
        ("I'd like a painting beside him", ()),
    ],
)
def test_a_wish_for_a_style_is_no_wish_for_a_picture_in_it(wish: str, missing: tuple[str, ...]) -> None:
    assert draw(asking("The red fox walks.", change=wish, size=(16, 24))).missing == missing
