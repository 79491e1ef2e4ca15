"""sheets.rows: which rows of a worksheet changed. What the rows show is in test_services.py."""

from sheets.rows import absolute, changed, digests_of

ROWS = [("The stars", 0.5), *((number, f"Text {number}.") for number in range(1, 21))]


def test_only_the_row_that_differs_has_changed():
    before, now = digests_of(ROWS), digests_of([*ROWS[:8], (8, "Another."), *ROWS[9:]])
    assert changed(before, now) == [8]
    assert changed(before, before) == []
    assert changed([], before) == list(range(21))


def test_a_path_becomes_an_absolute_url(settings):
    settings.SITE_URL = "https://site.example/"
    assert absolute("/media/1.png") == "https://site.example/media/1.png"
    assert absolute("https://host.example/1.png") == "https://host.example/1.png"
    assert absolute("") == ""
