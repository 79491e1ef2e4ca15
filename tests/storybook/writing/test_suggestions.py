"""The answers that the quiz suggests are understood."""

import json
import re

from storybook.writing.answers.reader import read_answers

from .conftest import ROOT


def test_no_suggested_answer_has_to_be_quoted() -> None:
    for suggested in json.loads((ROOT / "quiz/content/suggestions.json").read_text(encoding="utf-8")):
        answers = read_answers(suggested)
        assert "“" not in repr(answers), suggested
        assert answers.crime.told, suggested


def test_a_suggested_thing_stays_as_it_is_but_for_its_place() -> None:
    for suggested in json.loads((ROOT / "quiz/content/suggestions.json").read_text(encoding="utf-8")):
        answers = read_answers(suggested)
        assert f"{answers.find.full} {answers.site}".strip() == re.sub(r" caught (?=in)", " ", suggested["find"])
