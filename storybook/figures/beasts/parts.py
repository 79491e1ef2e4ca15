"""What beasts are made of: soft bodies, eyes, mouths, and the water around them. All in the fox's units."""

from storybook.figures.anatomy import Look
from storybook.figures.face import INK, draw_mouth
from storybook.painting.canvas import Canvas, placed
from storybook.painting.colour import darker, lighter
from storybook.painting.curves import Point, Ring, smooth, tube

Colours = tuple[str, ...]


def rounded(cv: Canvas, colour: str) -> str:
    """Shade something round."""
    x = 0.36 if cv.light.from_left else 0.64
    return cv.radial(((0, lighter(colour, 0.32), 1), (0.5, colour, 1), (1, darker(colour, 0.4), 1)), (x, 0.26, 0.85))


def flat(cv: Canvas, colour: str) -> str:
    """Shade something flat, from above."""
    return cv.linear(((0, lighter(colour, 0.22), 1), (0.55, colour, 1), (1, darker(colour, 0.32), 1)))


def body(cv: Canvas, colour: str, *spine: Ring, steps: int = 18) -> str:
    """Fill a soft tube and give its outline."""
    outline = smooth(tube(spine, steps=steps))
    cv.path(outline, rounded(cv, colour))
    return outline


def eyes(cv: Canvas, look: Look, skin: str, *places: tuple[float, float, float]) -> None:
    """Draw eyes at (x, y, radius) with lids as the look has them."""
    for i, (x, y, r) in enumerate(places):
        if look.lid >= 0.9:
            cv.line(f"M{x - r:.1f} {y:.1f}q{r:.1f} {r * 0.8:.1f} {2 * r:.1f} 0", INK, max(3.0, r * 0.22))
            continue
        side = -1 if i == 0 and len(places) > 1 else 1
        eye = (
            f"M{x - r:.1f} {y:.1f}a{r:.1f} {r * 1.1:.1f} 0 1 0 {2 * r:.1f} "
            f"0a{r:.1f} {r * 1.1:.1f} 0 1 0 {-2 * r:.1f} 0Z"
        )
        cv.path(eye, "#fffaf1")
        with cv.group(clip=cv.clip(eye)):
            px, py = x + (look.gaze[0] * 0.25 + 0.12) * r, y + look.gaze[1] * 0.25 * r
            cv.ellipse(px, py, r * 0.74, r * 0.82, "#3a2418")
            cv.ellipse(px, py, r * 0.5, r * 0.58, "#150b10")
            cv.ellipse(px - r * 0.24, py - r * 0.3, r * 0.26, r * 0.28, "#ffffff", raw=True)
            top = y - r * 1.1 + 2.0 * r * look.lid
            tilt = side * look.slope * r * 0.7
            cv.path(
                (
                    f"M{x - r * 1.2:.1f} {top + tilt:.1f}L{x + r * 1.2:.1f} "
                    f"{top - tilt:.1f}V{y - r * 2:.1f}H{x - r * 1.2:.1f}Z"
                ),
                darker(skin, 0.15),
            )
        cv.line(eye, darker(skin, 0.5), max(1.6, r * 0.1), opacity=0.6)


def stalked(cv: Canvas, look: Look, skin: str, *places: tuple[float, float, float]) -> None:
    """Draw eyes that stand out from a head; their lids are seen when they are shut."""
    for x, y, r in places:
        cv.ellipse(x, y, r, r, rounded(cv, skin))
    eyes(cv, look, skin, *places)


def mouth(cv: Canvas, look: Look, x: float, y: float, size: float = 1.0) -> None:
    """Draw a mouth around (x, y)."""
    with cv.group(placed(x, y, size)):
        draw_mouth(cv, look.mouth, line=False)


def cheeks(cv: Canvas, *places: Point) -> None:
    """Redden cheeks."""
    for x, y in places:
        cv.blob(x, y, 20, 14, "#f0705a", 0.35)


def water(cv: Canvas, wide: float) -> None:
    """The water that a sea animal looks out of, wherever it is."""
    blue = cv.linear(((0, "#9fdcf0", 0.95), (1, "#3f8fc0", 0.95)))
    cv.path((f"M{-wide} -8Q{-wide * 0.6} -46 0 -40Q{wide * 0.6} -46 {wide} "
             f"-8Q{wide * 0.7} 26 0 26Q{-wide * 0.7} 26 {-wide} -8Z"),
            blue)  # fmt: skip
    for x, y, long in ((-0.72, -12, 0.3), (-0.2, 8, 0.34), (0.32, -10, 0.36), (0.1, -26, 0.24), (-0.5, 10, 0.2)):
        cv.line((f"M{wide * x:.0f} {y}q{wide * long / 4:.0f} -12 "
                 f"{wide * long / 2:.0f} 0t{wide * long / 2:.0f} 0"), "#ffffff",
                5, opacity=0.75)  # fmt: skip


def drops(cv: Canvas, *places: tuple[float, float, float]) -> None:
    """Let drops fall, each at (x, y) with a radius."""
    for x, y, r in places:
        cv.path(f"M{x} {y - r * 1.8}Q{x + r * 1.2} {y} {x} {y + r}Q{x - r * 1.2} {y} {x} {y - r * 1.8}Z", "#d4f2ff",
                opacity=0.9)  # fmt: skip
