"""What the fox can wear, the words that mean it, and the colours that things, eyes and fur can have."""

from collections.abc import Mapping, Sequence

from storybook.painting.colour import darker, lighter

# kind -> (where it is worn, its colour when none is named, the words that mean it); only one thing is worn at a place
GARMENTS: Mapping[str, tuple[str, str, str]] = {
    "eyepatch": ("face", "#2c2a33", r"eye ?-?patch"),
    "sunglasses": ("face", "#2c2a33", r"sun ?-?glasses|shades(?= on)"),
    "monocle": ("face", "#c9982e", r"monocle"),
    "glasses": ("face", "#3a3540", r"(?:reading |round )?glasses|spectacles|goggles"),
    "wreath": ("head", "#f2a0b8", (
        r"(?:flower|floral|daisy) (?:crown|wreath)|crown of (?:flowers|daisies)|wreath|garland"
    )),
    "crown": ("head", "#f5b93f", r"crown|tiara|diadem"),
    "party hat": ("head", "#d9508c", r"(?:party|birthday|paper) hat"),
    "witch's hat": ("head", "#3a3346", r"witch(?:'?s)? hat"),
    "wizard hat": ("head", "#5b46a8", r"(?:wizard|magician|pointed|pointy|sorcerer)(?:'?s)? hat"),
    "top hat": ("head", "#34313c", r"top hat|cylinder hat|magic hat"),
    "bowler": ("head", "#3a3540", r"bowler(?: hat)?"),
    "pirate hat": ("head", "#2c2a33", r"(?:pirate|captain)(?:'?s)? hat|tricorne?(?: hat)?"),
    "cowboy hat": ("head", "#a5703c", r"cowboy(?:'?s)? hat|stetson"),
    "sombrero": ("head", "#e8c069", r"sombrero"),
    "chef's hat": ("head", "#f7f3ec", r"(?:chef|cook|baker)(?:'?s)? (?:hat|cap)|toque"),
    "santa hat": ("head", "#d5332f", r"(?:santa|christmas)(?: claus)?(?:'?s)? (?:hat|cap)"),
    "nightcap": ("head", "#7f9fd8", r"night ?-?cap|sleeping cap"),
    "beret": ("head", "#b01f35", r"beret"),
    "fez": ("head", "#b01f35", r"fez"),
    "turban": ("head", "#f4ead8", r"turban"),
    "helmet": ("head", "#d5332f", (
        r"(?:bike |bicycle |motorcycle |safety |crash |fireman'?s? |firefighter'?s? |knight'?s? )?helmet|hard hat"
    )),
    "earmuffs": ("head", "#d9508c", r"ear ?-?muffs"),
    "headphones": ("head", "#3a3540", r"headphones?"),
    "headband": ("head", "#d5332f", r"head ?band|sweatband"),
    "beanie": ("head", "#c8493f", (
        r"(?:bobble|woolly|woolen|woollen|wool|winter|knitted|knit)(?: hat| cap)|beanie|tuque"
    )),
    "cap": ("head", "#3f74b8", r"(?:baseball |flat |sailor )?cap"),
    "hat": ("head", "#e8c069", r"(?:straw |sun )?hat|bonnet"),
    "bow tie": ("neck", "#c8343c", r"bow[ -]?tie|ribbon|bow"),
    "tie": ("neck", "#b01f35", r"(?:neck ?)?tie"),
    "bandana": ("neck", "#c8343c", r"bandanna|bandana|neckerchief|kerchief"),
    "scarf": ("neck", "#3c84c0", r"scar(?:f|ves)|shawl|muffler|comforter"),
    "collar": ("neck", "#b03a34", r"collar"),
    "necklace": ("pendant", "#f5b93f", r"necklace|pendant|amulet|medallion|medal|locket|chain"),
    "cape": ("back", "#c23a3a", r"(?:hero )?cape|cloak|mantle|robe"),
    "backpack": ("pack", "#a5633c", r"backpack|rucksack|knapsack|satchel"),
    "vest": ("body", "#4f8a5c", r"vest|waistcoat|gilet|life jacket"),
    "raincoat": ("body", "#f4c52e", r"raincoat|rain coat|mackintosh|oilskin|rain jacket"),
    "bathrobe": ("body", "#8fb4dc", r"bathrobe|dressing gown|kimono"),
    "pyjamas": ("body", "#8fa8dc", r"pyjamas|pajamas|onesie"),
    "coat": ("body", "#7a5a3c", r"(?:winter |fur |long |trench )coat|overcoat|parka|trenchcoat"),
    "jacket": ("body", "#3f5f8c", r"jacket|blazer|anorak|tuxedo|suit"),
    "dress": ("body", "#d9508c", r"(?:sun)?dress|gown|frock|tutu"),
    "t-shirt": ("body", "#d5332f", r"t-?shirt|tee|tank top"),
    "shirt": ("body", "#f0ece4", r"shirt|blouse|tunic|uniform"),
    "jumper": ("body", "#3f74b8", r"jumper|sweater|pullover|hoodie|jersey|cardigan|clothes|clothing"),
    "overalls": ("legs", "#3f5f9c", r"overalls|dungarees"),
    "apron": ("legs", "#f7f3ec", r"apron|pinafore"),
    "skirt": ("legs", "#7a45b8", r"skirt|kilt"),
    "trousers": ("legs", "#3f5f9c", r"trousers|jeans|pants|shorts|leggings|breeches"),
    "gloves": ("hands", "#c8493f", r"gloves|mittens"),
    "boots": ("feet", "#d9a02c", r"boots|wellies|wellingtons|shoes|slippers|sneakers|trainers"),
}  # fmt: skip
EVERYTHING = ("clothing", "clothes")
# the things of a scene that are the same as what he wears
SAME_THINGS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys([kind for kind, (place, _, _) in GARMENTS.items() if place == "head"], ("hat",)),
    "scarf": ("scarf",), "bow tie": ("scarf",), "bandana": ("scarf",), "cape": ("cape",), "backpack": ("backpack",),
    "crown": ("crown",), "helmet": ("helmet",), "wreath": ("wreath",), "necklace": ("necklace", "amulet", "medal"),
    "boots": ("boots",),
}  # fmt: skip

COLOURS: Mapping[str, str] = {
    "red": "#d5332f", "crimson": "#b01f35", "scarlet": "#e0352a", "ruby": "#b31f44", "burgundy": "#7a1f35",
    "green": "#2f9e4f", "emerald": "#1f9a63", "lime": "#8fcf3a", "olive": "#7a8038", "mint": "#8fdcb4",
    "blue": "#2f6fd0", "navy": "#24386e", "turquoise": "#2fb8b0", "teal": "#22898a", "cyan": "#3cc0d8",
    "azure": "#3f9ae8",
    "yellow": "#f4c52e", "gold": "#e9b23a", "golden": "#e9b23a", "orange": "#ef8a2f", "amber": "#e0982c",
    "purple": "#7a45b8", "violet": "#7f4fc8", "lilac": "#b79ae0", "lavender": "#b9a4e4", "pink": "#f088ac",
    "white": "#f7f3ec", "cream": "#f6e8cf", "ivory": "#f6edd8", "silver": "#c3cbd8", "grey": "#8d8f9a",
    "gray": "#8d8f9a",
    "black": "#2f2c36", "brown": "#84532f", "chestnut": "#7d4226", "hazel": "#8a6a2c", "tan": "#c79a68",
    "sandy": "#dcb478",
    "beige": "#dcc4a0", "blond": "#e6c278", "blonde": "#e6c278", "copper": "#c9703a", "russet": "#b5562a",
    "ginger": "#e07f34", "auburn": "#a04a2a", "rusty": "#b85a2c",
}  # fmt: skip
_EYES = {
    "amber": "#c9762a", "green": "#4c9c48", "emerald": "#2f9f68", "blue": "#3f82d4", "brown": "#6b4222",
    "gold": "#dba42c", "golden": "#dba42c", "yellow": "#e2b82c", "black": "#3a2f33", "white": "#d9dde4",
}  # fmt: skip
_DEEP = frozenset(("dark", "darker", "deep", "deeper"))
_PALE = frozenset(("light", "lighter", "pale", "paler", "soft", "pastel"))


def colours_in(words: Sequence[str]) -> list[str]:
    """Give the colours that words name, in order, a dark or a pale one as such."""
    pairs = zip(["", *words], words, strict=False)
    return [_shaded(COLOURS[word], before) for before, word in pairs if word in COLOURS]


def eye_colours_in(words: Sequence[str]) -> list[str]:
    """Give the colours that words name, as irises have them."""
    pairs = zip(["", *words], words, strict=False)
    return [_shaded(_EYES.get(word, COLOURS[word]), before) for before, word in pairs if word in COLOURS]


def _shaded(colour: str, before: str) -> str:
    if before in _DEEP:
        return darker(colour, 0.35)
    return lighter(colour, 0.4) if before in _PALE else colour
