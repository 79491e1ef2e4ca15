"""Files of answers: CSV as spreadsheets save it, and JSON."""

import json

import pytest
from django.conf import settings

from batches import answers
from batches.files import MOST_BYTES, MOST_ROWS, read
from core.errors import Invalid
from tests.factories import ANSWERS_A, ANSWERS_B

COLUMNS = ("story_type", "humiliation_type", "humiliation", "find", "idea")


def given(text: str | bytes):
    data = text if isinstance(text, bytes) else text.encode()
    return [(row.line, row.answers, bool(row.problem)) for row in read(data, COLUMNS)]


@pytest.mark.parametrize("sign", [",", ";"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_csv_of_any_spreadsheet_is_read(sign, mark, end):
    text = mark + end.join([sign.join(["find", '"humiliation"']), "", sign.join(['"a kite; red, torn"', "x"]), ""])
    assert given(text) == [(3, {"find": "a kite; red, torn", "humiliation": "x"}, False)]


def test_a_row_has_the_number_of_the_line_that_it_begins_on():
    assert [line for line, *_ in given('find\n"a kite\nthat is red"\na boat\n')] == [2, 4]


def test_a_row_with_too_many_cells_is_marked_alone():
    assert [problem for *_, problem in given("find,idea\na,b,c\na,b\na,b,,\n")] == [True, False, False]


@pytest.mark.parametrize("text", ['{"find": "a"}\n\n{"find": "b"}', '[{"find": "a"},\n {"find": "b"}]'])
def test_json_is_a_list_or_an_object_on_each_line(text):
    assert [row["find"] for _, row, _ in given(text)] == ["a", "b"]


def test_a_whole_file_of_one_story_is_one_row():
    assert given(json.dumps(ANSWERS_A, indent=2)) == [(1, ANSWERS_A, False)]


def test_a_line_that_is_no_json_stops_no_other():
    assert [(line, problem) for line, _, problem in given('{"find": "a"}\n{"find": \n[1]\n{}')] == [
        (1, False),
        (2, True),
        (3, True),
        (4, False),
    ]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "no answers"),
        (b"find\n", "no answers"),
        (b"find\n\xff\xfe", "UTF-8"),
        (b"find,wish\na,b", "“wish” is none of the quiz"),
        (b"find,find\na,b", "twice"),
        (b"find\n" + b"a\n" * (MOST_ROWS + 1), f"{MOST_ROWS} are allowed"),
        (b"x" * (MOST_BYTES + 1), "bytes"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(data, says):
    with pytest.raises(Invalid, match=says):
        read(data, COLUMNS)


@pytest.mark.django_db
@pytest.mark.usefixtures("content")
class TestAnswers:
    def test_the_example_is_valid(self):
        rows = read((settings.BASE_DIR / "examples/batch.csv").read_bytes(), answers.columns())
        assert [answers.clean(row.answers)["do_with_find"] for row in rows] == ["B", "A", "B"]

    def test_what_the_branch_does_not_ask_may_be_missing(self):
        short = {key: value for key, value in ANSWERS_B.items() if value}
        assert answers.clean(short | {"find": " a glowing relic "}) == ANSWERS_B

    def test_an_idea_needs_nothing_else(self):
        assert answers.clean({"idea": "A kite", "find": ""})["idea"] == "A kite"

    @pytest.mark.parametrize(
        ("change", "says"),
        [
            ({"finds": "a kite"}, "finds is no question"),
            ({"find": ""}, "find is empty"),
            ({"find": 7}, "find must be text"),
            ({"find": "x" * 301}, "301 characters"),
            ({"humiliation_type": "C"}, "must be"),
            ({"story_type": "Western"}, "must be one of: Power Fantasy"),
            ({"idea": "A kite"}, "needs no other answer"),
        ],
    )
    def test_a_wrong_answer_is_named(self, change, says):
        with pytest.raises(Invalid, match=says):
            answers.clean(ANSWERS_A | change)
