"""The tails of birds: short and long ones, a rooster's plumes, a peacock's wheel."""

import math

from storybook.figures.plumage import Bird
from storybook.painting.canvas import Canvas, placed
from storybook.painting.colour import darker, lighter


def draw_bird_tail(cv: Canvas, bird: Bird) -> None:
    """Draw the tail of a bird, behind its body."""
    _TAILS[bird.tail](cv, bird)


def _tail(cv: Canvas, bird: Bird) -> None:
    fill = cv.linear(((0, bird.wing, 1), (1, darker(bird.wing, 0.3), 1)))
    cv.path("M-60 -80Q-130 -90 -176 -124Q-168 -96 -150 -84Q-172 -78 -186 -62Q-120 -44 -56 -44Z", fill)


def _long_tail(cv: Canvas, bird: Bird) -> None:
    for colour, drop in ((bird.wing, 34), (bird.under or bird.body, 18), (bird.body, 0)):
        cv.path(f"M-44 -96Q-130 -84 -226 {-6 + drop}Q-214 {14 + drop} -190 {14 + drop}Q-110 -30 -40 -50Z",
                cv.linear(((0, lighter(colour, 0.2), 1), (1, darker(colour, 0.2), 1))))  # fmt: skip


def _plume(cv: Canvas, bird: Bird) -> None:
    for lean, colour in ((0, bird.wing), (24, darker(bird.wing, 0.25)), (48, lighter(bird.wing, 0.15))):
        cv.path(f"M-50 -66Q{-150 + lean} -70 {-170 + lean} -{150 + lean}Q{-150 + lean} "
                f"-{232 + lean // 2} {-84 + lean} -{214 + lean // 2}"
                f"Q{-128 + lean} -170 -40 -110Z", colour)  # fmt: skip


def _puff(cv: Canvas, bird: Bird) -> None:
    for x, y, r in ((-96, -110, 40), (-122, -78, 36), (-100, -54, 34), (-78, -90, 36)):
        cv.ellipse(x, y, r, r * 0.86, cv.radial(((0, lighter(bird.wing, 0.3), 1), (1, darker(bird.wing, 0.15), 1))))


def _fan(cv: Canvas, bird: Bird) -> None:
    """The wheel of a peacock, with an eye on every feather, or that of a turkey."""
    peacock = bird.tail == "fan"
    edge, inside = ("#2f8f6a", "#57b88a") if peacock else ("#5a3a28", "#8a5c3c")
    for row, far in enumerate((250, 205, 160)):
        for k in range(11):
            angle = math.radians(-178 + k * 17.6 + (row % 2) * 8.8)
            if row % 2 and k == 10:
                continue
            x, y = -10 + far * math.cos(angle), -100 + far * math.sin(angle)
            with cv.group(placed(x, y, turn=math.degrees(angle) + 90)):
                cv.path("M-8 110Q-40 20 -30 -14Q0 -50 30 -14Q40 20 8 110Z", cv.linear(((0, inside, 1), (1, edge, 1))))
                if peacock:
                    cv.ellipse(0, -6, 20, 22, "#e8b84c")
                    cv.ellipse(0, -4, 14, 16, "#2f9ab0")
                    cv.ellipse(0, 0, 8, 9, "#233c80")
                else:
                    cv.path("M-29 -16Q0 -50 29 -16Q0 -30 -29 -16Z", "#f0dcb8")


_TAILS = {"short": _tail, "long": _long_tail, "plume": _plume, "puff": _puff, "fan": _fan, "brown fan": _fan}
