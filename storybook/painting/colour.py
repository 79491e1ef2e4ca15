"""Arithmetic on `#rrggbb` colours: mixing, multiplying, and moving towards light or dark."""

import colorsys
from functools import lru_cache

# where in the circle of hues, 0 to 1, each plain name ends
_HUES = (
    (0.035, "red"),
    (0.11, "orange"),
    (0.19, "yellow"),
    (0.45, "green"),
    (0.70, "blue"),
    (0.82, "purple"),
    (0.95, "pink"),
)


@lru_cache(maxsize=4096)
def channels(colour: str) -> tuple[int, int, int]:
    """Give the red, green and blue (0 to 255) of a `#rrggbb` colour."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def hexed(red: float, green: float, blue: float) -> str:
    """Write three channels (0 to 255, clamped) as `#rrggbb`."""
    return "#" + "".join(f"{max(0, min(255, round(value))):02x}" for value in (red, green, blue))


@lru_cache(maxsize=8192)
def mix(first: str, second: str, share: float) -> str:
    """Blend two colours; `share` 0 gives the first, 1 the second."""
    pairs = zip(channels(first), channels(second), strict=True)
    red, green, blue = (a + (b - a) * share for a, b in pairs)
    return hexed(red, green, blue)


@lru_cache(maxsize=8192)
def multiply(first: str, second: str) -> str:
    """Filter the first colour through the second, as a coloured lamp does."""
    red, green, blue = (a * b / 255 for a, b in zip(channels(first), channels(second), strict=True))
    return hexed(red, green, blue)


def lighter(colour: str, share: float) -> str:
    """Move a colour towards white by `share` (0 to 1)."""
    return mix(colour, "#ffffff", share)


def darker(colour: str, share: float) -> str:
    """Move a colour towards a warm black by `share` (0 to 1)."""
    return mix(colour, "#120a10", share)


def luminance(colour: str) -> float:
    """Say how bright a colour is, 0 to 1."""
    red, green, blue = channels(colour)
    return (0.299 * red + 0.587 * green + 0.114 * blue) / 255


@lru_cache(maxsize=4096)
def hue(colour: str) -> str:
    """Give the plain name of a `#rrggbb` colour: black, white, grey, brown, or one of the rainbow."""
    around, depth, bright = colorsys.rgb_to_hsv(*(value / 255 for value in channels(colour)))
    if bright < 0.28:
        return "black"
    if depth < 0.2:
        return "white" if bright > 0.85 else "grey"
    name = next((name for end, name in _HUES if around < end), "red")
    if name in ("red", "pink") and depth < 0.55 and bright > 0.85:
        return "pink"
    return "brown" if name in ("red", "orange", "yellow") and bright < 0.78 and depth < 0.8 else name
