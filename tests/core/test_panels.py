"""Parts of a page that other apps put there."""

from django.template import Context, Template

from core.panels import Place


def nothing(story: str) -> None:
    """A panel that has no business with any story."""


def about(story: str) -> dict[str, str]:
    """What the panel below knows."""
    return {"sentence": f"about {story}"}


def drawn(place: Place, **context: object) -> str:
    panels = {"panels": place.panels("the fox"), **context}
    page = Template("{% load panels %}{% for one in panels %}{% panel one %}{% endfor %}{{ sentence }}")
    return page.render(Context(panels))


def test_a_panel_sees_its_own_context_and_the_page_does_not():
    place = Place()
    place.register("_problem.html", f"{__name__}.about")
    assert "about the fox" in drawn(place)
    assert drawn(place).count("about the fox") == 1


def test_a_panel_sees_the_context_of_the_page():
    place = Place()
    place.register("images/_text.html", f"{__name__}.about")
    assert "from the page" in drawn(place, picture={"words": "from the page"})


def test_a_panel_without_business_is_left_out():
    place = Place()
    place.register("_problem.html", f"{__name__}.nothing")
    assert drawn(place) == ""


def test_a_panel_that_is_registered_twice_stands_there_once():
    place = Place()
    for _ in range(2):
        place.register("_problem.html", f"{__name__}.about")
    assert len(place.panels("the fox")) == 1
