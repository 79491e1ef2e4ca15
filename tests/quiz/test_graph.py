"""The quiz as a graph: paths through it, and its problems."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.graph import Node, lengths, problems, walk
from stories.answers import KEYS, needed_keys


def quiz(**changed: Node) -> dict[str, Node]:
    """The quiz that comes with the project, with some nodes replaced."""
    nodes = [
        Node("story_type", False, {"": "humiliation_type"}),
        Node("humiliation_type", False, {"A": "humiliation", "B": "offering_who"}),
        Node("offering_who", False, {"": "offering_what"}),
        Node("offering_what", False, {"": "find"}),
        Node("humiliation", False, {"": "find"}),
        Node("find", False, {"": "do_with_find"}),
        Node("do_with_find", False, {"A": "villain_crime", "B": "villain_crime"}),
        Node("villain_crime", True, {"": None}),
    ]
    return {node.key: node for node in nodes} | changed


def test_the_quiz_as_it_comes_has_no_problem():
    assert problems(quiz(), "story_type") == []


@pytest.mark.parametrize(
    ("key", "node", "words"),
    [
        ("find", Node("find", False, {"": "treasure"}), ['"find" leads to "treasure"', "not a question"]),
        ("find", Node("find", False, {"": None}), ['After "find" the quiz leads nowhere']),
        (
            "do_with_find",
            Node("do_with_find", False, {"A": "villain_crime", "B": None}),
            ['the answer "B" to "do_with_find"', "nowhere"],
        ),
        ("do_with_find", Node("do_with_find", False, {}), ['"do_with_find"', "no answers to pick from"]),
        (
            "do_with_find",
            Node("do_with_find", False, {"A": "villain_crime", "C": "villain_crime"}),
            ['The answer "C" to "do_with_find" means nothing'],
        ),
        (
            "humiliation_type",
            Node("humiliation_type", False, {"": "humiliation"}),
            ['Free text to "humiliation_type" means nothing', "A, B"],
        ),
        ("villain_crime", Node("villain_crime", False, {"": "find"}), ["loop", "find", "villain_crime"]),
        ("find", Node("find", False, {"": "find"}), ["loop", "find to find"]),
        ("offering_who", Node("offering_who", False, {"": "find"}), ['"offering_what" is never asked']),
        ("humiliation_type", Node("humiliation_type", False, {"A": "find", "B": "offering_who"}), ['"humiliation" is']),
        ("find", Node("find", True, {"": None}), ['"do_with_find" is never asked', '"villain_crime" is never asked']),
    ],
)
def test_a_broken_quiz_is_described_in_sentences_that_name_the_question(key, node, words):
    found = " ".join(problems(quiz(**{key: node}), "story_type"))
    for word in words:
        assert word in found


def test_a_quiz_that_begins_in_the_middle_misses_what_comes_before():
    found = problems(quiz(), "find")
    assert any('"story_type" is never asked' in sentence for sentence in found)


def test_a_question_that_no_story_needs_may_be_asked():
    more = quiz(humiliation=Node("humiliation", False, {"": "offering_who"}))
    assert problems(more, "story_type") == []


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        ("A", ["story_type", "humiliation_type", "humiliation", "find", "do_with_find", "villain_crime"]),
        ("B", ["story_type", "humiliation_type", "offering_who", "offering_what", "find", "do_with_find"]),
    ],
)
def test_a_walk_asks_only_what_the_branch_needs(kind, asked):
    answers = dict.fromkeys(KEYS, "A") | {"humiliation_type": kind}
    way = list(walk(quiz(), "story_type", answers))
    assert way[: len(asked)] == asked
    assert set(way) == set(needed_keys(kind))


def test_a_walk_stops_at_the_first_question_without_an_answer():
    answers = {"story_type": "Redemption Arc", "humiliation_type": "B", "offering_what": "a flower"}
    assert list(walk(quiz(), "story_type", answers)) == ["story_type", "humiliation_type", "offering_who"]


def test_a_walk_through_a_loop_ends():
    looped = quiz(villain_crime=Node("villain_crime", False, {"": "story_type"}))
    way = list(walk(looped, "story_type", dict.fromkeys(KEYS, "A")))
    assert len(way) == len(set(way)) == 6


def test_a_walk_from_a_question_that_is_gone_asks_nothing():
    assert list(walk(quiz(), "treasure", {})) == []


def test_the_lengths_count_the_question_itself_on_every_branch():
    graph = quiz()
    keys = ("villain_crime", "find", "humiliation", "offering_who", "humiliation_type", "story_type")
    assert [lengths(graph, key) for key in keys] == [{1}, {3}, {4}, {5}, {5, 6}, {6, 7}]
    assert lengths(graph, None) == lengths(graph, "treasure") == {0}


exits = st.dictionaries(st.sampled_from(["", "A", "B"]), st.none() | st.sampled_from([*KEYS, "treasure"]), max_size=3)
changes = st.dictionaries(st.sampled_from(KEYS), st.tuples(st.booleans(), exits), max_size=3)


@given(changes, st.data())
def test_in_a_quiz_without_problems_every_visitor_answers_all_that_a_story_needs(drawn, data):
    graph = quiz(**{key: Node(key, ends, ways) for key, (ends, ways) in drawn.items()})
    sound = not problems(graph, "story_type")
    answers: dict[str, str] = {}
    key: str | None = "story_type"
    for _ in range(len(KEYS) + 1):
        if key is None or key not in graph or not graph[key].exits:
            break
        answers[key] = data.draw(st.sampled_from(sorted(graph[key].exits)))
        key = graph[key].exits[answers[key]]
    finished = key is None and set(needed_keys(answers.get("humiliation_type", ""))) <= set(answers)
    assert finished or not sound


@given(st.lists(st.sampled_from(["A", "B"]), min_size=3, max_size=3))
def test_the_quiz_can_be_finished_with_any_answers(given_answers):
    kind, what, text = given_answers
    answers = dict.fromkeys(KEYS, text) | {"humiliation_type": kind, "do_with_find": what}
    way = list(walk(quiz(), "story_type", answers))
    assert way[-1] == "villain_crime"
    assert set(way) == set(needed_keys(kind))
    assert len(way) in lengths(quiz(), "story_type")
