"""`python -m storybook`: what it writes, and what it says when it cannot."""

import subprocess
import sys
from pathlib import Path

from PIL import Image

from storybook.__main__ import main
from storybook.props.catalogue import PROPS

SMALL = ("--width", "64", "--height", "96")


def test_a_sentence_becomes_a_picture(tmp_path: Path) -> None:
    file = tmp_path / "fox.png"
    command = [
        sys.executable,
        "-m",
        "storybook",
        "draw",
        "A red fox lifts a lantern at night.",
        "-o",
        str(file),
        *SMALL,
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert Image.open(file).size == (64, 96)


def test_what_is_asked_for_can_be_seen(tmp_path: Path) -> None:
    for name, more in {"day": (), "night": ("--change", "make it night"), "sheet": ("--sheet",)}.items():
        assert main(["draw", "The red fox walks.", "-o", str(tmp_path / name), *SMALL, *more]) == ""
    assert len({path.read_bytes() for path in tmp_path.iterdir()}) == 3


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    file = tmp_path / "no folder" / "fox.png"
    assert main(["draw", "A red fox.", "-o", str(file), *SMALL]).startswith(f"{file} could not be written: ")


def test_a_size_that_is_none_is_refused_in_a_sentence() -> None:
    command = [sys.executable, "-m", "storybook", "draw", "A red fox.", "--width", "0"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert "0 is no number of pixels; name one from 1 to 4096" in done.stderr


def test_a_page_shows_all_props(tmp_path: Path) -> None:
    file = tmp_path / "props.html"
    assert main(["props", "-o", str(file)]) == ""
    page = file.read_text()
    assert page.count("<img ") == len(PROPS) > 200
    assert "<p>lantern, oil lamp, storm lamp</p>" in page
    assert "http" not in page
