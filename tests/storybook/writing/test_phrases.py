"""Answers in whatever form are read as nouns and deeds that fit into a sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storybook.writing.answers.crimes import Crime, read_crime
from storybook.writing.answers.deeds import is_doing, read_offer, read_shame
from storybook.writing.answers.nouns import built_from, read_noun

SANG = "and so he sang all morning in front of the beavers, who laughed until the sun went down and called him a frog"
SINGS = "and so he sings all morning in front of the beavers"


@pytest.mark.parametrize(
    ("answer", "full", "short"),
    [
        ("a glowing relic", "a glowing relic", "the glowing relic"),
        ("flower", "a flower", "the flower"),
        ("Flowers", "flowers", "the flowers"),
        ("a group of crows he wants as friends", "a group of crows he wants as friends", "the crows"),
        (
            "a martial-arts master floating on a stone",
            "a martial-arts master floating on a stone",
            "the martial-arts master",
        ),
        ("a blueprint for a jetpack", "a blueprint for a jetpack", "the blueprint"),
        ("the sword of his father", "the sword of his father", "the sword"),
        ("my grandmother", "his grandmother", "his grandmother"),
        ("He finds a magic sword", "a magic sword", "the magic sword"),
        ("giving her a rose", "a rose", "the rose"),
        ("ancient book", "an ancient book", "the ancient book"),
        ("everyone", "everyone", "everyone"),
        ("half of his sandwich", "half of his sandwich", "his sandwich"),
        ("gold", "gold", "the gold"),
        ("a walrus called Olga", "a walrus called Olga", "Olga the walrus"),
        (
            "his old teacher, a tortoise called Professor Plum",
            "his old teacher, a tortoise called Professor Plum",
            "Professor Plum the tortoise",
        ),
        ("my best friend, a small rabbit", "his best friend, a small rabbit", "the small rabbit"),
        ("a lamp, a map", "a lamp, a map", "the lamp"),
        ("a cat named luna", "a cat called Luna", "Luna the cat"),
        ("🌹🌹🌹", "a rose", "the rose"),
        ("✨🗡️", "a dagger", "the dagger"),
        ("a rose 🌹", "a rose", "the rose"),
        ("kung fu panda", "a kung fu panda", "the kung fu panda"),
        ("a flobberwock", "a flobberwock", "the flobberwock"),
    ],
)
def test_a_noun_is_full_at_first_and_short_after(answer: str, full: str, short: str) -> None:
    noun = read_noun(answer, missing="a thing")
    assert (noun.full, noun.short) == (full, short)


@pytest.mark.parametrize(
    "answer",
    [
        "{find}",
        "<b>x</b>",
        "ein leuchtender Stein",
        "هدية",
        "anillo de oro",
        "asdf",
        "a x",
        "he don't know",
        "to fly",
        "the the",
    ],
)
def test_what_is_no_plain_english_noun_is_kept_word_for_word(answer: str) -> None:
    noun = read_noun(answer, missing="a thing")
    assert noun.full == answer
    assert not noun.plain


def test_an_empty_answer_gets_the_one_of_the_house() -> None:
    assert read_noun("  ", missing="a flower").full == "a flower"


def test_finds_are_told_apart_by_what_can_be_done_with_them() -> None:
    assert read_noun("an old wizard", missing="x").living_master
    assert read_noun("a hidden temple", missing="x").place
    assert read_noun("a robot suit", missing="x").machine
    assert read_noun("an old map", missing="x").plan
    assert not read_noun("courage", missing="x").solid


def test_a_capitalised_name_stays_a_name() -> None:
    assert read_noun("Mia", missing="a fox", person=True).full == "Mia"
    assert read_noun("Crow", missing="a fox", person=True).full == "a crow"
    assert read_noun("lucía", missing="a fox", person=True).full == "Lucía"


@pytest.mark.parametrize(
    ("answer", "built"),
    [
        ("a blueprint for a jetpack", "a jetpack"),
        ("plans for a robot suit", "a robot suit"),
        ("a book of spells", None),
        ("a recipe for thunder", None),
    ],
)
def test_a_plan_says_what_is_built(answer: str, built: str | None) -> None:
    thing = built_from(read_noun(answer, missing="a plan"))
    assert (thing.full if thing else None) == built


@pytest.mark.parametrize(
    ("answer", "clause"),
    [
        ("laughed at by crows", "the red fox is laughed at by crows"),
        ("cheated on", "the red fox is cheated on"),
        ("ignored in public", "the red fox is ignored in public"),
        ("He gets cheated on by his wife!!", "the red fox is cheated on by his wife"),
        ("CROWS LAUGH AT HIM", "crows laugh at the red fox"),
        ("they ignored him", "the others ignore the red fox"),
        ("I was bullied", "the red fox is bullied"),
        ("being laughed at", "the red fox is laughed at"),
        ("losing a race", "the red fox is losing a race"),
        ("lost the race", "the red fox loses the race"),
        ("He fell off the stage and everyone laughed", "the red fox falls off the stage and everyone laughs"),
        ("He fell off the stage and everyone booed", "the red fox falls off the stage and everyone boos"),
        ("He slips and falls", "the red fox slips and falls"),
        ("everyone laughs at him", "everyone laughs at the red fox"),
        ("a public beating", "the red fox has to bear a public beating"),
        ("crows laughing at him", "crows are laughing at the red fox"),
        ("HE DON'T KNOW HOW TO SWIM", "the red fox does not know how to swim"),
        ("he can't sing", "the red fox cannot sing"),
        ("not invited to the wedding", "the red fox is not invited to the wedding"),
        ("nobody comes to his birthday", "nobody comes to the red fox's birthday"),
        ("nobody comes smiling", "the red fox finds that nobody comes smiling"),
        ("his trousers fall down", "the red fox's trousers fall down"),
        (
            "the whole school laughs when he trips over his own tail",
            "the whole school laughs when the red fox trips over his own tail",
        ),
        ("trousers", "the red fox is laughed at because of his trousers"),
        ("everyone laugh at him", "everyone laughs at the red fox"),
        ("crows pelt him with nuts", "crows pelt the red fox with nuts"),
        ("he is ugly", "the red fox is told that he is ugly"),
        ("too small", "the red fox is told that he is too small"),
        ("HE IS A COWARD", "the red fox is called a coward"),
        ("called a coward", "the red fox is called a coward"),
        ("naked in public", "the red fox is naked in public"),
        ("stung by a wasp", "the red fox is stung by a wasp"),
        ("people laugh because he cant fly", "people laugh because the red fox cannot fly"),
        ("spilled soup on the queen", "the red fox spills soup on the queen"),
        (
            "he lied about the eggs and his best friend, a rabbit, was blamed",
            "the red fox lies about the eggs and his best friend, a rabbit, is blamed",
        ),
        (
            f"when he was very small his brothers told him that the river would carry anyone who could sing, {SANG}",
            f"the red fox's brothers tell him that the river will carry anyone who can sing, {SINGS}",
        ),
        (
            "the children threw stones at him and called him names",
            "the children throw stones at the red fox and call him names",
        ),
        ("laughed at and mocked by crows", "the red fox is laughed at and mocked by crows"),
        ("because he is small", "the red fox is laughed at because he is small"),
        ("someone posts a video of him", "someone posts a video of the red fox"),
        ("the teacher reads his love letter out loud", "the teacher reads the red fox's love letter out loud"),
        ("😂🎂", "the red fox is laughed at because of a birthday cake"),
    ],
)
def test_a_humiliation_becomes_a_clause_in_the_present(answer: str, clause: str) -> None:
    assert read_shame(answer).clause == clause


def test_those_who_laugh_are_remembered() -> None:
    doers = read_shame("laughed at by crows").doers
    assert doers is not None
    assert doers.short == "the crows"


def test_trousers_do_not_laugh() -> None:
    assert read_shame("his trousers fall down").doers is None
    assert read_shame("nobody comes to his birthday").doers is None


@pytest.mark.parametrize("answer", ["der Fuchs wird ausgelacht", "se ríen de él", "asdf", "x", "👉", "nobody"])
def test_what_cannot_be_told_is_quoted_whole(answer: str) -> None:
    assert read_shame(answer).clause == f"everybody points at the red fox and calls him “{answer}”"
    assert read_crime(answer) == Crime(f"casting a dark spell called “{answer}”", told=False)


@pytest.mark.parametrize(
    ("answer", "doing"),
    [
        ("stealing from the village", "stealing from the village"),
        ("hurting someone the fox loves", "hurting someone the red fox loves"),
        ("He steals all the gold.", "stealing all the gold"),
        ("stole the village's gold", "stealing the village's gold"),
        ("theft", "stealing from everyone"),
        ("lying", "telling lies about everyone"),
        ("lies", "telling lies about everyone"),
        ("murder of his father", "murdering the red fox's father"),
        ("to destroy the forest", "destroying the forest"),
        ("the villain is poisoning the river", "poisoning the river"),
        ("breaking his promise", "breaking his promise"),
        ("kidnapping my sister", "kidnapping the red fox's sister"),
        ("bullying", "bullying the little ones"),
        ("kidnapped the princess", "kidnapping the princess"),
        ("corruption", "bringing corruption upon everyone"),
        ("not sharing", "refusing to share"),
        ("the mayor is corrupt and takes all the money", "taking all the money"),
        ("a pike says that the lake belongs to him and makes everyone pay", "making everyone pay"),
        ("the big bad wolf", "frightening the little ones"),
        ("bullies destroyed the playground", "destroying the playground"),
        ("🔥🏠", "burning a house"),
        ("🐍💎💎", "stealing all the gem stones"),
        ("a heron called Gustav drinks the pond", "drinking the pond"),
        ("a tower that walks and looks for its keeper", "walking and looking for its keeper"),
        ("he is evil", "being evil"),
        ("magic", "casting evil spells"),
        (
            "the beavers built a dam so that the village had no water",
            "building a dam so that the village has no water",
        ),
        ("a hyena burned the barn and ate the sheep", "burning the barn and eating the sheep"),
        ("mean", "being mean"),
        ("robs the bank that stands beside the old bridge near the river", "robbing the bank"),
    ],
)
def test_a_crime_becomes_what_the_villain_is_doing(answer: str, doing: str) -> None:
    assert read_crime(answer).doing == doing


def test_a_villain_named_in_the_crime_is_the_villain() -> None:
    crime = read_crime("A wolf burns the forest")
    assert crime.villain is not None
    assert (crime.villain.full, crime.doing) == ("a wolf", "burning the forest")


@pytest.mark.parametrize(
    ("answer", "villain"),
    [
        ("a walrus called Olga steals all the fish", "Olga the walrus"),
        ("A WALRUS CALLED OLGA STEALS ALL THE FISH", "Olga the walrus"),
        ("Olga steals the honey", "Olga"),
        ("bandits rob the bank", "the chief of the bandits"),
    ],
)
def test_a_villain_keeps_name_and_kind(answer: str, villain: str) -> None:
    crime = read_crime(answer)
    assert crime.villain is not None
    assert crime.villain.short == villain


@pytest.mark.parametrize(
    ("answer", "offers"),
    [
        ("holding hands", "offers to hold hands"),
        ("to dance with her", "offers to dance with her"),
        ("friendship", "offers friendship"),
        ("hug", "offers a hug"),
        ("{find}", "offers what he calls “{find}”"),
    ],
)
def test_an_offering_that_is_no_thing_is_offered_all_the_same(answer: str, offers: str) -> None:
    assert read_offer(answer) == offers


def test_things_are_told_from_doings() -> None:
    assert is_doing("holding hands")
    assert not is_doing("a flower")
    assert not is_doing("wedding ring")


@given(st.text(min_size=1, max_size=300))
def test_nothing_that_can_be_typed_breaks_the_reading(answer: str) -> None:
    noun = read_noun(answer, missing="a thing")
    assert noun.full
    assert noun.short
    assert read_shame(answer).clause
    assert read_crime(answer).doing
    assert read_offer(answer)


@pytest.mark.parametrize(
    ("answer", "short"),
    [
        ("a very old and grumpy tortoise who lives in a teapot", "the grumpy tortoise"),
        ("the prettiest girl in school", "the girl"),
        ("an old rusty diving helmet", "the rusty diving helmet"),
    ],
)
def test_a_long_name_is_short_when_it_comes_again(answer: str, short: str) -> None:
    noun = read_noun(answer, missing="a thing")
    assert (noun.full, noun.short) == (answer, short)


@pytest.mark.parametrize(
    ("answer", "full", "short"),
    [
        (
            "Mr. Bolt, a rusty vending machine that talks",
            "a rusty vending machine called Mr Bolt that talks",
            "Mr Bolt the vending machine",
        ),
        (
            "Princess Petunia, a proud peacock",
            "a proud peacock called Princess Petunia",
            "Princess Petunia the peacock",
        ),
    ],
)
def test_a_name_and_its_kind_are_one_noun(answer: str, full: str, short: str) -> None:
    noun = read_noun(answer, missing="a thing")
    assert (noun.full, noun.short, noun.plain) == (full, short, True)


@pytest.mark.parametrize(("answer", "lives"), [("a tiny elephant", True), ("a tiny elephant made of glass", False)])
def test_nobody_learns_from_an_animal_that_is_made_of_something(answer: str, lives: bool) -> None:
    assert read_noun(answer, missing="a thing").living_master is lives


@pytest.mark.parametrize(
    ("answer", "doing", "villain"),
    [
        ("EVERYBODYS BIRTHDAYS ARE CANCELLED BY THE EVIL DUKE", "cancelling everybody's birthdays", "the evil duke"),
        ("the sun was stolen by an ostrich", "stealing the sun", "an ostrich"),
        (
            "a raccoon mayor have throws mud on Everybodys houses",
            "throwing mud on everybody's houses",
            "a raccoon mayor",
        ),
        ("the mayor wants to pave the meadow", "paving the meadow", "the mayor"),
        ("because he hates music he breaks all the violins", "breaking all the violins", None),
        ("makes everyone do homework forever", "making everyone do homework forever", None),
        ("a greedy beaver builds a dam and the river goes dry", "building a dam", "a greedy beaver"),
        (
            "Baron von Squeak, an angry hamster, floods the city",
            "flooding the city",
            "an angry hamster called Baron von Squeak",
        ),
    ],
)
def test_a_crime_is_told_of_the_one_who_does_it(answer: str, doing: str, villain: str | None) -> None:
    crime = read_crime(answer)
    assert (crime.doing, crime.villain and crime.villain.full) == (doing, villain)


def test_shouted_spanish_is_quoted_whole() -> None:
    assert read_shame("ME FUI DE CARA EN EL BARRO").clause.endswith("calls him “me fui de cara en el barro”")


def test_of_a_long_tale_what_happens_to_him_is_told() -> None:
    tale = (
        "One day at the big market I was carrying a tray of forty seven blueberry pies for the mayor and I slipped on "
        "a banana peel that my cousin had left there on purpose and all the pies landed on the mayor's wife and "
        "everybody in the whole valley sang a mean song about it for a year"
    )
    shame = read_shame(tale)
    assert shame.place == "at the big market"
    assert "slips on a banana peel" in shame.clause
    assert "“" not in shame.clause
