"""Who else is in the picture: kinds of animal by the words that mean them, their part, and how they behave."""

import re

from storybook.reading.plan import Figure
from storybook.reading.wording import Wording, singular, unwanted, without_negations

# kind -> the singular words that mean it; people become animals, for this is an animals' world
KINDS = {
    "crow": "crow raven jackdaw rook magpie blackbird",
    "goose": "goose gander swan gosling",
    "hen": "hen chicken rooster cockerel cock chick",
    "duck": "duck duckling drake mallard",
    "owl": "owl owlet",
    "heron": "heron stork crane",
    "bird": "bird sparrow wren lark robin starling swallow gull dove pigeon peacock parrot eagle hawk falcon",
    "wolf": "wolf wolverine-king villain monster beast bandit robber thief ogre troll demon dragon tyrant bully hyena "
    "coyote jackal",
    "bear": "bear giant",
    "panther": "panther tiger lion jaguar leopard cat puma",
    "lynx": "lynx bobcat",
    "wolverine": "wolverine boar warthog bull",
    "rabbit": "rabbit hare bunny",
    "badger": "badger skunk",
    "mouse": "mouse vole rat shrew hamster dormouse",
    "hedgehog": "hedgehog porcupine",
    "squirrel": "squirrel chipmunk",
    "deer": "deer doe fawn stag horse donkey cow ox moose elk foal",
    "otter": "otter seal marten mink",
    "weasel": "weasel stoat ferret ermine",
    "beaver": "beaver marmot",
    "mole": "mole",
    "frog": "frog toad",
    "tortoise": "tortoise turtle",
    "goat": "goat ram",
    "sheep": "sheep lamb ewe",
    "dog": "dog sheepdog hound puppy",
    "raccoon": "raccoon panda",
    "pig": "pig hog piglet sow",
    "master": "master sensei mentor teacher monk sage guru wizard hermit elder grandfather magician druid "
    "sorcerer king "
    "trainer samurai ninja warrior knight general captain professor priest shaman father uncle",
    "vixen": "vixen girlfriend wife bride sweetheart girl princess woman lady queen sister mother grandmother "
    "nun maiden "
    "crush",
    "fox": "fox friend brother cub kit child boy stranger man rival somebody",
    "villager": "villager crowd neighbour neighbor animal everyone everybody onlooker passer family parent "
    "townsfolk audience "
    "spectator gang traveller traveler",
}  # fmt: skip
# of these another animal is drawn, because nobody has drawn them yet
LIKENESSES = frozenset(
    [
        *(
            "tiger",
            "lion",
            "jaguar",
            "leopard",
            "cat",
            "puma",
            "hyena",
            "coyote",
            "jackal",
            "horse",
            "donkey",
            "cow",
            "ox",
        ),
        *(
            "moose",
            "elk",
            "seal",
            "panda",
            "skunk",
            "warthog",
            "bull",
            "peacock",
            "parrot",
            "swan",
            "dragon",
            "ogre",
            "troll",
        ),
        *("demon", "monster"),
    ]
)
KIND_OF = {word: kind for kind, words in KINDS.items() for word in words.split()}
_VILLAINS = frozenset(("wolf", "bear", "panther", "lynx", "wolverine"))
_VILLAIN_BEATS = frozenset(
    ("call", "crime", "confront", "struggle", "dark", "overcome", "justice", "approach", "courage")
)
_GUIDES = frozenset(("guide", "practice", "mastery", "wisdom"))
_SURE_PLURALS = frozenset(
    [
        "geese",
        "mice",
        "wolves",
        "foxes",
        "deer",
        "sheep",
        "people",
        "folk",
        "villagers",
        "crowd",
        "everyone",
        "everybody",
    ]
)
_MOCKING = re.compile(
    r"laugh(?:ed|s|ing)? at|laughter|jeer|mock|giggl|point(?:s|ing)? at|snigger|tease|cackle|laughing at"
)
_TURNED_AWAY = re.compile(
    r"strides off|turns? (?:away|her back|their backs)|walks? (?:off|away|past)|without looking|swipe|ignor|shut|slam"
)
_YOUNG = frozenset(
    [
        "cub",
        "kit",
        "gosling",
        "duckling",
        "owlet",
        "chick",
        "fawn",
        "lamb",
        "puppy",
        "child",
        "piglet",
        "foal",
        "kitten",
    ]
)
_HAPPY = frozenset(("happy", "triumphant", "peaceful"))
_LOVED = re.compile(r"\b(?:someone|one|somebody|the) (?:the red fox|he|that he) loves\b")


def figures_in(wording: Wording, beat: str, mood: str) -> tuple[Figure, ...]:
    """Give everybody whom scene and change name beside the fox, most important first, at most four kinds."""
    gone = unwanted(wording.change) | unwanted(wording.scene)
    text = f"{without_negations(wording.scene)} . {without_negations(wording.change)}"
    counted = _counted(_prepared(text), {word for word in gone if word not in ("fox",)})
    if len(_VILLAINS & counted.keys()) > 1:
        counted.pop("bear", None)  # "the giant" is what the other villain is called
    figures = [_figure(kind, count, young, wording.scene, beat, mood) for kind, (count, young) in counted.items()]
    order = {"villain": 0, "guide": 1, "friend": 2, "crowd": 3}
    return tuple(sorted(figures, key=lambda figure: order[figure.part]))[:4]


def _prepared(text: str) -> str:
    text = _LOVED.sub(" vixen ", text)
    text = re.sub(
        r"the (?:little |small |young )?red fox(?:'s)?|another fox than|martial-arts|stone lanterns?", " ", text
    )
    text = re.sub(r"\b(?<!another )(?<!other )(?<!second )(?<!old )(?<!young )fox(?! friend)\b", " ", text)
    return re.sub(
        (
            r"\bcrow'?s (?:feet|nest)|mill horse|cat'?s cradle|hen house|bear(?:s)? (?:it|the)\b"
            r"|bird'?s[- ]eye|duck(?:s)? (?:his|under|down)|seal(?:s|ed)?\b(?= the| of| it)|king of"
            r"|stag beetle"
        ),
        " ",
        text,
    )


def _counted(text: str, gone: set[str]) -> dict[str, tuple[int, bool]]:
    counted: dict[str, tuple[int, bool]] = {}
    for word in re.findall(r"[a-z]+", text):
        single = singular(word)
        kind = KIND_OF.get(single)
        if not kind or single in gone or kind in gone:
            continue
        many = word != single or word in _SURE_PLURALS
        before, young = counted.get(kind, (0, False))
        counted[kind] = (max(before, 3 if many else 1), young or single in _YOUNG)
    if len(counted) > 1:
        counted.pop("villager", None)
    return counted


def _figure(kind: str, count: int, young: bool, scene: str, beat: str, mood: str) -> Figure:
    part = _part(kind, count, beat)
    return Figure(kind, count, part, _face(kind, part, scene, beat, mood), _pose(kind, part, scene, beat), young)


def _part(kind: str, count: int, beat: str) -> str:
    if kind in _VILLAINS and count == 1 and beat not in ("practice", "ally", "kindness", "guide"):
        return "villain" if beat in _VILLAIN_BEATS or kind == "wolf" else "friend"
    if beat in _GUIDES or kind == "master":
        return "guide" if count == 1 else "crowd"
    return "friend" if count == 1 else "crowd"


def _face(kind: str, part: str, scene: str, beat: str, mood: str) -> str:
    if part == "villain":
        return "beaten" if beat in ("overcome", "justice") else "menacing"
    if beat in ("humiliation", "rejection", "mocked") and part != "guide":
        if _MOCKING.search(scene) and (part == "crowd" or "laugh" in scene):
            return "mocking"
        return "cold" if beat == "rejection" or part == "friend" else "curious"
    if beat in ("power", "transformation", "mastery"):
        return "awed"
    if part == "guide":
        return "kind"
    if beat in ("crime", "struggle", "confront", "dark", "call"):
        return "afraid"
    return "happy" if mood in _HAPPY or beat == "longing" else {"sad": "sad", "tense": "tense"}.get(mood, "calm")


def _pose(kind: str, part: str, scene: str, beat: str) -> str:
    if part == "villain":
        return {"overcome": "slump", "justice": "slump", "confront": "stand", "struggle": "hammer"}.get(beat, "menace")
    if kind == "master" and re.search(r"float|hover|stone", scene):
        return "meditate"
    if _TURNED_AWAY.search(scene) and part == "friend" and beat == "rejection":
        return "leave"
    if re.search(r"asleep|sleeping", scene) and part == "friend":
        return "lie"
    if beat in ("sacrifice", "kindness", "forgiven", "ally", "new_life") and part == "friend":
        return "sit"
    return "watch"
