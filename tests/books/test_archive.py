"""The archive: original pictures, prompts for people, and story.json as docs/story-json.md describes it."""

import json
import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest
from django.conf import settings
from PIL import Image

from books import archive
from tests.books.editions import edition, picture


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "story.zip"
    archive.write(edition(), path)
    return path


def story(file: Path) -> Any:
    with ZipFile(file) as found:
        return json.loads(found.read("story.json"))


def test_the_pictures_are_in_it_untouched_and_not_compressed_twice(file):
    with ZipFile(file) as found:
        assert found.testzip() is None
        assert found.read("pictures/scene-07.png") == picture(7)
        assert found.getinfo("pictures/scene-07.png").compress_type == ZIP_STORED
        assert found.getinfo("story.json").compress_type == ZIP_DEFLATED
        assert len([name for name in found.namelist() if name.startswith("pictures/")]) == 20


def test_a_picture_has_the_ending_of_what_it_is(tmp_path):
    out = BytesIO()
    Image.new("RGB", (64, 96)).save(out, "WEBP")
    one = edition(scenes=1)
    archive.write(replace(one, pages=[replace(one.pages[0], picture=out.getvalue)]), tmp_path / "story.zip")
    assert story(tmp_path / "story.zip")["scenes"][0]["picture"]["file"] == "pictures/scene-01.webp"


def test_story_json_says_of_every_scene_its_text_and_how_its_picture_came_to_be(file):
    found = story(file)
    assert (found["format"], found["title"], found["language"]) == (archive.FORMAT, "The fox & the <river>", "en")
    assert found["changed"] == "2026-11-22T12:30:00+00:00"
    assert [scene["number"] for scene in found["scenes"]] == list(range(1, 21))
    assert found["scenes"][6] == {
        "number": 7,
        "text": "Scene 7: the red fox walks on.",
        "picture": {
            "file": "pictures/scene-07.png",
            "shows": 'A red fox, "7" steps from home.',
            "prompt": "Draw step 7.",
            "provider": "local",
            "model": "storybook-1",
            "version": 1,
            "how": "draw",
            "width": 64,
            "height": 96,
        },
    }


def test_every_key_of_story_json_is_described(file):
    found = story(file)
    text = (settings.BASE_DIR / "docs" / "story-json.md").read_text()
    described = set(re.findall(r"`(\w+)`", text))
    assert {*found, *found["scenes"][0], *found["scenes"][0]["picture"]} - described == set()
    assert f'`"{archive.FORMAT}"`' in text


def test_the_prompts_can_be_read_by_people(file):
    with ZipFile(file) as found:
        text = found.read("prompts.txt").decode()
    assert text.startswith("The fox & the <river>\n")
    assert "Scene 7\n\nScene 7: the red fox walks on.\n\nPrompt, to local storybook-1:\n\nDraw step 7.\n" in text


def test_the_same_edition_gives_the_same_file(file, tmp_path):
    archive.write(edition(), tmp_path / "again")
    assert (tmp_path / "again").read_bytes() == file.read_bytes()
