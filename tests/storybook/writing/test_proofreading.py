"""The last look at a text finds what sounds wrong, and nothing else."""

from random import Random

import pytest

from storybook.writing.brief import Brief
from storybook.writing.cast import Cast
from storybook.writing.grammar import choose, fill, finished
from storybook.writing.material import lines
from storybook.writing.proofreading import blemishes, faults


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("The red fox offers a x to her.", "a lone letter: x"),
        ("The red fox holds a apple.", "a wrong article: a apple"),
        ("The red fox holds an flower.", "a wrong article: an flower"),
        ("Here come a crows.", "a wrong article: a crows"),
        ("The the fox runs.", "a doubled word: The the"),
        ("He sees the a relic.", "a doubled article: the a"),
        ("All of it happens, and he don't know.", "a wrong verb: he don't"),
        ("The rain stops, and he know it.", "a wrong verb: and he know"),
        ("The crows wait, and they was there.", "a wrong verb: they was"),
        ("In the square my heart breaks.", "somebody speaking: my"),
        ("He carries {find} home.", "a raw fragment: {"),
        ("He stops , and waits.", "a gap before a stop:  ,"),
        ("He stops. and waits.", "a small beginning: . a"),
    ],
)
def test_it_finds(text: str, fault: str) -> None:
    assert fault in faults(text)


@pytest.mark.parametrize(
    "text",
    [
        "The red fox finds what he calls “a a x, he don't {know}”.",
        "At a crossroads an hour later, a unicorn waits as if he were a statue.",
        "Nobody comes, and the red fox is alone.",
    ],
)
def test_it_leaves_good_sentences_alone(text: str) -> None:
    assert faults(text) == []


def test_with_twice_in_a_sentence_is_a_blemish() -> None:
    assert blemishes("The red fox walks home with a lamp, with a sigh.", ()) == ["with twice"]
    assert blemishes("The red fox walks home with a lamp. With a sigh he sits down.", ()) == []


def test_the_red_fox_twice_in_a_sentence_is_a_blemish() -> None:
    assert blemishes("Up goes the red fox, and down comes the red fox.", ()) == ["the red fox twice"]
    assert blemishes("Up goes the red fox. Down comes the red fox.", ()) == []


def test_no_written_line_has_a_fault() -> None:
    cast = Cast(Brief("s", [], {"humiliation_type": "A", "humiliation": "laughed at by crows"}))
    for kind, group in lines().items():
        for line in group:
            for seed in range(6):
                text = choose(line.text, Random(seed)).replace("[He]", "The red fox")
                assert faults(finished(fill(text, cast))) == [], kind
