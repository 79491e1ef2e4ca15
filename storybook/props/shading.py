"""How things are shaded: one soft plush look for wood, metal, cloth and all else."""

from random import Random

from storybook.painting.canvas import Canvas
from storybook.painting.colour import channels, lighter, mix
from storybook.painting.outline import Outline


def shadow_of(colour: str, share: float = 0.5) -> str:
    """Give the colour of a thing's shaded side: warmer for warm things, bluer for cool ones, deep green for leaves."""
    red, green, blue = channels(colour)
    if green > red + 12 and green > blue + 12:
        return mix(colour, "#16424a", share)
    return mix(colour, "#4f242b" if red >= blue else "#22204f", share)


def solid(
    cv: Canvas, outline: Outline, colour: str, *, gloss: float = 0.4, shade: float = 0.5, rim: float = 1.0
) -> None:
    """Fill an outline as something round and soft: lit above, dark below, a highlight, an edge of light."""
    left, right = (outline.left, outline.right) if cv.light.from_left else (outline.right, outline.left)
    wide, tall = outline.wide, outline.tall
    line = (left + (right - left) * 0.2, outline.top, left + (right - left) * 0.75, outline.bottom)
    if tall > wide * 2.5:
        line = (left, outline.top, right, outline.top + wide * 0.05)
    elif wide > tall * 2.5:
        middle = (left + right) / 2
        line = (middle, outline.top, middle + (tall if right > left else -tall) * 0.05, outline.bottom)
    stops = ((0, lighter(colour, 0.3), 1.0), (0.45, colour, 1.0), (1, shadow_of(colour, shade), 1.0))
    cv.path(outline.data, cv.linear(stops, line))
    if not (gloss or rim):
        return
    with cv.group(clip=cv.clip(outline.data)):
        if gloss:
            x, y = left + (right - left) * 0.3, outline.top + tall * 0.24
            cv.blob(x, y, wide * 0.42, tall * 0.34, lighter(colour, 0.75), gloss)
        if rim:
            _edge(cv, outline, min(max(min(wide, tall) * 0.09, 1.6), 7) * rim, colour)


def _edge(cv: Canvas, outline: Outline, width: float, colour: str) -> None:
    """Light the upper edge, and let a little bounce up at the lower one."""
    left, right = (outline.left, outline.right) if cv.light.from_left else (outline.right, outline.left)
    line = (left, outline.top, left + (right - left) * 0.55, outline.top + outline.tall * 0.6)
    strength = 0.35 + 0.4 * cv.light.rim_strength
    rim = cv.tint(mix(cv.light.rim, lighter(colour, 0.6), 0.4))
    light = cv.linear(((0, rim, strength), (0.6, rim, strength * 0.3), (1, rim, 0.0)), line, raw=True)
    cv.line(outline.data, light, width)
    deep = shadow_of(colour, 0.75)
    line = (0.0, outline.top + outline.tall * 0.55, 0.0, outline.bottom)
    cv.line(outline.data, cv.linear(((0, deep, 0.0), (1, deep, 0.5)), line), width * 0.8)


def metal(cv: Canvas, outline: Outline, colour: str, *, upright: bool = True) -> None:
    """Fill an outline as polished metal, its bands of light running along it."""
    deep, pale = shadow_of(colour, 0.5), lighter(colour, 0.72)
    bands = (
        (0.0, mix(colour, deep, 0.3), 1.0),
        (0.22, pale, 1.0),
        (0.42, colour, 1.0),
        (0.75, deep, 1.0),
        (1.0, mix(colour, pale, 0.3), 1.0),
    )
    across = (outline.left, 0.0, outline.right, 0.0) if upright else (0.0, outline.top, 0.0, outline.bottom)
    cv.path(outline.data, cv.linear(bands, across))
    with cv.group(clip=cv.clip(outline.data)):
        _edge(cv, outline, min(max(min(outline.wide, outline.tall) * 0.1, 1.6), 5), colour)


def wood(cv: Canvas, outline: Outline, colour: str, rng: Random, *, upright: bool = False) -> None:
    """Fill an outline as wood, with a few lines of grain."""
    solid(cv, outline, colour, gloss=0.25)
    grain = []
    for _ in range(4):
        x, y = rng.uniform(outline.left, outline.right), rng.uniform(outline.top, outline.bottom)
        bow = rng.uniform(-4, 4)
        reach = (outline.tall if upright else outline.wide) * rng.uniform(0.2, 0.45)
        turn = f"q{bow:.1f} {reach / 2:.1f} 0 {reach:.1f}" if upright else f"q{reach / 2:.1f} {bow:.1f} {reach:.1f} 0"
        grain.append(f"M{x:.1f} {y:.1f}{turn}")
    with cv.group(clip=cv.clip(outline.data)):
        cv.line("".join(grain), shadow_of(colour, 0.6), 2.2, opacity=0.4)


def glass(cv: Canvas, outline: Outline, colour: str, opacity: float) -> None:
    """Cover what is below with glass: tinted by `colour`, bright along its edge, and with a reflection on the light's
    side. `opacity` is how little can be seen through it."""
    wide, tall = outline.wide, outline.tall
    edge, side = min(max(min(wide, tall) * 0.1, 1.6), 6), 0.26 if cv.light.from_left else 0.74
    cv.path(outline.data, colour, opacity=opacity)
    with cv.group(clip=cv.clip(outline.data)):
        deep = shadow_of(colour, 0.4)
        cv.path(outline.data, cv.linear(((0.5, deep, 0.0), (1, deep, 0.16))))
        cv.line(outline.data, "#ffffff", edge, opacity=0.45)
        x, y, lean = outline.left + wide * side, outline.top + tall * 0.36, 14 if side < 0.5 else -14
        cv.ellipse(x, y, wide * 0.07 + 1, tall * 0.2, "#ffffff", opacity=0.8, turn=lean)
        cv.ellipse(x, y + tall * 0.3, wide * 0.04 + 0.8, tall * 0.05, "#ffffff", opacity=0.6)
