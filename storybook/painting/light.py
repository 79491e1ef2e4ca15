"""The light of a picture: what it does to every colour in it."""

from dataclasses import dataclass
from functools import lru_cache

from storybook.painting.colour import hexed, mix, multiply


@lru_cache(maxsize=8192)
def _lit(colour: str, ambient: str, strength: float, gain: float) -> str:
    tinted = mix(colour, multiply(colour, ambient), strength)
    red, green, blue = (int(tinted[i : i + 2], 16) * gain for i in (1, 3, 5))
    return hexed(red, green, blue)


@dataclass(frozen=True)
class Light:
    """Light on things: `ambient` tints by `strength` (0 to 1), `gain` brightens or dims, `rim` edges the fur."""

    ambient: str = "#ffffff"
    strength: float = 0.0
    gain: float = 1.0
    rim: str = "#fff1d0"
    rim_strength: float = 0.6
    from_left: bool = True

    def on(self, colour: str) -> str:
        """Give `colour` as it looks in this light."""
        return _lit(colour, self.ambient, self.strength, self.gain)
