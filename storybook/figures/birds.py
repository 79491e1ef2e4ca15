"""Birds: crows above all, geese, hens, ducks, owls, herons and small birds, as plump as the rest of the book."""

from dataclasses import dataclass
from random import Random

from storybook.figures.anatomy import Look
from storybook.painting.canvas import Canvas, placed
from storybook.painting.colour import darker, lighter
from storybook.painting.curves import furry, resample, smooth, tube


@dataclass(frozen=True)
class Bird:
    """A kind of bird. `neck` and `legs` are lengths, `beak` one of "stout", "flat", "small", "long", "hooked"."""

    name: str
    body: str
    belly: str
    wing: str
    beak_colour: str
    beak: str = "stout"
    neck: float = 20
    legs: float = 34
    size: float = 0.55
    comb: bool = False
    eye: str = "#2a1a14"
    face: str = ""


BIRDS = {
    "crow": Bird("crow", "#39384e", "#4c4a66", "#25243a", "#4a4652", size=0.62, eye="#f2c84a"),
    "goose": Bird("goose", "#f4f1ea", "#ffffff", "#d8d3cc", "#f0963c", "flat", 96, 34, 0.8),
    "hen": Bird("hen", "#c9784a", "#efc792", "#9a5230", "#f0b03c", "small", 30, 26, 0.62, comb=True),
    "duck": Bird("duck", "#b59468", "#e9d6b0", "#7d6448", "#f0a53c", "flat", 34, 20, 0.55, face="#4f8a5c"),
    "owl": Bird("owl", "#9a7656", "#e6cfa8", "#6f5238", "#d9a23c", "hooked", 0, 14, 0.7, eye="#f0a92c"),
    "heron": Bird("heron", "#9aa8bc", "#e6ebf0", "#6f7f98", "#e8b04c", "long", 130, 100, 0.8),
    "bird": Bird("bird", "#7a9ac0", "#f6e0c0", "#4f74a0", "#e8a53c", "small", 6, 18, 0.34),
}


def draw_bird(cv: Canvas, bird: Bird, look: Look, pose: str, seed: str) -> None:
    """Draw a bird on the origin, facing right, about 300 units tall; `pose` is "stand", "flap" or "fly"."""
    rng = Random(f"feathers {seed}")
    legs = 0 if pose == "fly" else bird.legs
    if legs:
        _legs(cv, bird, legs)
    with cv.group(f"translate(0 {-legs:.0f})"):
        _tail(cv, bird)
        if pose in ("flap", "fly"):
            _raised_wing(cv, bird, -14, -128, far=True)
        _body(cv, bird, rng)
        if pose == "stand":
            _folded_wing(cv, bird)
        else:
            _raised_wing(cv, bird, -20, -112, far=False)
        _head(cv, bird, look, rng)


def _legs(cv: Canvas, bird: Bird, legs: float) -> None:
    for x in (-14, 30):
        cv.line(
            f"M{x} {-legs - 26:.0f}L{x + 4} -4M{x + 4} -5l22 3M{x + 4} -5l12 7M{x + 4} -5l-14 4",
            darker(bird.beak_colour, 0.2),
            8,
        )


def _tail(cv: Canvas, bird: Bird) -> None:
    fill = cv.linear(((0, bird.wing, 1), (1, darker(bird.wing, 0.3), 1)))
    cv.path("M-60 -80Q-130 -90 -176 -124Q-168 -96 -150 -84Q-172 -78 -186 -62Q-120 -44 -56 -44Z", fill)


def _body(cv: Canvas, bird: Bird, rng: Random) -> None:
    spine = ((-58, -74, 50), (-6, -76, 74), (42, -100, 60), (58, -138 - bird.neck * 0.2, 40))
    outline = tube(spine, steps=14)
    left = cv.light.from_left
    fill = cv.radial(
        ((0, lighter(bird.body, 0.3), 1), (0.5, bird.body, 1), (1, darker(bird.body, 0.45), 1)),
        (0.35 if left else 0.6, 0.25, 0.85),
    )
    cv.path(furry(outline, rng, tuft=4, step=13), fill)
    with cv.group(clip=cv.clip(smooth(outline))):
        cv.blob(58, -60, 74, 74, bird.belly, 0.95)
        cv.line(smooth(outline), cv.light.rim, 7, opacity=0.35 * cv.light.rim_strength, raw=True)
    if bird.neck > 40:
        neck = ((56, -130, 38), (70, -150 - bird.neck * 0.5, 27), (62, -170 - bird.neck, 30))
        cv.path(furry(tube(neck), rng, tuft=3, step=11), fill)


def _folded_wing(cv: Canvas, bird: Bird) -> None:
    fill = cv.linear(((0, lighter(bird.wing, 0.28), 1), (0.6, bird.wing, 1), (1, darker(bird.wing, 0.3), 1)))
    cv.path(
        "M34 -118Q-20 -150 -72 -108Q-112 -80 -128 -50Q-104 -54 -96 -46Q-86 -40 -70 -40Q-40 -28 -10 -40Q40 -62 34 -118Z",
        fill,
    )
    cv.line(
        "M14 -84Q-20 -66 -62 -64M10 -66Q-20 -50 -50 -50M16 -102Q-24 -92 -76 -84",
        darker(bird.wing, 0.45),
        4,
        opacity=0.6,
    )


def _raised_wing(cv: Canvas, bird: Bird, x: float, y: float, *, far: bool) -> None:
    shade = 0.3 if far else 0.0
    fill = cv.linear(((0, darker(lighter(bird.wing, 0.25), shade), 1), (1, darker(bird.wing, shade), 1)))
    with cv.group(placed(x, y, turn=18 if far else -14)):
        cv.path(
            (
                "M30 20Q20 -70 -30 -150Q-36 -132 -40 -128Q-62 -150 -84 -154Q-78 -134 -76 -126Q-98 -134 -116 "
                "-130Q-100 -112 -98 -104Q-116 -104 -130 -94Q-100 -30 -40 30Z"
            ),
            fill,
        )
        cv.line(
            "M4 -10Q-10 -70 -44 -124M-14 0Q-36 -60 -78 -122M-28 8Q-60 -50 -100 -102",
            darker(bird.wing, 0.5),
            4,
            opacity=0.5,
        )


def _head(cv: Canvas, bird: Bird, look: Look, rng: Random) -> None:
    x, y = (62, -196 - bird.neck) if bird.neck > 40 else (62, -176 - bird.neck)
    with cv.group(placed(x, y)):
        paint = bird.face or bird.body
        ring = resample([(-58, 4), (-44, -44), (0, -60), (44, -44), (56, 4), (40, 44), (0, 56), (-42, 44)], 14)
        left = cv.light.from_left
        fill = cv.radial(
            ((0, lighter(paint, 0.35), 1), (0.5, paint, 1), (1, darker(paint, 0.4), 1)),
            (0.36 if left else 0.6, 0.25, 0.85),
        )
        if bird.comb:
            cv.path("M-26 -48Q-40 -92 -12 -78Q-4 -104 14 -80Q36 -92 30 -46Z", "#d9433c")
            cv.path("M40 34q16 22 4 40q-18 -8 -18 -34Z", "#d9433c")
        if bird.name == "owl":
            cv.path("M-52 -26L-60 -84L-16 -52ZM52 -26L60 -84L16 -52Z", bird.wing)
        _opened_beak(cv, bird, look)
        cv.path(smooth(ring), fill)
        if bird.name == "crow":
            cv.path("M-34 -46Q-34 -74 -46 -86Q-22 -78 -14 -58Q-12 -76 -14 -90Q6 -74 10 -54Z", bird.body)
        _beak(cv, bird, look)
        _eyes(cv, bird, look)


def _opened_beak(cv: Canvas, bird: Bird, look: Look) -> None:
    if look.mouth in ("laugh", "grin", "open", "snarl", "cry") and bird.beak != "hooked":
        cv.path("M30 8L88 34Q70 50 30 36Z", darker(bird.beak_colour, 0.15))
        cv.path("M32 8L74 26Q60 36 34 28Z", "#c9545c")


def _beak(cv: Canvas, bird: Bird, look: Look) -> None:
    fill = cv.linear(((0, lighter(bird.beak_colour, 0.35), 1), (1, darker(bird.beak_colour, 0.3), 1)))
    up = -10 if look.mouth in ("laugh", "grin", "open", "snarl", "cry") else 0
    shapes = {
        "stout": f"M34 -16Q72 -20 108 {12 + up}Q76 20 32 18Z", "flat": (
            f"M34 -8Q70 -14 112 {2 + up}Q118 {14 + up} 104 "
            f"{18 + up}Q70 22 32 20Z"
        ),
        "small": f"M40 -12Q62 -8 82 {8 + up}Q60 16 38 16Z", "long": f"M34 -12L178 {10 + up}L34 16Z",
        "hooked": "M-12 2Q0 -10 12 2Q12 24 0 36Q-12 24 -12 2Z",
    }  # fmt: skip
    cv.path(shapes[bird.beak], fill)


def _eyes(cv: Canvas, bird: Bird, look: Look) -> None:
    both = bird.name == "owl"
    for x, size in ((-25, 25), (25, 25)) if both else ((14, 19),):
        if both:
            cv.ellipse(x, -8, 31, 31, lighter(bird.belly, 0.2))
        if look.lid >= 0.9:
            cv.line(f"M{x - 16} -6q16 -14 32 0", "#1a1018", 5)
            continue
        cv.ellipse(x, -10, size, size * 1.05, "#fffaf0")
        cv.ellipse(x + 4, -8 + look.gaze[1] * 4, size * 0.72, size * 0.78, bird.eye)
        cv.ellipse(x + 5, -8 + look.gaze[1] * 4, size * 0.45, size * 0.5, "#120a10")
        cv.ellipse(x - 1, -15, size * 0.26, size * 0.28, "#ffffff", raw=True)
        slope = 12 * look.slope
        if look.lid > 0.2 or look.slope < 0:
            cv.path(
                (
                    f"M{x - size - 3} {-14 + slope:.0f}Q{x} {-20 - slope * 0.2:.0f} {x + size + 3} {-14 - slope:.0f}"
                    f"L{x + size + 3} -40H{x - size - 3}Z"
                ),
                darker(bird.face or bird.body, 0.12),
            )
