"""The finished story that comes with the project, on the start page and on a page of its own."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from PIL import Image

from publishing.sample import sample_story
from stories.answers import KEYS, clean_answers
from stories.models import Story
from stories.queries import template_named

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]
FOLDER = Path(settings.BASE_DIR) / "static/sample"


@pytest.mark.parametrize("path", ["/", "/example/"])
def test_a_page_shows_the_pictures_with_their_texts_and_the_film(anybody, path):
    page = anybody.get(path).content.decode()
    told = re.findall(r'src="/static/(sample/[^"]*)"', page)
    assert len([name for name in told if re.search(r"/\d\d\b.*\.webp$", name)]) == 20
    assert 'preload="none"' in page
    assert 'kind="captions"' in page
    assert "the hill village glows to the last house" in page
    assert not Story.everything.exists()
    assert page.count('href="/example/"') == (path == "/")


def test_the_sample_is_whole_and_small():
    assert all(finders.find(f"sample/{name}") for name in ("film.mp4", "film.vtt", "poster.webp", "story.json"))
    assert (FOLDER / "film.mp4").stat().st_size < 2_500_000
    assert sum(file.stat().st_size for file in FOLDER.iterdir()) < 4_000_000
    for number in range(1, 21):
        file = FOLDER / f"{number:02d}.webp"
        assert file.stat().st_size < 40_000
        with Image.open(file) as image:
            assert image.size == (640, 960)


def test_the_answers_shown_are_those_of_a_story_that_the_quiz_can_ask_for():
    answers = clean_answers(dict.fromkeys(KEYS, "") | sample_story()["answers"])
    assert template_named(answers["story_type"])
