"""Scenes and wishes in Spanish and German: what is understood is drawn, the rest is named as it was written."""

import pytest

from storybook.illustrator import draw, lacking, plan_of
from storybook.reading.languages import translated
from tests.storybook.conftest import asking


@pytest.mark.parametrize(
    ("shows", "figures", "held", "pose", "place"),
    [
        ("El zorro rojo lleva una linterna por el bosque de noche.", [], "lantern", "hold", "forest"),
        ("Der rote Fuchs sitzt auf einem Felsen und hält eine Laterne.", [], "lantern", "sit_hold", "meadow"),
        ("El zorro rojo corre por la playa con dos perros.", ["dog"], "", "run", "sea"),
        ("Der rote Fuchs und ein Bär treffen ein Faultier im Wald.", ["bear", "sloth"], "", "sit", "forest"),
        ("Un pequeño ratón duerme junto al zorro rojo.", ["mouse"], "", "sit", "meadow"),
    ],
)
def test_a_scene_in_spanish_or_german_is_drawn(
    shows: str, figures: list[str], held: str, pose: str, place: str
) -> None:
    plan = plan_of(asking(shows), 1)
    assert [figure.kind for figure in plan.figures] == figures
    assert (plan.held.name if plan.held else "", plan.pose, plan.places[0]) == (held, pose, place)


@pytest.mark.parametrize(
    ("shows", "change", "missing"),
    [
        ("El zorro rojo y un oso tocan el acordeón.", "", ("acordeón",)),
        ("El zorro rojo mira un ornitorrinco en el bosque.", "", ("ornitorrinco",)),
        ("Der rote Fuchs spielt Akkordeon neben einem Gürteltier.", "", ("Akkordeon", "Gürteltier")),
        ("Der rote Fuchs hält eine Laterne.", "", ()),
        ("The red fox walks.", "añade una cebra", ()),
        ("The red fox walks.", "añade un ornitorrinco", ("ornitorrinco",)),
        ("The red fox walks.", "füge ein Zebra hinzu", ()),
        ("The red fox walks.", "füge ein Gürteltier hinzu", ("Gürteltier",)),
        ("The red fox walks.", "gib ihm einen blauen Hut", ()),
        ("The red fox walks.", "mach es Nacht", ()),
        ("The red fox walks.", "hazlo de noche", ()),
        ("The red fox walks.", "hazlo bailar con su sombra", ("“hazlo bailar con su sombra”",)),
        ("El zorro rojo camina.", "add a tapir", ("tapir",)),
        ("Der rote Fuchs geht.", "add a tapir", ("tapir",)),
        ("Le renard roux marche dans la forêt.", "", ("forêt",)),
    ],
)
def test_what_is_missing_is_named_as_it_was_written(shows: str, change: str, missing: tuple[str, ...]) -> None:
    assert lacking(asking(shows, change=change)) == missing


@pytest.mark.parametrize(
    ("wish", "kind"),
    [("ponle un sombrero azul", "hat"), ("gib ihm einen blauen Hut", "hat"), ("mit Brille und Schal", "scarf")],
)
def test_a_wish_in_spanish_or_german_is_obeyed(wish: str, kind: str) -> None:
    drawing = draw(asking("The red fox walks.", change=wish, size=(16, 24)))
    wears = plan_of(asking("The red fox walks.", change=wish), 1).hero.wears
    assert kind in [garment.kind for garment in wears]
    assert not drawing.unchanged


@pytest.mark.parametrize(
    "text",
    [
        "The red fox runs to his den and lies on the sand.",
        "In the village lives a man, and the red fox waits.",
        "Le Petit Prince, a rose and the red fox.",
        "make it night",
        "blue fur with dots",
        "",
    ],
)
def test_english_stays_as_it_is(text: str) -> None:
    assert translated(asking(text, change=text)).request == asking(text, change=text)
