"""Somebody in a picture, and where he stands."""

from dataclasses import dataclass

from storybook.props.prop import Prop


@dataclass(frozen=True)
class Actor:
    """Somebody at a place: feet at (x, y) in pixels, `scale` pixels a unit; `lift` is how far above the ground."""

    kind: str
    pose: str
    mood: str
    x: float
    y: float
    scale: float
    mirrored: bool
    lift: float = 0.0
    villain: bool = False
    seed: str = ""
    holds: Prop | None = None
    caught: str = ""  # what he is caught in: "net", "bars", "rope"
    young: bool = False
