"""A reader who has had stories before gets other words."""

from storybook.writing import writer
from storybook.writing.brief import Brief
from storybook.writing.likeness import alikeness
from storybook.writing.memory import Memory, pieces
from storybook.writing.plots import plots
from storybook.writing.variety import answers, compared, one_text

LINE = "[In_square], the red fox (sits|stands) on the cold wet stones. [Who] [who~looks~look] away from him at once."


def test_the_wording_of_a_line_is_what_no_name_or_choice_changes() -> None:
    assert pieces(LINE) == ("on the cold wet stones", "away from him at once")


def test_a_reader_tires_of_what_was_read_before() -> None:
    memory = Memory(["A Title. At the fair, the red fox sits on the cold wet stones. The hen looks away.", "Another."])
    assert memory.weariness(LINE) > 0
    assert memory.weariness("The red fox climbs up the tall white tower.") == 0


def test_a_reader_tires_more_of_a_story_that_this_one_already_resembles() -> None:
    memory = Memory(["On the cold wet stones he sits. Away from him at once goes the hen."])
    before = memory.weariness(LINE)
    memory.note(LINE)
    assert memory.weariness(LINE) > before


def test_the_same_answers_the_next_day_give_other_scenes(template: str, answers: dict[str, str]) -> None:
    first = writer.write(Brief("monday", plots()[template], answers), already={})
    second = writer.write(Brief("tuesday", plots()[template], answers, [one_text(first)]), already={})
    alike = [number for number, text in first.scenes.items() if alikeness(text, second.scenes[number]) > 0.7]
    assert alike == []
    assert first.title != second.title


def test_what_two_stories_share_is_counted() -> None:
    briefs = [Brief("the same", plots()["Power Fantasy"], answers()[0])] * 3
    stories = [writer.write(brief, already={}) for brief in briefs]
    found = compared(briefs, stories)
    assert (found.titles, found.scenes) == (2, 20)
    assert found.often > 20
