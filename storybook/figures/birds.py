"""Birds: crows above all, geese, hens, ducks, owls, herons and small birds, as plump as the rest of the book."""

from contextlib import nullcontext
from dataclasses import replace
from random import Random

from storybook.figures.anatomy import Look
from storybook.figures.plumage import Bird
from storybook.figures.tails import draw_bird_tail
from storybook.painting.canvas import Canvas, placed
from storybook.painting.colour import darker, lighter
from storybook.painting.curves import Ring, furry, smooth, tube


def draw_bird(cv: Canvas, bird: Bird, look: Look, pose: str, seed: str) -> None:
    """Draw a bird on the origin, facing right, about 300 units tall; `pose` is "stand", "sleep", "flap" or "fly".

    One that sleeps sits on the ground with its head down on its breast.
    """
    rng = Random(f"feathers {seed}")
    asleep = pose == "sleep"
    bird = replace(bird, neck=min(bird.neck, 30), swan=False) if asleep else bird
    legs = 0 if pose in ("fly", "sleep") else bird.legs
    if legs:
        _legs(cv, bird, legs)
    with cv.group(f"translate(0 {-legs if not asleep else 6:.0f})"):
        draw_bird_tail(cv, bird)
        if pose in ("flap", "fly"):
            _raised_wing(cv, bird, -14, -128, far=True)
        _body(cv, bird, rng)
        if pose in ("stand", "sleep"):
            _folded_wing(cv, bird)
        else:
            _raised_wing(cv, bird, -20, -112, far=False)
        with cv.group(placed(-4, 44, turn=16)) if asleep else nullcontext():
            _head(cv, bird, look, rng)


def _legs(cv: Canvas, bird: Bird, legs: float) -> None:
    for x in (-14, 30):
        cv.line(
            f"M{x} {-legs - 26:.0f}L{x + 4} -4M{x + 4} -5l22 3M{x + 4} -5l12 7M{x + 4} -5l-14 4",
            darker(bird.beak_colour, 0.2),
            8,
        )


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
    if bird.swan:
        top = -170 - bird.neck
        neck: tuple[Ring, ...] = (
            (52, -130, 40),
            (104, -176, 27),
            (84, top + 64, 21),
            (46, top + 30, 21),
            (54, top + 4, 26),
        )
        cv.path(furry(tube(neck, steps=20), rng, tuft=2, step=11), fill)
    elif bird.name in ("ostrich", "vulture"):
        neck = ((58, -130, 26), (70, -150 - bird.neck * 0.5, 15), (62, -170 - bird.neck, 18))
        cv.path(smooth(tube(neck)), bird.face)
    elif bird.neck > 40:
        neck = ((56, -130, 38), (70, -150 - bird.neck * 0.5, 27), (62, -170 - bird.neck, 30))
        cv.path(furry(tube(neck), rng, tuft=3, step=11), fill)


def _folded_wing(cv: Canvas, bird: Bird) -> None:
    fill = cv.linear(((0, lighter(bird.wing, 0.28), 1), (0.6, bird.wing, 1), (1, darker(bird.wing, 0.3), 1)))
    cv.path(
        "M34 -118Q-20 -150 -72 -108Q-112 -80 -128 -50Q-104 -54 -96 -46Q-86 -40 -70 -40Q-40 -28 -10 -40Q40 -62 34 -118Z",
        fill,
    )
    if bird.under:
        cv.path("M24 -116Q-26 -140 -70 -104Q-20 -112 26 -92Z", bird.under)
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
        ring = [(-57, 2), (-42, -42), (0, -59), (42, -43), (56, 2), (40, 42), (0, 56), (-41, 42)]
        left = cv.light.from_left
        fill = cv.radial(
            ((0, lighter(paint, 0.35), 1), (0.5, paint, 1), (1, darker(paint, 0.4), 1)),
            (0.36 if left else 0.6, 0.25, 0.85),
        )
        if bird.crest:
            _crest(cv, bird)
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
        if bird.crest == "knob":
            cv.path("M20 -30Q58 -34 66 -2Q46 0 34 6Q14 -6 20 -30Z", "#2c2a33")
        if bird.crest == "red cap":
            cv.path("M-52 -26Q-60 -84 -20 -78Q20 -76 36 -46Q0 -40 -52 -26Z", "#dc3c34")
        _eyes(cv, bird, look)


def _crest(cv: Canvas, bird: Bird) -> None:
    if bird.crest == "crown":
        for lean in (-26, -8, 12):
            cv.line(f"M0 -52L{lean} -96", darker(bird.body, 0.3), 4)
            cv.ellipse(lean, -102, 9, 9, "#57b8a8")
    if bird.crest == "wattle":
        cv.path("M34 14Q60 40 44 84Q22 66 24 20Z", "#dc4038")
    if bird.crest == "ruff":
        for k in range(9):
            cv.ellipse(-62 + k * 14, 62 + abs(4 - k) * -6, 17, 15, "#f4efe6")


def _opened_beak(cv: Canvas, bird: Bird, look: Look) -> None:
    if look.mouth in ("laugh", "grin", "open", "snarl", "cry") and bird.beak != "hooked":
        cv.path("M30 8L88 34Q70 50 30 36Z", darker(bird.beak_colour, 0.15))
        cv.path("M32 8L74 26Q60 36 34 28Z", "#c9545c")


def _beak(cv: Canvas, bird: Bird, look: Look) -> None:
    fill = cv.linear(((0, lighter(bird.beak_colour, 0.35), 1), (1, darker(bird.beak_colour, 0.3), 1)))
    up = -10 if look.mouth in ("laugh", "grin", "open", "snarl", "cry") else 0
    shapes = {
        "stout": f"M34 -16Q72 -20 108 {12 + up}Q76 20 32 18Z", "flat": (
            f"M34 -18Q56 -16 72 {-4 + up}Q96 {-6 + up} 112 {4 + up}Q118 {18 + up} 100 {22 + up}Q66 26 32 22Z"
        ),
        "parrot": "M22 -24Q78 -34 82 14Q82 34 70 44Q66 22 30 20Z",
        "bent": f"M34 -12Q84 -14 96 {14 + up}Q98 34 84 46Q76 20 34 16Z",
        "huge": f"M26 -34Q120 -52 172 {2 + up}Q182 {26 + up} 164 {34 + up}Q90 26 28 24Z",
        "pouch": "M34 -10L186 14Q186 22 178 24Q120 84 60 46Q36 30 34 -10Z",
        "small": f"M40 -12Q62 -8 82 {8 + up}Q60 16 38 16Z", "long": f"M34 -12L178 {10 + up}L34 16Z",
        "hooked": "M-12 2Q0 -10 12 2Q12 24 0 36Q-12 24 -12 2Z",
    }  # fmt: skip
    cv.path(shapes[bird.beak], fill)
    if bird.beak == "huge":
        cv.path("M150 -14Q182 8 168 34Q156 34 146 32Q160 8 150 -14Z", "#2c2a36")
    if bird.beak == "pouch":
        cv.line("M38 6L180 18", darker(bird.beak_colour, 0.35), 4)
    if bird.beak == "bent":
        cv.path("M30 -12Q52 -14 66 -8Q60 12 32 16Z", "#f7e8e0")


def _eyes(cv: Canvas, bird: Bird, look: Look) -> None:
    both = bird.name == "owl"
    for x, size in ((-25, 25), (25, 25)) if both else ((14, 19),):
        if both:
            cv.ellipse(x, -8, 31, 31, lighter(bird.belly, 0.2))
        if look.lid >= 0.9:
            cv.line(f"M{x - 16} -8q16 14 32 0", "#1a1018", 6)
            continue
        if bird.name == "toucan":
            cv.ellipse(x + 10, 0, 40, 46, "#f7f0dc")
        cv.ellipse(x, -10, size, size * 1.05, "#fffaf0")
        cv.ellipse(x + 4, -8 + look.gaze[1] * 4, size * 0.72, size * 0.78, bird.eye)
        cv.ellipse(x + 5, -8 + look.gaze[1] * 4, size * 0.45, size * 0.5, "#120a10")
        cv.ellipse(x - 1, -15, size * 0.26, size * 0.28, "#ffffff", raw=True)
        slope = 12 * look.slope
        if look.lid > 0.2 or look.slope < 0:
            wide, tall = size + 2, size * 1.05 + 2
            eye = cv.clip(f"M{x - wide} -10A{wide} {tall} 0 0 1 {x + wide} -10A{wide} {tall} 0 0 1 {x - wide} -10Z")
            with cv.group(clip=eye):
                cv.path(
                    f"M{x - wide} {-14 + slope:.0f}Q{x} {-20 - slope * 0.2:.0f} {x + wide} {-14 - slope:.0f}"
                    f"V-50H{x - wide}Z",
                    darker(bird.face or bird.body, 0.12),
                )
