"""The air of a picture: the colours of its sky, its haze and its light, by hour, weather and mood."""

from dataclasses import dataclass, replace
from random import Random

from storybook.painting.colour import mix
from storybook.painting.light import Light
from storybook.reading.plan import Plan


@dataclass(frozen=True)
class Air:
    """Colours as they look in the picture (no light falls on them any more), and how things are lit.

    `top`, `middle` and `low` are the sky from zenith to horizon, `haze` is what far things fade into, `sun` the colour
    of the great light, `shade` of the shadows. `lit` says whether lamps and windows burn.
    """

    top: str
    middle: str
    low: str
    haze: str
    sun: str
    shade: str
    ambient: str
    strength: float
    gain: float
    rim: str
    rim_strength: float
    lit: bool = False
    grey: float = 0.0  # how much colour the weather takes


@dataclass(frozen=True)
class HazyLight(Light):
    """Light on things far off: their colours fade into the haze by `fading` (0 to 1)."""

    haze: str = "#ffffff"
    fading: float = 0.0

    def on(self, colour: str) -> str:
        """Give `colour` as it looks from here."""
        return mix(super().on(colour), self.haze, self.fading)


_HOURS: dict[str, tuple[Air, ...]] = {
    "day": (
        Air("#3f8fd6", "#86c4ee", "#e3f3f2", "#cfe6ee", "#fff6d8", "#31485e", "#fff4dc", 0.25, 1.02, "#fff6d8", 0.7),
        Air("#4a9bd0", "#9ad4e6", "#f4f1d8", "#d9ead8", "#fff0c0", "#37505a", "#fff0d0", 0.3, 1.02, "#fff2c8", 0.7),
        Air("#5487cf", "#a9c8f0", "#f3e6ea", "#d8dff0", "#fff3dc", "#3a4468", "#fff0e4", 0.25, 1.0, "#fff2dc", 0.7),
    ),
    "golden": (
        Air("#4f7fb8", "#f2b779", "#ffe3a0", "#f6cf97", "#fff0b8", "#5a3a4c", "#ffd9a0", 0.6, 1.02, "#fff0b0", 0.95),
        Air("#7a6fae", "#f09a7a", "#ffd890", "#f2b98c", "#ffe9a8", "#56345a", "#ffcf9a", 0.6, 1.0, "#ffe6a0", 0.95),
        Air("#5d94a8", "#f4c884", "#fff0b4", "#efd8a0", "#fff3c0", "#4c4644", "#ffe0a8", 0.55, 1.02, "#fff0b8", 0.95),
    ),
    "dawn": (
        Air("#6f8fc8", "#e9b3b6", "#ffe2c0", "#e6c6c8", "#ffeccc", "#4a4468", "#f6dcdc", 0.55, 0.98, "#ffe8cc", 0.85),
        Air("#5f93b4", "#b9d2c8", "#ffe9bc", "#cfdcc8", "#fff0c8", "#38505c", "#eaeed8", 0.5, 0.97, "#fff2d0", 0.8),
        Air("#8a86c4", "#f2bfc0", "#ffedd0", "#e8cdd6", "#fff0d8", "#4e426c", "#f2dce8", 0.5, 0.98, "#ffe9dc", 0.85),
    ),
    "dusk": (
        Air("#2c3568", "#7d5f96", "#f0a184", "#8f7fa6", "#ffcf9c", "#231f42", "#b9a8d8", 0.7, 0.86,
            "#ffc49a", 0.85, True),
        Air("#24486c", "#56779c", "#e8b48c", "#7d93a8", "#ffd8a8", "#1a2a44", "#a8b8d8", 0.65,
            0.86, "#ffd0a0", 0.8, True),
        Air("#3a2f66", "#a0628c", "#f7b088", "#a683a0", "#ffd2a0", "#2b1c40", "#c8a4cc", 0.65,
            0.86, "#ffc0a0", 0.85, True),
    ),
    "night": (
        Air("#0c1638", "#1d3263", "#4a6796", "#34507f", "#e6efff", "#070d24", "#7f9cdc", 0.8, 0.78,
            "#bcd4ff", 0.85, True),
        Air("#101238", "#2b2c66", "#64609a", "#403f7c", "#f0eaff", "#0a0a26", "#9490dc", 0.78,
            0.78, "#cdc8ff", 0.85, True),
        Air("#082036", "#17485e", "#4c8a92", "#2c5f72", "#e2fff4", "#051420", "#7cc0d0", 0.78,
            0.78, "#bdf0ec", 0.85, True),
    ),
}  # fmt: skip
_GREYS = {"overcast": 0.5, "rain": 0.68, "storm": 0.72, "snow": 0.42, "fog": 0.5}
_DEEP = {"sad": 0.3, "afraid": 0.35, "tense": 0.35}


def air_of(plan: Plan, rng: Random) -> Air:
    """Choose the air of a picture; `rng` varies the palette."""
    return _sobered(_clouded(rng.choice(_HOURS[plan.time]), plan), plan)


def _clouded(air: Air, plan: Plan) -> Air:
    share = _GREYS.get(plan.weather, 0.0)
    if not share:
        return air
    dark = plan.time in ("night", "dusk")
    stormy = plan.weather == "storm"
    lead = "#2c3550" if dark else "#66748a" if stormy else "#8b9bb0"
    pale = "#5a688c" if dark else "#a4adb8" if stormy else "#d3dae0"
    return replace(
        air,
        top=mix(air.top, lead, share),
        middle=mix(air.middle, mix(lead, pale, 0.5), share),
        low=mix(air.low, pale, share * 0.85),
        haze=mix(air.haze, mix(lead, pale, 0.7), share * 0.8),
        ambient=mix(air.ambient, "#aebcd6", share * 0.7),
        strength=min(0.85, air.strength + share * 0.4),
        gain=air.gain * (1 - 0.12 * share),
        rim=mix(air.rim, "#eaf2ff", share * 0.8),
        rim_strength=air.rim_strength * (1 - 0.3 * share),
        grey=share,
    )


def _sobered(air: Air, plan: Plan) -> Air:
    """Take warmth and light out of a sorrowful hour."""
    share = _DEEP.get(plan.mood, 0.0)
    if not share:
        return air
    return replace(
        air,
        top=mix(air.top, "#2a3a5c", share * 0.7),
        middle=mix(air.middle, "#4a5c80", share * 0.6),
        low=mix(air.low, "#8896b0", share * 0.6),
        haze=mix(air.haze, "#6a7a98", share * 0.6),
        ambient=mix(air.ambient, "#a8b8dc", share),
        gain=air.gain * (1 - share * 0.15),
    )
