"""The moment by which a render must be done."""

import time
from dataclasses import dataclass, field

from providers.ffmpeg import too_long


@dataclass(frozen=True)
class Deadline:
    """`limit` seconds from now."""

    limit: float
    begun: float = field(default_factory=time.monotonic)

    def left(self) -> float:
        """The seconds left. Raises ProviderError when the time is over."""
        left = self.begun + self.limit - time.monotonic()
        if left <= 0:
            raise too_long(self.limit)
        return left
