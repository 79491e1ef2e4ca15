"""Moves everybody to where his face can be seen."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from storybook.composing.actor import Actor
from storybook.composing.stage import HEIGHT, WIDTH
from storybook.composing.visibility import Box, body, covered, face, held_box
from storybook.props.prop import Prop

_GOOD = 0.1  # cost that needs no better place
_DEPTHS = (0.0, 0.14, 0.28, 0.42, 0.56, 0.7)
_HEIGHTS = (1.0, 0.65, 0.35)  # of somebody in the air
_STEP = 44


def perspective(fox: Actor, horizon: float, y: float) -> float:
    """Give how large somebody of the fox's size looks on the ground at `y`, in pixels a unit."""
    return fox.scale * max(0.45, (y - horizon + 160) / (fox.y - horizon + 160))


@dataclass(frozen=True)
class _Standing:
    """Somebody who has his place: where his feet are, his face, and what he covers."""

    y: float
    face: Box
    boxes: tuple[Box, ...]


def arranged(fox: Actor, others: Sequence[Actor], horizon: float, held: Prop | None) -> tuple[Actor, ...]:
    """Give the others, back to front, each where no face is behind somebody else or what the fox has `held` in his paw:
    the nearest keep their places."""
    placed: list[Actor] = []
    reach = (held_box(fox, held),) if held else ()
    standing = [_Standing(HEIGHT, face(fox), (*body(fox), *reach))]  # he is drawn last, before everybody
    for wished in sorted(others, key=lambda one: -one.y):
        actor = wished if _cost(wished, standing) <= _GOOD else _moved(wished, fox, horizon, standing)
        placed.append(actor)
        standing.append(_Standing(actor.y, face(actor), body(actor)))
    return tuple(sorted(placed, key=lambda one: one.y))


def _moved(actor: Actor, fox: Actor, horizon: float, standing: Sequence[_Standing]) -> Actor:
    """Give somebody the best place, and of good ones the nearest."""

    def cost(one: Actor) -> float:
        return _cost(one, standing) + abs(one.x - actor.x) / 2600 + abs(one.y - actor.y) / 2600

    return min(_elsewhere(actor, fox, horizon), key=cost)


def _elsewhere(actor: Actor, fox: Actor, horizon: float) -> Iterator[Actor]:
    """Everywhere somebody may stand instead, as large as he looks there, and turned towards the fox as before."""
    towards = actor.mirrored == (actor.x > fox.x)
    depth = fox.y - horizon
    for y in (actor.y, *(fox.y - share * depth for share in _DEPTHS)):
        grown = perspective(fox, horizon, y) / perspective(fox, horizon, actor.y)
        for x in range(_STEP, WIDTH, _STEP):
            mirrored = (x > fox.x) == towards
            for high in _HEIGHTS if actor.lift else (1.0,):
                lift = actor.lift * grown * high
                yield replace(actor, x=float(x), y=y, scale=actor.scale * grown, lift=lift, mirrored=mirrored)


def _cost(actor: Actor, standing: Sequence[_Standing]) -> float:
    """How much is hidden where somebody stands: of his face, of those behind him, and of his body."""
    nearer = [box for other in standing if other.y >= actor.y for box in other.boxes]
    own = body(actor)
    hiding = max((covered(other.face, own) for other in standing if other.y < actor.y), default=0.0)
    return 3 * covered(face(actor), nearer) + 3 * hiding + 0.5 * covered(own[min(1, len(own) - 1)], nearer)
