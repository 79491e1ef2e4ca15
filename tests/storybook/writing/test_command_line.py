"""`python -m storybook story` and `variety`: what they print, and what they say when they cannot."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from storybook.__main__ import main
from storybook.writing.plots import plots

from .conftest import ROOT


def test_answers_become_a_story() -> None:
    command = [sys.executable, "-m", "storybook", "story", "examples/humiliation.json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, cwd=ROOT)
    title, empty, *scenes = done.stdout.splitlines()
    assert (done.returncode, done.stderr, empty) == (0, "", "")
    assert title
    assert [int(scene[:2]) for scene in scenes] == list(range(1, 21))
    assert "laughed at by crows" in done.stdout


def test_another_seed_is_another_story(capsys: pytest.CaptureFixture[str]) -> None:
    told = {}
    for seed in ("1", "2"):
        assert main(["story", str(ROOT / "examples/offering.json"), "--seed", seed]) == ""
        told[seed] = capsys.readouterr().out
    assert told["1"] != told["2"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "is no JSON"),
        ("[]", "must hold one answer, a text, for each key"),
        (json.dumps({"story_type": 7}), "must hold one answer, a text, for each key"),
        (json.dumps({"story_type": "Comedy"}), "There are: Power Fantasy, Redemption Arc, Hero's Journey"),
        ("{}", "must name its kind of story in story_type"),
        ("\udcff", "is no JSON"),
    ],
)
def test_answers_that_cannot_be_used_are_refused_in_a_sentence(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "answers.json"
    file.write_bytes(text.encode(errors="surrogateescape"))
    problem = main(["story", str(file)])
    assert problem.startswith(str(file))
    assert said in problem


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert main(["story", str(tmp_path / "no.json")]) == (
        f"{tmp_path / 'no.json'} could not be read: No such file or directory. Name a file of answers."
    )


@pytest.mark.site
def test_thirty_stories_of_a_reader_have_little_in_common(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["variety"]) == ""
    heading, *rows = capsys.readouterr().out.splitlines()
    assert re.split(r"  +", heading.strip())[1:] == [
        "sentences in more than two", "titles again", "most scenes alike in two",
    ]  # fmt: skip
    assert [re.split(r"  +", row)[0] for row in rows] == list(plots())
    for row in rows:
        often, titles, alike = map(int, row.split()[-3:])
        assert often == 0
        assert titles == 0
        assert alike <= 2
