"""Which birds there are: their colours, beaks, necks, legs and tails."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Bird:
    """A kind of bird. `neck` and `legs` are lengths, `beak`, `tail` and `crest` (on the head) names of shapes.

    `swan` says that its neck is bent like an S, `face` and `under` are the colours of its head and under its wing.
    """

    name: str
    body: str
    belly: str
    wing: str
    beak_colour: str
    beak: str = "stout"
    neck: float = 20
    legs: float = 34
    size: float = 0.55
    comb: bool = False
    eye: str = "#2a1a14"
    face: str = ""
    tail: str = "short"
    swan: bool = False
    crest: str = ""
    under: str = ""


BIRDS: Mapping[str, Bird] = {
    "crow": Bird("crow", "#39384e", "#4c4a66", "#25243a", "#4a4652", size=0.62, eye="#f2c84a"),
    "goose": Bird("goose", "#f4f1ea", "#ffffff", "#d8d3cc", "#f0963c", "flat", 96, 34, 0.8),
    "hen": Bird("hen", "#c9784a", "#efc792", "#9a5230", "#f0b03c", "small", 30, 26, 0.46, comb=True),
    "duck": Bird("duck", "#b59468", "#e9d6b0", "#7d6448", "#f0a53c", "flat", 34, 20, 0.55, face="#4f8a5c"),
    "duckling": Bird("duckling", "#f6d04a", "#fff0a8", "#e6b432", "#f0883c", "flat", 8, 12, 0.5),
    "owl": Bird("owl", "#9a7656", "#e6cfa8", "#6f5238", "#d9a23c", "hooked", 0, 14, 0.7, eye="#f0a92c"),
    "heron": Bird("heron", "#9aa8bc", "#e6ebf0", "#6f7f98", "#e8b04c", "long", 130, 100, 0.8),
    "rooster": Bird(
        "rooster",
        "#d98a3c",
        "#f0b860",
        "#3f5a4c",
        "#f0b03c",
        "small",
        38,
        34,
        0.66,
        comb=True,
        tail="plume",
        face="#e8a04c",
    ),
    "swan": Bird("swan", "#fbfaf6", "#ffffff", "#e6e6ee", "#f0883c", "flat", 120, 14, 0.85, swan=True, crest="knob"),
    "flamingo": Bird("flamingo", "#f58fa8", "#ffc4d0", "#e86a8c", "#3a2c30", "bent", 130, 130, 0.8, swan=True),
    "stork": Bird("stork", "#f7f4ee", "#ffffff", "#33313b", "#e0503c", "long", 110, 110, 0.8),
    "ostrich": Bird(
        "ostrich", "#3f3a40", "#5a5258", "#f4efe8", "#e8a878", "flat", 150, 120, 0.9, face="#e6c4a8", tail="puff"
    ),
    "peacock": Bird(
        "peacock", "#2f6fb8", "#3f9aa8", "#7a8a5c", "#6a6470", "small", 62, 40, 0.72, tail="fan", crest="crown"
    ),
    "turkey": Bird(
        "turkey",
        "#6a4634",
        "#8a6248",
        "#4a3024",
        "#e8b04c",
        "small",
        44,
        34,
        0.72,
        tail="brown fan",
        crest="wattle",
        face="#8fa8c4",
    ),
    "parrot": Bird(
        "parrot", "#dc4038", "#f0705a", "#3f78c8", "#f0e6d0", "parrot", 0, 20, 0.5, tail="long", under="#f2c03c"
    ),
    "toucan": Bird("toucan", "#2c2a36", "#f7f0dc", "#22202b", "#f29a2c", "huge", 0, 22, 0.5, face="#2c2a36"),
    "eagle": Bird(
        "eagle", "#6a4a34", "#84604a", "#4f3626", "#f2b83c", "parrot", 8, 24, 0.72, face="#f7f3ea", eye="#f0c040"
    ),
    "falcon": Bird("falcon", "#8f7258", "#e8d4b0", "#6f5540", "#d9a63c", "parrot", 4, 22, 0.6, eye="#e8b040"),
    "vulture": Bird(
        "vulture", "#4a4048", "#5f545c", "#352d34", "#e0c078", "parrot", 50, 26, 0.72, face="#e8a8a0", crest="ruff"
    ),
    "pelican": Bird("pelican", "#f7f4ee", "#ffffff", "#c9cdd4", "#f2a83c", "pouch", 66, 26, 0.78),
    "gull": Bird("gull", "#fbfaf7", "#ffffff", "#a9b4c0", "#f2b03c", "small", 6, 24, 0.45),
    "dove": Bird("dove", "#f7f5f4", "#ffffff", "#e2e2ea", "#e8a0a0", "small", 4, 18, 0.38),
    "pigeon": Bird(
        "pigeon", "#8f9aae", "#b0b8c8", "#6f7a92", "#5a5560", "small", 4, 18, 0.4, face="#5f7f8c", eye="#e88a3c"
    ),
    "robin": Bird("robin", "#8a6f54", "#e8683c", "#6f5840", "#5a4a3c", "small", 0, 20, 0.32),
    "woodpecker": Bird("woodpecker", "#33313b", "#f4efe6", "#2c2a33", "#8f8c94", "stout", 6, 16, 0.42, crest="red cap"),
    "hummingbird": Bird("hummingbird", "#3fa87c", "#eef2e0", "#2f7f8c", "#4a4650", "long", 0, 10, 0.3),
    "puffin": Bird("puffin", "#33313b", "#f7f4ee", "#2c2a33", "#f0703c", "stout", 4, 18, 0.45, face="#f7f4ee"),
    "kiwi": Bird("kiwi", "#84644a", "#a88464", "#6f523c", "#e0c8a0", "long", 6, 34, 0.45),
    "canary": Bird("canary", "#f5d03c", "#fff0a8", "#e0b42c", "#f0a08c", "small", 2, 18, 0.3),
    "bird": Bird("bird", "#7a9ac0", "#f6e0c0", "#4f74a0", "#e8a53c", "small", 6, 18, 0.34),
}
