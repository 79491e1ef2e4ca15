"""Apostrophes that a hurried typist leaves out are put in; plurals stay plurals."""

import pytest

from storybook.writing.answers.owners import with_apostrophes


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("throws mud on Everybodys houses", "throws mud on everybody's houses"),
        ("my dads old guitar", "my dad's old guitar"),
        ("the kings crown", "the king's crown"),
        ("the childrens toys", "the children's toys"),
        ("the beavers dam is destroyed", "the beavers' dam is destroyed"),
        ("the crows feathers", "the crows' feathers"),
        ("hes stealing it and they dont care", "he's stealing it and they don't care"),
        ("its really small", "it's really small"),
        ("the kings crown him", "the kings crown him"),
        ("his brothers laugh", "his brothers laugh"),
        ("the wolves howl", "the wolves howl"),
        ("his friends and family", "his friends and family"),
        ("the bullies take his lunch", "the bullies take his lunch"),
    ],
)
def test_an_owner_gets_his_apostrophe(typed: str, meant: str) -> None:
    assert with_apostrophes(typed) == meant
