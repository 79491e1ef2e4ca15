"""`python -m storybook story` and `python -m storybook variety`: what they print."""

import json
from pathlib import Path

from . import writer
from .brief import Brief
from .plots import plots
from .variety import measured


class UnusableAnswersError(Exception):
    """The file of answers cannot be used; the message says why and what to do."""


def story(file: Path, seed: str) -> str:
    """Write the story for the quiz answers in `file`: its title, and its scenes by number."""
    answers = _answers(file)
    told = writer.write(Brief(seed, plots()[answers["story_type"]], answers), already={})
    return "\n".join([told.title, "", *(f"{number:2}  {text}" for number, text in told.scenes.items())])


def variety() -> str:
    """Measure thirty stories of every kind, as a table."""
    rows = [("thirty stories of one kind", "sentences in more than two", "titles again", "most scenes alike in two")]
    for name in plots():
        found = measured(name)
        rows.append((name, str(found.often), str(found.titles), str(found.scenes)))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)


def _answers(file: Path) -> dict[str, str]:
    try:
        answers = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise UnusableAnswersError(f"{file} could not be read: {error.strerror}. Name a file of answers.") from error
    except ValueError as error:
        raise UnusableAnswersError(f"{file} is no JSON: {error}. examples/ shows how answers are written.") from error
    if not isinstance(answers, dict) or not all(isinstance(answer, str) for answer in answers.values()):
        raise UnusableAnswersError(f"{file} must hold one answer, a text, for each key. examples/ shows how.")
    if answers.get("story_type") not in plots():
        known = ", ".join(plots())
        raise UnusableAnswersError(f"{file} must name its kind of story in story_type. There are: {known}.")
    return answers
