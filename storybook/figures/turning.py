"""Turning a flat face as if it were round: features shift and narrow with yaw and pitch."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Turn:
    """How a head is turned: `yaw` -1 (left) to 1 (right), `pitch` -1 (up) to 1 (down)."""

    yaw: float = 0.0
    pitch: float = 0.0

    def squash(self, side: int) -> float:
        """Say how much narrower a feature on one side (-1 left, 1 right) looks."""
        return 1 - (0.3 if side * self.yaw > 0 else 0.04) * abs(self.yaw)

    def at(self, x: float, y: float, depth: float) -> tuple[float, float]:
        """Place a feature; `depth` says how far before the middle of the head it sits, in units."""
        side = 1 if x > 0 else -1
        return x * self.squash(side) + self.yaw * depth, y + self.pitch * depth * 0.55
