"""The places of the book by name. Each paints what lies behind the figures, layer by layer, from far to near."""

from collections.abc import Callable

from providers.images.local import places_built, places_indoors, places_waters, places_wild
from providers.images.local.stage import Stage
from providers.images.local.terrain import mist

Paint = Callable[[Stage], None]

PLACES: dict[str, Paint] = {
    "village": places_built.village,
    "market": places_built.market,
    "harbour": places_waters.harbour,
    "garden": places_built.garden,
    "shrine": places_built.shrine,
    "castle": places_built.castle,
    "workshop": places_indoors.workshop,
    "room": places_indoors.room,
    "cave": places_indoors.cave,
    "hollow": places_wild.hollow,
    "bridge": places_waters.bridge,
    "waterfall": places_waters.waterfall,
    "boat": places_waters.lake,
    "lake": places_waters.lake,
    "river": places_waters.river,
    "sea": places_waters.sea,
    "mountain": places_wild.mountain,
    "cliff": places_wild.cliff,
    "forest": places_wild.forest,
    "meadow": places_wild.meadow,
    "field": places_wild.field,
    "road": places_wild.road,
    "desert": places_wild.desert,
    "sky": places_wild.open_sky,
}
INDOORS = frozenset(("workshop", "room", "cave"))


def paint_place(stage: Stage) -> None:
    """Paint the place of a picture behind its figures."""
    PLACES.get(stage.plan.places[0], places_wild.meadow)(stage)
    if stage.plan.weather == "fog" and stage.plan.places[0] not in INDOORS:
        for share in (0.0, 0.2, 0.45):
            mist(stage, stage.horizon + (stage.front - stage.horizon) * share, 0.7, 170)
