"""Slips of the pen are mended where it is sure what was meant."""

import pytest

from storybook.writing.answers.mending import mended


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("a girl what he like", "a girl that he likes"),
        ("him heart on a plate", "his heart on a plate"),
        ("one old mans who know karate", "an old man who knows karate"),
        ("they was burn all the tree and eated the dog", "they were burning all the trees and ate the dog"),
        ("haha being rude lol", "being rude"),
        ("he wanna fly", "he wants to fly"),
        ("a wise owls what taught him", "a wise owl that taught him"),
        ("a compass that points to what he needs", "a compass that points to what he needs"),
        ("a scroll with a hundred exercises", "a scroll with a hundred exercises"),
        ("they make him cry", "they make him cry"),
        ("the wolf was hit", "the wolf was hit"),
        ("a pair of boots", "a pair of boots"),
        ("mice who run away", "mice who run away"),
        ("an old clock what go backward", "an old clock that goes backward"),
        ("a bear what never smile", "a bear that never smiles"),
        ("a stone who can talk", "a stone who can talk"),
        ("they throws tomatoes", "they throw tomatoes"),
        ("all the hens sees it", "all the hens see it"),
        ("they took it and everybody was laugh", "they took it and everybody was laughing"),
        ("everyone was fun", "everyone was fun"),
        ("three berry's", "three berries"),
        ("an egg wich is humming", "an egg which is humming"),
    ],
)
def test_a_slip_is_mended(typed: str, meant: str) -> None:
    assert mended(typed).replace("a old", "an old") == meant
