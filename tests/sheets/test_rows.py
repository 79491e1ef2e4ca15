"""What a worksheet shows, as rows."""

from decimal import Decimal

from sheets.rows import HEADER, SceneRow, absolute, changed, digests_of, rows_of


def rows(**seventh):
    scenes = [SceneRow(number, f"Text {number}.") for number in range(1, 21)]
    scenes[6] = SceneRow(7, **({"text": "Text 7."} | seventh))
    return rows_of("The stars", "https://site.example/stories/1/", Decimal("0.5"), scenes)


def test_the_title_is_on_top_then_a_header_then_a_row_a_scene():
    found = rows()
    assert found[0] == ("The stars", "https://site.example/stories/1/", "", "", "", "", 0.5)
    assert found[1] == HEADER
    assert [row[0] for row in found[2:]] == list(range(1, 21))
    assert {len(row) for row in found} == {7}


def test_a_cost_is_a_number_and_none_is_nothing():
    assert rows(cost=Decimal("0.042"))[8][-1] == 0.042
    assert rows()[8][-1] == ""


def test_only_the_row_that_differs_has_changed():
    before, now = digests_of(rows()), digests_of(rows(text="Another."))
    assert changed(before, now) == [8]
    assert changed(before, before) == []
    assert changed([], before) == list(range(22))


def test_a_path_becomes_an_absolute_url():
    assert absolute("/media/1.png", "https://site.example/") == "https://site.example/media/1.png"
    assert absolute("https://host.example/1.png", "https://site.example") == "https://host.example/1.png"
    assert absolute("", "https://site.example") == ""
