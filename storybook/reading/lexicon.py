"""Which words mean which time, weather, place and drifting thing: tables of patterns on lower-case text."""

TIMES = {
    "night": r"midnight|\bnights?\b|nightfall|\bmoon(?:light|beam|lit)?\b|\bstarry\b|(?<!long )\bstars\b(?! to)"
    r"|starlight|torchlight"
    r"|campfire|candlelight|by the light of a single lantern|firefl(?:y|ies)|lantern light|darkness",
    "dawn": r"\bdawn\b|sunrise|daybreak|\bmorning\b|\bdew\b|first light|rising sun|first (?:rays?|beams?)",
    "dusk": r"\bdusk\b|twilight|lamplight|street lamp|nightfall|late evening|shadows lengthen|torches|lanterns|lamplit",
    "golden": r"\bevening\b|sunset|golden hour|golden light|low sun|setting sun|last light|afternoon",
    "day": (
        r"\bnoon\b|midday|sunshine|sunny|blue sky|\bsunlight|daylight|into the blue|bright day|sunbeam"
        r"|\bat day\b|daytime"
    ),
}
WEATHERS = {
    "storm": r"thunder|lightning|\bstorm\b|stormy|tempest",
    "rain": (
        r"(?<!petals )(?<!leaves )(?<!splinters )\brain\b(?! of| down| from)(?!ed)|\braining|\brainy|drizzle"
        r"|downpour|\bpouring (?:rain|down)|drenched|cloudburst"
    ),
    "snow": r"snow|blizzard|frost|icicle|\bicy\b|\bice\b|frozen|glacier|winter(?! coat)|skat(?:e|ing)",
    "fog": r"\bfog(?:gy|s)?\b|\bmist(?:y|s)?\b|\bhaz[ey]\b",
    "overcast": r"grey sky|gray sky|low clouds|overcast|cloudy|racing clouds|dark clouds",
    "clear": r"clear sky|sunny|cloudless|good weather|sunshine",
}
FALLING_SNOW = (
    r"snowflake|snowing|falling snow|snow ?fall|blizzard|flakes|add (?:some |more )?snow|drifting snow"
    r"|flurr|make it snow"
)
# what follows a building's name where the building itself is not meant, but a part of its outside or its keeper
_OUTSIDE = (
    r"(?!'?s?[- ](?:doors?\b|doorways?|doorsteps?|roofs?|walls?|yard|steps|gates?|windows?|keepers?|ridge|fences?"
    r"|cage))"
)
_WITHIN = (
    r"\b(?:in|inside|into|within|through|onto|(?:end|corner|middle|bottom|centre|depths?|floor|back) of)"
    r"(?: (?!doors?|roof|ridge|steps?|walls?|yard)[\w'-]+){0,4}? "
)


def _inside(nouns: str) -> str:
    """Give the pattern of somebody being inside what `nouns` name: "in the cellar", not "the cellar door"."""
    return rf"{_WITHIN}(?:{nouns})\b{_OUTSIDE}|\b(?:{nouns}) floor\b"


def _within(nouns: str) -> str:
    """Give the pattern of somebody being inside a building, with nothing else between: "in the old house"."""
    return (
        rf"|(?<!up )(?<!step )\b(?:in|inside|into) (?:the|his|her|an?|their|every|each) (?:(?!market|village"
        rf"|town)[\w-]+ )?"
        rf"(?:{nouns})\b{_OUTSIDE}(?! (?:square|place|garden|opposite))"
    )


# (place, weight, words); a place also counts more after a preposition, and the earlier the more
PLACES: tuple[tuple[str, float, str], ...] = (
    ("boat", 4.6, (
        r"\b(?:in|into|aboard|on|onto|from)(?: \w+){0,1} (?:(?!overturned|upturned|paper|toy|bark|last)[\w-]+ ){0,2}"
        r"(?:boat|raft|barge|canoe|dinghy)\b(?! on the (?:shore|bank|beach|sand|quay))"
        r"|\brows? (?:the red fox|him|them|across|out|over)\b|\browing (?!boat)"
        r"|\b(?:on|from|over) (?:the )?(?:\w+ )?(?:deck|mast)\b|\boars?\b|\bsteers? the (?:boat|raft|ship)"
        r"|\baboard\b|\blets? the ship sail\b"
    )),
    ("hollow tree", 5.2, _inside(r"hollow (?:old )?(?:tree|log|trunk|oak|stump|willow)s?")),
    ("cellar", 5, _inside(r"cellars?|dungeons?|vaults?|crypt|prison|cell") + r"|before the locked door"),
    ("cellar", 3.6, r"\bflooded cellar\b"),
    ("attic", 5, _inside(r"attics?|lofts?|garret|hayloft|roof beams|rafters") + r"|\bunder the roof\b"),
    ("barn", 5, _inside(r"barns?|stables?|store ?houses?|storeroom|granary|sheepfold|warehouse|threshing floor")),
    ("hall", 5, (
        _inside(r"(?<!town )hall|throne room|ballroom|treasure chamber|great chamber")
        + _within("church|chapel|cathedral|theatre|museum|palace")
        + r"|great (?:\w+ )?table\b"
        r"|\b(?:black|dark|great|high|throne|whole|echoing) hall\b" + _OUTSIDE
        + r"|\b(?:behind|before|on|from|of) (?:the|his|her|its) throne\b|\bchair of (?:antlers|bones|skulls|horns)\b"
    )),
    ("workshop", 3.4, (
        r"workshop|workbench|through the roof|\banvil\b|\bforge\b|smithy|\bshed\b|tinker|sawdust|shavings"
    )),
    ("room", 4.6, (
        _inside(
            r"(?<!make )(?<!no )room|bedroom|kitchen|parlour|nursery|den|lair|inn|tavern|burrow|cabin|huts?|bunk"
            r"|(?<!cabbage )(?<!flower )(?<!river )(?<!garden )(?<!its )bed\b(?! of)"
        )
        + _within("house|cottage|library|shop|bakery|school|schoolroom|classroom|chamber|office|parlour")
        + r"|bedroom|\bmantel(?:piece)?s?\b|\bstove\b|\bcupboards?\b(?! of)|(?<!stage )\bcurtains?\b(?! of)"
        r"|\bon the sill\b"
        r"|(?:sits?|smiles?|looks?|stares?|gazes?) into the fire\b"
        r"|\b(?:looks?|gazes?|leans?) out of (?:the|his|a) (?:\w+ )?window\b"
        r"|\b(?:cup|chair|clock|picture|coat|mirror|lamp|pan|shelf|hat)s? (?:that )?hangs? on (?:the|a|his) wall\b"
        r"|(?<!goes )(?<!go )indoors|fireplace|\bhearth\b|bedside|\bwall of (?:his|the) (?:den|room|hut)"
        r"|\bpillow|edge of (?:the|his) bed\b(?! of)|under his blanket"
        r"|\b(?:at|in) (?:the|his|her) (?:own )?window\b(?! of)|behind the (?:\w+ )?window\b"
        r"|\bwindow\b[^.;]{0,40}\bbehind it\b"
    )),
    ("market", 2.6, (
        r"\bmarket\b|\bfairground\b|\bstalls?\b|festival|\bfeast\b|long table|bazaar"
        r"|(?<!is )(?<!not )(?<!be )(?<!so )(?<!play )(?<!fight )\bfair\b"
        r"(?! (?:chance|share|game|play|enough|deal|fight|price|weather|hair|wind|and|maiden|lady|one|way)\b)"
    )),
    ("village", 2.2, (
        r"\bvillage\b|\btown\b|\bstreets?\b|\blane\b|\bsquare\b(?! shoulder)|\balley|mill yard|\broofs?\b"
        r"|rooftops?|cobbles|gutter|doorstep|\bhouses?\b|\bporch\b|well\b rim|rim of the well|fountain"
        r"|chimneys?|\bcity\b|at the corner|street corner|mill wall|windows?|\bdoors?\b|doorway|church|paving|cottages?"
        r"|bell tower|clock tower|\bbarn\b|store ?house|\binn\b|tavern"
    )),
    ("harbour", 2.4, (
        r"harbour|\bport\b|\bjetty\b|\bquay\b|\bpier\b|lighthouse(?! (?:keeper|lamp|lantern|light)\b)|lighthouses"
    )),
    ("garden", 2.5, r"\bgardens?\b|\borchard\b|blossoming|picnic|\bfence\b|\bhedge\b"),
    ("cave", 3, (
        r"\bcaves?\b|cavern|\btunnel\b|\bmine\b|underground|passage|\bcrystals?\b|grotto|behind the waterfall"
        r"|\bhall (?:in|of) the (?:rock|mountain)"
    )),
    ("hollow", 2.3, (
        r"\bhollow\b|\bdry well\b|(?:bottom|floor|down|depths) (?:of )?the shaft\b|\bburrow\b|\bpit\b|ravine|\broots\b"
    )),
    ("shrine", 2.7, r"\bshrine\b|\btemple\b|\bruins?\b|ruined|pillars?|\baltar\b|chapel|\barch(?:way)?\b"),
    ("castle", 2.8, (
        r"\bcastle\b|drawbridge|portcullis|courtyard|(?<!lamp )(?<!bell )(?<!clock )(?<!church )\btower\b(?! over)"
        r"|fortress|\bkeep\b(?= of)|stronghold|battlement|(?:iron|castle|lair) gates?\b"
        r"|\b(?:before|gates? of|front of) (?:the|his|her|its) lair\b"
        r"|\bthe freed\b|\bwere freed\b"
    )),
    ("rope bridge", 4.6, r"(?:rope|hanging|swaying|suspension) bridge"),
    ("on the bridge", 4.4, (
        r"\b(?:on|onto|over|across|crosses|middle of|end of) (?:the |an? )?(?:[\w-]+ ){0,2}bridge\b(?!'s)"
    )),
    ("bridge", 2.9, r"\bbridge\b"),
    ("waterfall", 2.8, r"waterfall|\bfalls\b(?= of)|cascade"),
    ("lake", 2.4, (
        r"\blake\b|\bpond\b|\bshore\b|\bisland\b|\bpool\b|mirror of|\btarn\b|\bmarsh|\bswamp|\bmoor\b|black water"
        r"|\breeds\b"
    )),
    ("river", 2.3, (
        r"\briver\b|\bferry\b|\bstream\b|\bbrook\b|\bford\b|\bbank\b|millstream|millrace|stepping stone|rapids"
        r"|\bcurrent\b|\btorrent\b|\bweir\b|\bdam\b|water ?wheel"
    )),
    ("sea", 2.5, (
        r"\bsea\b|\bbeach\b|\bocean\b|\bdunes?\b|\bthe waves\b|\btide\b|\bcoast\b|sandbank|\bsurf\b"
    )),
    ("mountain", 2.4, (
        r"mountains?|\bpeaks?\b|summit|\bridge\b|snow gate|mountain pass|\bthe pass\b|\bsteep\b|glacier"
    )),
    ("cliff", 2.5, (
        r"\bcliff\b|\bbluff\b|\bgorge\b|precipice|\bledge\b|\bquarry\b|\bcrag\b|\bbrink\b"
        r"|\brocky\b|\brocks\b|(?:high|highest|steep|bare) rock\b|abyss|chasm|\blandslide"
    )),
    ("forest", 2.3, (
        r"\bforest\b|(?<!of )(?<!winter )(?<!dry )(?<!chopped )(?<!stacked )(?<!the stacked )(?<!chops "
        r")(?<!splits )(?<!saws )\bwoods?\b(?!en| and (?:brass|iron|glass|copper))|\btrees?\b|\bglade\b|clearing"
        r"|thicket|\boaks?\b|\bpines?\b|\btrunk\b"
        r"|\bstump\b|\bfern|brambles?|\bbranch(?:es)?\b|\blog\b|treetops?|\bgrove\b"
    )),
    ("meadow", 2.0, (
        r"meadow|\bclover\b|\bgrass\b|poppies|daisies|\bhill(?:side|top)?s?\b|\bvalley\b|pasture"
        r"|cornflowers|\bheather\b"
    )),
    ("field", 2.2, (
        r"\bfields?\b|stubble|harvest|\bhay(?:stacks?)?\b|\bwheat\b|scarecrow|pumpkins?|plough|furrows?"
        r"|\bcart\b|windmill|\bmaze\b|\bmaize\b|\bcornstalks?\b"
    )),
    ("road", 1.9, r"\broad\b|crossroads|milestone|\bpath\b|\btrail\b"),
    ("desert", 2.6, r"desert|\bsand(?:storm)?\b"),
    ("sky", 2.2, (
        r"above the clouds|through the clouds|into the sky|across the sky|over the roofs|high above"
        r"|(?:flies|soars|shoots) (?:up|high|over|through|across)"
    )),
)  # fmt: skip
HERE = (
    r"\b(?:in|on|at|under|through|by|along|down|inside|into|near|beneath|up|before)"
    r"\b(?: [\w-]+){0,3} $"
)
BESIDE = r"\b(?:over|across|past|behind|beside|against|between|round)\b(?: [\w-]+){0,3} $"
# what is only looked at, gone towards or spoken of is not where it happens
ELSEWHERE = (
    r"\b(?:towards?|far from|out of|beyond|above|outside|shadow of|leaves|lights of"
    r"|looks? (?:down )?(?:on|at|over|across))"
    r"\b(?: [\w-]+){0,3} $"
)
PLACE_BY_BEAT = {
    "ordinary": "village", "longing": "garden", "humiliation": "village", "rejection": "village", "sadness": "forest",
    "wrongdoing": "garden", "consequence": "village", "regret": "cliff", "call": "meadow", "hesitation": "hollow",
    "discovery": "shrine", "reach": "hollow", "guide": "mountain", "threshold": "mountain", "failure": "meadow",
    "mocked": "road", "persist": "field", "practice": "mountain", "mastery": "cliff", "ally": "forest",
    "tested": "road", "approach": "cliff", "courage": "castle", "transformation": "meadow", "power": "meadow",
    "temptation": "room", "choice": "road", "crime": "village", "confront": "village", "struggle": "village",
    "dark": "shrine", "overcome": "village", "justice": "village", "sacrifice": "river", "noticed": "lake",
    "amends": "road", "kindness": "river", "forgiven": "meadow", "reward": "market", "road_home": "road",
    "rebirth": "meadow", "childhood": "meadow", "awakening": "mountain", "loss": "forest", "seeking": "road",
    "mistake": "village", "identity": "lake", "wisdom": "forest", "new_life": "meadow",
}  # fmt: skip
DRIFTING = {
    "petals": r"petals?|blossoms drift|confetti",
    "leaves": (
        r"leaves (?:rain|race|whirl|fall|drift|blow|dance)|dry leaves|falling leaves|autumn|leaves rain"
        r"|like leaves"
    ),
    "sparks": r"\bsparks?\b|\bsparkles?\b|\bembers?\b|shimmer|\bglow(?:s|ing)?\b",
    "dust": r"\bdust\b|sawdust|shavings|splinters",
    "fireflies": r"firefl(?:y|ies)|moths|glow-?worms?",
}
MAGIC = {
    "silver": "#dcecff", "amber": "#ffc04d", "golden": "#ffd65c", "gold": "#ffd65c", "emerald": "#5cf0a0",
    "green": "#7cf08c", "rose": "#ff9ab8", "pink": "#ff9ad0", "blue": "#6cc4ff", "white": "#fff6e0",
    "copper": "#ff9a5c", "violet": "#b48cff", "purple": "#b48cff", "red": "#ff7a5c", "warm": "#ffd08a",
    "bright": "#ffe6a0", "blinding": "#fff2c8", "soft": "#ffe0b0", "turquoise": "#6cf0e0", "coloured": "#ffd65c",
}  # fmt: skip
MOODS = {
    "happy": r"happ(?:y|ier|iness)|smil(?:e|es|ing)|cheerful|joy(?:ful)?|grinn?(?:ing)?|laughing|merr(?:y|ier)|glad",
    "sad": r"\bsad(?:der)?\b|cry(?:ing)?|tears?\b|unhapp(?:y|ier)|sorrow|lonel(?:y|ier)|gloom|melancholy",
    "afraid": r"afraid|scared|frightened|fear(?:ful)?|terrified",
    "determined": r"determined|brave(?:r)?|serious|fierce|strong(?:er)?|confident|angr(?:y|ier)",
    "triumphant": r"triumph(?:ant)?|proud(?:er)?|victorious|heroic",
    "peaceful": (
        r"peaceful|calmer|serene|relaxed|sleepy|content\b|clos(?:es?|ed|ing) (?:his |both )?eyes|eyes (?:closed|shut)"
    ),
    "curious": r"curious|surprised|wondering",
    "awed": r"\bawed?\b|amazed|astonished",
    "tense": r"\btense\b|worried|nervous",
    "calm": r"\bcalm\b|neutral",
}  # fmt: skip
NEARER = r"\b(?:bigger|larger|closer|close-?up|zoom(?:ed)? in|nearer|fill(?:s)? the (?:frame|picture))\b"
FURTHER = r"\b(?:smaller|further|farther|wider|zoom(?:ed)? out|wide shot|from afar|distance)\b"
# places with a wide view, and what can be seen from there
OPEN = frozenset(("meadow", "field", "road", "garden", "lake", "river", "bridge", "on the bridge", "boat"))
SEEN_FAR = frozenset(("village", "market", "harbour", "mountain", "cliff", "castle"))
_GREEN = ("forest", "meadow", "garden", "lake", "river", "road", "field", "bridge", "hollow", "shrine", "waterfall")
_HOUSES = ("village", "market", "harbour", "garden", "far village", "far market", "far harbour")
# prop -> where it can be seen anyway: places, hours, weathers, what drifts; elsewhere it is drawn, if there is room
SHOWN_BY: dict[str, tuple[str, ...]] = {
    "stall": ("market",), "fence": ("garden",), "gate": ("castle",),
    "bridge": ("bridge", "on the bridge", "rope bridge"),
    "haystack": ("field", "barn"), "shrine": ("shrine",), "blossom tree": ("garden",),
    "apple tree": ("garden",), "wall": ("castle",), "thorns": (), "boat": ("boat",), "rowing boat": ("boat",),
    "raft": ("boat",), "ship": ("boat",), "log": ("hollow tree",), "tree stump": ("hollow tree",),
    "rope": ("rope bridge",), "boulder": (), "well": ("cellar",), "milestone": (),
    "house": (*_HOUSES, "room"), "door": ("village", "market", "harbour", "garden"), "lamp post": ("village",),
    "bush": (*_GREEN, "castle"), "rock": ("outside", "cave", "cellar", "hall"), "pebbles": ("outside", "cave"),
    "grass": _GREEN, "reeds": ("lake", "river", "bridge", "on the bridge"), "lightning": ("storm",),
    "cloud": ("outside",), "star": ("night",), "snowflake": ("snow",), "crescent": ("night",),
    "tree": (*_GREEN, "on the bridge", "hollow tree"), "pine": (*_GREEN, "mountain"), "twig": _GREEN,
    "leaf": (*_GREEN, "leaves"), "fireflies": ("fireflies",), "lily pond": ("lake",), "ruins": ("shrine",),
    "workbench": ("workshop",), "forge": ("workshop",), "chain": (), "sun": (),
}  # fmt: skip
# what has no room under a roof
OUTDOORS = frozenset(("gate", "wall", "fence", "bridge", "apple tree", "blossom tree", "haystack", "shrine", "stall"))
INDOORS = frozenset(("workshop", "room", "cave", "cellar", "attic", "barn", "hall", "hollow tree"))
