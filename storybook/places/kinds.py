"""The places of the book by name. Each paints what lies behind the figures, layer by layer, from far to near."""

from collections.abc import Callable

from storybook.composing.stage import Stage
from storybook.places import built, indoors, interiors, waters, wild
from storybook.places.terrain import mist
from storybook.reading.lexicon import INDOORS

Paint = Callable[[Stage], None]

PLACES: dict[str, Paint] = {
    "village": built.village,
    "market": built.market,
    "harbour": waters.harbour,
    "garden": built.garden,
    "shrine": built.shrine,
    "castle": built.castle,
    "workshop": indoors.workshop,
    "room": indoors.room,
    "cave": indoors.cave,
    "cellar": interiors.cellar,
    "attic": interiors.attic,
    "barn": interiors.barn,
    "hall": interiors.hall,
    "hollow tree": interiors.hollow_tree,
    "hollow": wild.hollow,
    "bridge": waters.bridge,
    "on the bridge": waters.on_the_bridge,
    "waterfall": waters.waterfall,
    "boat": waters.afloat,
    "rope bridge": waters.rope_bridge,
    "lake": waters.lake,
    "river": waters.river,
    "sea": waters.sea,
    "mountain": wild.mountain,
    "cliff": wild.cliff,
    "forest": wild.forest,
    "meadow": wild.meadow,
    "field": wild.field,
    "road": wild.road,
    "desert": wild.desert,
    "sky": wild.open_sky,
}


def paint_place(stage: Stage) -> None:
    """Paint the place of a picture behind its figures."""
    PLACES.get(stage.plan.places[0], wild.meadow)(stage)
    if stage.plan.weather == "fog" and stage.plan.places[0] not in INDOORS:
        for share in (0.0, 0.2, 0.45):
            mist(stage, stage.horizon + (stage.front - stage.horizon) * share, 0.7, 170)
