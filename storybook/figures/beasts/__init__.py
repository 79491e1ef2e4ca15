"""Animals that cannot stand on the fox's frame: those of the sea, those with a shell, crawling and flying ones.

Each is drawn in the fox's units (he is 430 tall), facing right, on or above y = 0.
"""

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass

from storybook.figures.anatomy import Look
from storybook.figures.beasts import deep, insects, land, sea
from storybook.figures.beasts.parts import Colours
from storybook.painting.canvas import Canvas


@dataclass(frozen=True)
class Beast:
    """An animal with a drawing of its own: `draw` gets the canvas, the look on its face and `colours`.

    `reach` is how far it goes to the left and the right of its origin, `lift` how far above the ground it flies.
    """

    draw: Callable[[Canvas, Look, Colours], None]
    colours: Colours
    reach: tuple[float, float]
    size: float = 1.0
    lift: float = 0.0


def draw_beast(cv: Canvas, beast: Beast, look: Look, *, asleep: bool = False) -> None:
    """Draw an animal on the origin; one that is asleep lies lower, its head down."""
    with cv.group(f"rotate({6 if beast.lift else 3}) scale(1.04 0.86)") if asleep else nullcontext():
        beast.draw(cv, look, beast.colours)


BEASTS: Mapping[str, Beast] = {
    "whale": Beast(sea.draw_whale, ("#5a88b8", "#e4eef4"), (-350, 330), 1.15),
    "orca": Beast(sea.draw_whale, (sea.ORCA, "#f7f5f2"), (-350, 330), 1.05),
    "dolphin": Beast(sea.draw_dolphin, ("#6a9cc4", "#eaf2f6"), (-260, 260)),
    "shark": Beast(sea.draw_shark, ("#7d8fa3", "#f0f2f4"), (-300, 300), 1.1),
    "octopus": Beast(sea.draw_octopus, ("#d9708f", "#f7c0c8"), (-230, 230), 0.9),
    "seal": Beast(sea.draw_seal, ("#8b95a6", "#dfe4ea"), (-300, 190), 0.9),
    "walrus": Beast(sea.draw_walrus, ("#a8735a", "#d9b49c"), (-315, 210), 1.05),
    "penguin": Beast(sea.draw_penguin, ("#3a4258", "#f0a03c"), (-132, 145), 0.85),
    "tortoise": Beast(land.draw_tortoise, ("#a3b06c", "#7a5a34", "#b58a50"), (-175, 255), 0.8),
    "turtle": Beast(land.draw_tortoise, ("#7cb48c", "#3f7f5c", "#6aa870"), (-175, 255), 0.8),
    "snail": Beast(land.draw_snail, ("#d9b48c", "#c9784a"), (-195, 210), 0.55),
    "crab": Beast(sea.draw_crab, ("#e0583f", "#f7b08c"), (-200, 200), 0.6),
    "starfish": Beast(sea.draw_starfish, ("#f08a4c", "#ffd0a0"), (-120, 120), 0.6),
    "snake": Beast(land.draw_snake, ("#6aa84c", "#f2cf5c"), (-132, 205), 0.75),
    "crocodile": Beast(land.draw_crocodile, ("#5f9450", "#d9dca0"), (-340, 335), 1.1),
    "lizard": Beast(land.draw_lizard, ("#58a86c", "#f2e08c"), (-230, 200), 0.6),
    "caterpillar": Beast(land.draw_caterpillar, ("#8cc84c", "#b8e070"), (-215, 205), 0.5),
    "worm": Beast(land.draw_worm, ("#e8a09a",), (-190, 150), 0.45),
    "frog": Beast(land.draw_frog, ("#74b04c", "#eef2b8"), (-180, 180), 0.62),
    "toad": Beast(land.draw_frog, ("#94804c", "#e6dcb0"), (-180, 180), 0.66),
    "bee": Beast(insects.draw_bee, ("#f7c63c", "#3a2c26"), (-155, 150), 0.5, 110),
    "wasp": Beast(insects.draw_bee, ("#f2b420", "#22181a"), (-155, 150), 0.46, 110),
    "ladybird": Beast(insects.draw_ladybird, ("#dc3c34", "#2c2430"), (-142, 185), 0.45),
    "beetle": Beast(insects.draw_ladybird, ("#3f6a5c", "#3f6a5c"), (-142, 185), 0.45),
    "spider": Beast(insects.draw_spider, ("#5a4c66", "#b8a4cc"), (-190, 190), 0.5),
    "ant": Beast(insects.draw_ant, ("#8a4a34",), (-165, 150), 0.42),
    "scorpion": Beast(insects.draw_scorpion, ("#b5793c", "#5a3420"), (-225, 185), 0.6),
    "grasshopper": Beast(insects.draw_grasshopper, ("#86c050", "#dcec9c"), (-195, 190), 0.45),
    "cricket": Beast(insects.draw_grasshopper, ("#8a6a48", "#c8a878"), (-195, 190), 0.42),
    "dragonfly": Beast(insects.draw_dragonfly, ("#3fa8b8", "#8ccce0"), (-225, 135), 0.5, 130),
    "jellyfish": Beast(deep.draw_jellyfish, ("#d89ae0", "#f8d0f4"), (-135, 135), 0.7, 50),
    "squid": Beast(deep.draw_squid, ("#e0705c", "#f8c4b0"), (-215, 215), 0.9),
    "seahorse": Beast(deep.draw_seahorse, ("#f0a83c", "#ffdc94"), (-125, 160), 0.6),
    "lobster": Beast(deep.draw_lobster, ("#d23c34", "#f49c80"), (-280, 265), 0.65),
    "narwhal": Beast(sea.draw_whale, (sea.NARWHAL, "#eef3f6"), (-350, 420), 1.0),
    "slug": Beast(land.draw_snail, ("#b08a6c", "#b08a6c"), (-195, 210), 0.45),
    "chameleon": Beast(land.draw_chameleon, ("#7cc05a", "#3f9a84"), (-275, 205), 0.6),
    "ghost": Beast(land.draw_ghost, ("#e4eaf6", "#cfe0ff"), (-170, 170), 0.9, 40),
}  # fmt: skip
