"""The diagram of the quiz, and its page in admin."""

import pytest

from quiz import queries
from quiz.diagram import HEIGHT, WIDTH, draw
from quiz.graph import Node
from quiz.models import Question

FORK = {
    "a": Node("a", False, {"A": "b", "B": "c"}),
    "b": Node("b", False, {"": "d"}),
    "c": Node("c", False, {"": "b"}),
    "d": Node("d", True, {"": None}),
}


def test_every_question_stands_below_all_that_lead_to_it():
    places = {box.key: box.y for box in draw(FORK, "a").boxes}
    assert places["a"] < places["c"] < places["b"] < places["d"]


def test_arrows_say_which_answers_they_are_for():
    assert sorted(arrow.values for arrow in draw(FORK, "a").arrows) == ["", "", "A", "B"]


def test_answers_that_lead_to_the_same_question_share_an_arrow():
    graph = {"a": Node("a", False, {"A": "b", "B": "b"}), "b": Node("b", True, {"": None})}
    assert [arrow.values for arrow in draw(graph, "a").arrows] == ["A, B"]


def test_no_two_boxes_overlap_and_all_are_inside(db, content):
    diagram = draw(queries.quiz_graph(), queries.first_key())
    assert len(diagram.boxes) == Question.objects.count()
    corners = [(box.x, box.y) for box in diagram.boxes]
    assert all(0 <= x <= diagram.width - WIDTH and 0 <= y <= diagram.height - HEIGHT for x, y in corners)
    for place, (x, y) in enumerate(corners):
        for other_x, other_y in corners[place + 1 :]:
            assert abs(x - other_x) >= WIDTH or abs(y - other_y) >= HEIGHT


@pytest.mark.parametrize(
    "graph",
    [
        {},
        {"a": Node("a", False, {"": "a"})},
        {"a": Node("a", False, {"": "b"}), "b": Node("b", False, {"": "a"})},
        {"a": Node("a", False, {"": "gone"})},
    ],
    ids=["empty", "itself", "loop", "unknown"],
)
def test_a_broken_quiz_is_drawn_all_the_same(graph):
    assert {box.key for box in draw(graph, "a").boxes} == set(graph)


def test_a_question_that_is_never_asked_is_marked():
    graph = {"a": Node("a", True, {"": None}), "z": Node("z", True, {"": None})}
    assert {box.key: box.asked for box in draw(graph, "a").boxes} == {"a": True, "z": False}


def test_staff_see_the_diagram_and_whether_the_quiz_is_valid(admin_client, content):
    page = admin_client.get("/admin/quiz/question/graph/").content.decode()
    assert "Every way through the quiz comes to an end" in page
    assert all(f">{key}" in page for key in Question.objects.values_list("key", flat=True))
    assert "/admin/quiz/question/graph/" in admin_client.get("/admin/quiz/question/").content.decode()


def test_the_page_says_what_is_wrong_with_the_quiz(admin_client, content):
    Question.objects.filter(key="find").update(next=Question.objects.get(key="humiliation"))
    page = admin_client.get("/admin/quiz/question/graph/").content.decode()
    assert "goes round in a loop" in page


def test_visitors_do_not_see_it(client, content):
    assert client.get("/admin/quiz/question/graph/").status_code == 302
