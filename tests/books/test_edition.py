"""What every kind of book says at its end."""

import pytest

from tests.books.editions import edition

DAY = "on 22 November 2026"


@pytest.mark.parametrize(
    ("fields", "lines"),
    [
        ({}, ["Written by StoryForge’s own storyteller", "Pictures by StoryForge’s own illustrator", f"Made {DAY}"]),
        (
            {"author": "Mia Moss", "writer": "openai gpt-5", "illustrators": ["openai a", "openai b", "local c"]},
            [
                "A story by Mia Moss",
                "Written by OpenAI",
                "Pictures by OpenAI and StoryForge’s own illustrator",
                f"Made {DAY}",
            ],
        ),
        ({"writer": "", "illustrators": []}, [f"Made with StoryForge {DAY}"]),
    ],
    ids=["made here", "named", "nobody's"],
)
def test_the_colophon_names_the_author_and_makers_as_readers_know_them(fields, lines):
    assert edition(**fields).colophon == lines
