"""What every part of a picture is drawn on: the canvas with its air, its horizon, and where the figures stand."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random

from storybook.composing.air import Air, HazyLight
from storybook.painting.canvas import Canvas
from storybook.reading.plan import Plan

WIDTH, HEIGHT = 1024, 1536


@dataclass
class Stage:
    """A picture in the making. `horizon` is y in pixels; `clear` is the span of x that the figures need.

    `tall` is the height in pixels of a standing fox at the front: things of the places are sized by it.
    """

    cv: Canvas
    plan: Plan
    air: Air
    rng: Random
    horizon: float
    front: float
    tall: float
    clear: tuple[float, float]
    from_left: bool

    def light(self, depth: float = 0.0) -> HazyLight:
        """Give the light at a depth: 0 is where the fox stands, 1 is the edge of the world."""
        air = self.air
        return HazyLight(
            air.ambient, air.strength, air.gain, air.rim, air.rim_strength * (1 - depth), self.from_left,
            haze=air.haze, fading=min(0.94, depth),
        )  # fmt: skip

    @contextmanager
    def far(self, depth: float) -> Iterator[None]:
        """Draw what follows as it looks from afar."""
        with self.cv.lit_by(self.light(depth)):
            yield

    def scale_at(self, y: float) -> float:
        """Give how large a thing on the ground at `y` looks, in units of drawing (the standing fox is 430)."""
        share = (y - self.horizon) / max(60.0, self.front - self.horizon)
        return self.tall / 430 * max(0.12, share)

    def depth_at(self, y: float) -> float:
        """Give how far off the ground at `y` is, 0 to 1."""
        return max(0.0, min(0.9, 0.62 * (self.front - y) / max(60.0, self.front - self.horizon)))

    def aside(self, width: float = 0.0) -> float:
        """Choose an x for a thing `width` wide that keeps out of the figures' way, where there is room."""
        left, right = self.clear
        spans = [(-0.05 * WIDTH, left - width / 2), (right + width / 2, 1.05 * WIDTH)]
        rooms = [max(0.0, b - a) for a, b in spans]
        if sum(rooms) < 40:
            return self.rng.choice((0.02, 0.98)) * WIDTH
        a, b = spans[0] if self.rng.random() * sum(rooms) < rooms[0] else spans[1]
        return self.rng.uniform(a, max(a + 1, b))
