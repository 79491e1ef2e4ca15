"""Who else is in the picture: kinds of animal by the words that mean them, their part, and how they behave."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from storybook.figures.animals import is_build
from storybook.reading import showdowns
from storybook.reading.deeds import caught_in, does_wrong
from storybook.reading.kinds import KIND_OF, KINDS
from storybook.reading.others import told_pose
from storybook.reading.plan import Figure
from storybook.reading.senses import things_in
from storybook.reading.wording import Wording, forms, singular, unwanted, without_negations, word_set

_VILLAINS = frozenset((
    "wolf", "bear", "panther", "lynx", "wolverine", "lion", "tiger", "leopard", "hyena", "boar", "crocodile", "shark",
    "snake", "dragon", "monster", "gorilla", "bull", "ogre", "troll", "demon", "goblin", "scorpion",
    "walrus", "elephant", "rhinoceros", "hippopotamus", "mammoth",
    "buffalo", "orca", "octopus", "eagle", "vulture", "coyote", "puma", "cheetah", "lioness",
))  # fmt: skip
# what somebody is called who is an animal too: he is drawn as that animal, and as the villain
CALLED = word_set("villain beast bandit robber thief tyrant bully giant")
_VILLAIN_BEATS = frozenset(
    ("call", "crime", "confront", "struggle", "dark", "overcome", "justice", "approach", "courage")
)
# here even a wolf is somebody whom the fox likes
_LOVED_BEATS = frozenset(
    ("humiliation", "rejection", "longing", "sadness", "new_life", "reward", "noticed", "forgiven")
)
_DEFEATS = frozenset(("overcome", "justice"))
# where somebody who is alone with the fox is the one whom he stands up to
_LONE_BEATS = showdowns.BEATS | {"justice"}
# where somebody is seen at what he does
_SEEN_BEATS = frozenset(("call", "crime", "confront", "awakening"))
_ON_HIS_SIDE = re.compile(
    r"\b(?:little|small|tiny|young|baby|friend|beside him|behind him|helps?|thanks?|protects?|shields?|defends?"
    r"|rescues?|saves?|frees?|hugs?|frightened|scared|trembl(?:es|ing)|cowers?|hides?|cheers?|waves? to)\b"
)
_AGAINST = re.compile(r"\beach other\b|\bagainst\b|\bface to face\b|\bthey come\b|\bbetween\b")
# who is there without being called an animal: a few small ones
_FREED = re.compile(
    r"\b(?:the freed(?: ones)?|(?:those|all) who (?:were|are|have been) freed|all who (?:have )?suffered)\b"
)
_LITTLE_ONES = re.compile(r"\b(?:the|their|all|of|some|two|three|many) (?:huddled )?(?:little|small) ones\b")
_SMALLEST = re.compile(
    r"\bthe (?:smallest|littlest|tiniest)(?: one)?"
    r"(?: of (?:all|them|the [a-z]+|those who were freed| captives )| (?=may|hold|come|lay|carr|clap|sit|jump))"
    r"|\bthe (?:smallest|littlest|tiniest) one\b"
)
_CHIEF = re.compile(r"\b(?:chief|leader|boss|head|captain|king|chieftain) of (?:all )?the ([a-z]+)\b")
_GUIDES = frozenset(("guide", "practice", "mastery", "wisdom"))
_SURE_PLURALS = word_set("geese mice wolves foxes deer sheep people folk villagers crowd everyone everybody")
_MOCKING = re.compile(
    r"laugh(?:ed|s|ing)? at|laughter|jeer|mock|giggl|point(?:s|ing)? at|snigger|tease|cackle|laughing at"
)
_TURNED_AWAY = re.compile(
    r"strides off|turns? (?:away|her back|their backs)|walks? (?:off|away|past)|without looking|swipe|ignor|shut|slam"
)
_YOUNG = word_set("cub kit kid gosling duckling owlet chick fawn lamb puppy child piglet foal kitten youngling")
_BABY = word_set("baby newborn young")
_WHOSE_CUB = word_set("cub kit pup calf baby child")
_HAPPY = frozenset(("happy", "triumphant", "peaceful"))
_REFLECTED = re.compile(
    r"\breflect(?:ion|ions|ed|s)?\b|\bmirror(?:ed)?\b(?! smooth)|mirror image|\bhis own (?:face|image)\b"
)
_OTHER_FOX = re.compile(r"\b(?:another|a second|second|the other|a|an|two) (?:[a-z]+ )?fox(?:es)?\b(?! friend)")
_LOVED = re.compile(r"\b(?:someone|one|somebody|the) (?:the red fox|he|that he) loves\b")


_TWO_WORDS = (
    (re.compile(r"\bpolar bear"), "polarbear"), (re.compile(r"\b(?:sea|monk) lion"), "seal"),
    (re.compile(r"\bmountain lion"), "puma"), (re.compile(r"\bkiller whale"), "orca"),
    (re.compile(r"\bguinea pig"), "hamster"), (re.compile(r"\bred panda"), "redpanda"),
    (re.compile(r"\bsea horse"), "seahorse"), (re.compile(r"\bt[ .-]{0,2}rex\b"), "tyrannosaurus"),
    (re.compile(r"\bbilly goat"), "goat"), (re.compile(r"\bglow-?worms?\b"), " "),
)  # fmt: skip
SLEEPS = r"(?:asleep|sleeps?|sleeping|slept|dozes?|dozing|snores?|snoring|slumbers?|napping|takes? a nap)\b"
_FLIES = r"(?:fl(?:y|ies|ying)|soars?|circles?|hovers?|glides?|swoops?|flutters?|darts?|burst|flit)\b"
_BECOMES = re.compile(r"\b(?:make|turn|change|transform) (?:him|the (?:\w+ )?fox) (?:into |to )?(?:an? |the )[^.,;\n]*")
# these are somebody else than the animals that are named too
_OTHERS_TOO = re.compile(
    r"\b(?:neighbou?r|famil(?:y|ie)|parent|onlooker|spectator|villager|townsfolk|audience|youngling|captive)s?\b"
)
_PEOPLE = frozenset(("master", "vixen", "fox", "villager"))
_BEASTS = forms(word for word, kind in KIND_OF.items() if kind not in _PEOPLE)
# what only bears an animal's name: its feather, its likeness in stone, the crane of a building site
_NO_ANIMAL = re.compile(
    r"\b[a-z]+(?:'s|s')? (?:\w+ )?(?:feathers?|nests?|dens?|lairs?|burrows?|footprints?|hoofprints?|tracks|masks?"
    r"|shells?|webs?)\b"
    r"|\b(?:stone|bronze|wooden|painted|carved|marble|iron|brass|clay|paper|tin|toy|stuffed|snow) (?:little )?"
    r"(?P<of>[a-z]+)\b"
    r"|\b(?:house|home|den|lair) of (?:the |an? )?(?:\w+ )?(?P<owner>[a-z]+)\b(?! who|,)"
    r"|\b(?:tracks?|traces?|trails?|prints?|pawprints?|smells?|scents?|sounds?|shadows?|roars?|calls?|cr(?:y"
    r"|ies)|howls?"
    r"|howling|voices?|songs?|barks?|barking|growls?|shape|outline) of (?:an? |the )(?:\w+ )?(?P<trace>"
    + _BEASTS
    + r")\b"
    r"|\bshadows? (?:is|was|are|looks like|becomes|turns into) (?:that of )?an? (?:\w+ )?(?P<cast>"
    + _BEASTS
    + r")(?:'s)?"
    r"|\b(?P<made>[a-z]+) of (?:stone|bronze|wood|marble|iron|brass|clay|paper|snow|ice|shadow|three poles|poles)\b"
)
_HIMSELF = re.compile(
    r"(?<=red fox), (?:(?:then|still|once|only) )*an? (?:[\w-]+ ){0,3}(?:cub|kit|kid|child|fox)\b"
    r"|\b(?:looks?|is|was) like (?:somebody|someone)\b"
    r"|\b(?:the|in the) way (?:one|you|an?) [^.;,]*|\bmakes? him duck\b"
    r"|\bsomebody (?:older|younger|bigger|smaller)\b(?= comes up)"
    r"|\b(?:at|to|and|as) (?:the one who looks|somebody he)\b|\bthe one who looks\b"
)
_TRADES = re.compile(
    r"\b(?:watchman|guard|keeper|miller|baker|smith|farmer|fisherman|sailor|gardener|innkeeper|crier|postman), (?=an? )"
)
# "his best friend, a rabbit" is one, who is a rabbit
_RELATED = re.compile(
    r"\b(?:friend|neighbou?r|brother|sister|cousin|teacher|master|mother|father|uncle|aunt|grandmother"
    r"|grandfather|rival"
    rf"|enemy|stranger|king|queen|captain|general), (?=an? (?:[\w-]+ ){{0,2}}(?:{forms(KIND_OF)})\b)"
)
# "grandmother mole" is a mole, and the queen of the bees a bee
_IS_ONE = re.compile(
    rf"\b(?:{forms(word for word, kind in KIND_OF.items() if kind in _PEOPLE or kind == 'badger')}) "
    rf"(?=(?:{_BEASTS})\b)(?!badger)"
)
_QUEEN = re.compile(rf"\b(?:queen|king|prince|princess|mother|father) of (?:all )?(?:the )?({_BEASTS})\b")
_NUMBERS = {"two": 2, "both": 2, "pair": 2, "couple": 2, "three": 3, "four": 4, "five": 4, "many": 4}


@dataclass(frozen=True)
class _Named:
    """A kind that a text names: how many, whether young ones, whether it is called a villain or sleeps."""

    kind: str
    count: int = 0
    young: bool = False
    villain: bool = False
    asleep: bool = False


def figures_in(wording: Wording, beat: str, mood: str) -> tuple[Figure, ...]:
    """Give everybody whom scene and change name beside the fox, most important first, at most four kinds."""
    gone = unwanted(wording.change) | unwanted(wording.scene)
    things = things_in(wording)
    text = f"{without_negations(things.scene)} . {_BECOMES.sub(' ', without_negations(things.change))}"
    named = _with_lone_villain(_named(prepared(text), gone - {"fox"}), prepared(wording.scene), beat)
    figures = [_figure(one, wording.scene, text, beat, mood) for one in named]
    order = {"villain": 0, "guide": 1, "friend": 2, "crowd": 3}
    return tuple(sorted(figures, key=lambda figure: order[figure.part]))[:4]


def prepared(text: str) -> str:
    """Give a text in which each animal is one word, and which no longer names the fox himself."""
    text = _SMALLEST.sub(" a mouse ", _FREED.sub(" captives ", _LITTLE_ONES.sub(" younglings ", text)))
    text = _CHIEF.sub(_the_chief, _HIMSELF.sub(" ", _LOVED.sub(" vixen ", text)))
    text = _QUEEN.sub(lambda found: singular(found[1]), _IS_ONE.sub("", text))
    text = _RELATED.sub("", _TRADES.sub("", _NO_ANIMAL.sub(_nobody, text)))
    if _REFLECTED.search(text):
        text = _OTHER_FOX.sub(" ", text)  # it is himself
    for pattern, word in _TWO_WORDS:
        text = pattern.sub(word, text)
    text = re.sub(
        r"the (?:little |small |young )?red fox(?:'s)?|another fox than|martial-arts|stone lanterns?", " ", text
    )
    text = re.sub(r"\b(?<!another )(?<!other )(?<!second )(?<!old )(?<!young )fox(?! friend)\b", " ", text)
    return re.sub(
        (
            r"\brocking horse|\bcrow'?s (?:feet|nest)|mill horse|cat'?s cradle|hen house|bear(?:s)? (?:it|the)\b"
            r"|bird'?s[- ]eye|duck(?:s)? (?:his|under|down)|seal(?:s|ed)?\b(?= the| of| it)|king of"
            r"|(?:duck|frog|swan|goose|fish) ponds?\b|hen coops?\b|pig ?st(?:y|ies)\b|stag beetle"
            r"|play(?:s|ed|ing)? (?:at )?(?:bears?|wolf|wolves|lions?|dragons?|robbers?)\b"
        ),
        " ",
        text,
    )


def likenesses_in(wording: Wording) -> Iterator[str]:
    """Give the animals that a scene names only as likenesses of stone or wood, which nobody has drawn."""
    for found in _NO_ANIMAL.finditer(without_negations(things_in(wording).scene)):
        word = singular(found["of"] or found["made"] or "")
        if word in KIND_OF:
            yield word


def _nobody(found: re.Match[str]) -> str:
    """Blank what only bears the name of an animal; what bears none stays."""
    named = [singular(word) for word in re.findall(r"[a-z]+", found[0])]
    word = found["of"] or found["made"] or found["owner"] or found["trace"] or found["cast"]
    alive = singular(word) in KIND_OF if word else any(one in KIND_OF for one in named)
    return " " if alive else found[0]


def _named(text: str, gone: frozenset[str]) -> list[_Named]:
    found: dict[str, _Named] = {}
    called = False
    words = re.findall(r"[a-z]+|[.;:!?]", text)
    for place, word in enumerate(words):
        single = singular(word)
        kind = KIND_OF.get(single)
        if not kind or single in gone or kind in gone:
            continue
        if singular(words[place + 1] if place + 1 < len(words) else "") in _WHOSE_CUB and kind not in _PEOPLE:
            continue  # a wolf cub is one animal
        if single in _WHOSE_CUB:
            kind = _parent(words[:place]) or kind
        if single in CALLED:
            called = True
            continue
        grown = found.get(kind)
        key = f"young {kind}" if single in _YOUNG and grown and not grown.young else kind
        before = found.get(key, _Named(kind))
        many = (
            word != single
            or word in _SURE_PLURALS
            or any(near in _NUMBERS for near in words[max(0, place - 2) : place])
        )
        count = max(before.count, _number(words[max(0, place - 3) : place]) if many else 1)
        young = before.young or single in _YOUNG or _is_young(words[:place], many=word != single)
        found[key] = replace(before, count=count, young=young)
    if called:
        found = _with_villain(found, text)
    if len(found) > 1 and not _OTHERS_TOO.search(text):
        found.pop("villager", None)
    return [replace(one, asleep=_sleeps(one.kind, text)) for one in found.values()]


def _parent(before: list[str]) -> str:
    """The kind whose cub is meant after these words: "a wolf cub", "the bear and her cubs"; "" for a fox."""
    kinds = [KIND_OF[single] for single in map(singular, before) if KIND_OF.get(single, "fox") not in _PEOPLE]
    near = singular(before[-1]) if before else ""
    own = KIND_OF.get(near, "fox") not in _PEOPLE or near in ("her", "their", "its")
    return kinds[-1] if kinds and own else ""


def _is_young(before: list[str], *, many: bool) -> bool:
    """Whether the words before an animal make it a young one."""
    return bool(_BABY & set(before[-2:])) or (many and before[-1:] == ["little"])


def _number(before: list[str]) -> int:
    """How many are meant by a plural after these words; three if they do not say."""
    return next((_NUMBERS[word] for word in reversed(before) if word in _NUMBERS), 3)


def _with_villain(found: dict[str, _Named], text: str) -> dict[str, _Named]:
    """Whoever is called a villain is the animal that is named too, if one is, else a wolf; a giant is a bear."""
    for key, one in found.items():
        if one.count == 1 and one.kind not in _PEOPLE:
            return found | {key: replace(one, villain=True)}
    word = next(single for single in map(singular, re.findall(r"[a-z]+", text)) if single in CALLED)
    many = not re.search(rf"\b{word}\b", text)
    return found | {KIND_OF[word]: _Named(KIND_OF[word], 3 if many else 1)}


def _the_chief(found: re.Match[str]) -> str:
    """Name the one of many who leads them to no good."""
    word = singular(found[1])
    return f"villain {word}" if word in KIND_OF else found[0]


def _with_lone_villain(named: list[_Named], scene: str, beat: str) -> list[_Named]:
    """Make a villain of him who is alone with the fox where the fox stands up to somebody, or who is seen doing
    something; not of one who is on his side."""
    if any(one.villain for one in named):
        return named
    known = any(one.kind in _VILLAINS and one.count == 1 for one in named)
    for one in named:
        words = forms(KINDS[one.kind].split())
        if one.count != 1 or one.young or one.kind in _PEOPLE or not re.search(rf"\b(?:{words})\b", scene):
            continue
        doing = re.search(
            rf"\b(?:{words})\b(?: called \w+)? is \w+ing (?:the|an?|all|every|down|up)\b"
            r"(?![^.;]* (?:with|for|to|beside) *(?:him\b|[.,;]|$))",  # the red fox is not in the text any more
            scene,
        )
        near = re.search(rf"(?:[\w-]+[ ,]+){{0,3}}\b(?:{words})\b(?:[ ,]+[\w-]+){{0,2}}", scene)
        with_him = re.search(rf" and (?:his|the|an?) (?:{words})\b", scene) and not _AGAINST.search(scene)
        helps = with_him or (near and _ON_HIS_SIDE.search(near[0]))
        if (doing and beat in _SEEN_BEATS) or (beat in _LONE_BEATS and not helps and not known):
            return [replace(other, villain=other is one) for other in named]
    return named


def _sleeps(kind: str, text: str) -> bool:
    words = forms(KINDS[kind].split())
    asleep = rf"\b(?:{words})\b(?:,? \w+){{0,3}}?,? {SLEEPS}|\bsleeping (?:\w+ ){{0,2}}(?:{words})\b"
    return bool(re.search(asleep, text))


def _figure(one: _Named, scene: str, text: str, beat: str, mood: str) -> Figure:
    told = prepared(scene) if one.kind in _PEOPLE else scene  # what our own fox does is nobody else's deed
    wrong = one.count == 1 and does_wrong(f"{'|'.join(KINDS[one.kind].split())}", told)
    words = KINDS[one.kind].split()
    fights = one.count == 1 and not one.young and showdowns.fights(told, words)
    steals = one.count == 1 and showdowns.steals(told, words)
    part = "villain" if wrong or fights or steals else _part(one, beat)
    caught = caught_in(scene, beaten=beat in _DEFEATS) if part == "villain" else ""
    flies = re.search(rf"\b(?:{forms(KINDS[one.kind].split())})\b(?: \w+){{0,2}} {_FLIES}|\bflying {one.kind}", text)
    face = "asleep" if one.asleep else _face(part, scene, beat, mood)
    usual = (
        "slump" if caught else "fly" if flies or _hovers(one.kind, part, face) else _pose(one.kind, part, scene, beat)
    )
    if usual in ("watch", "sit") and is_build(one.kind):
        usual = told_pose(KINDS[one.kind].split(), scene) or usual
    if usual == "menace" and (fights or steals):
        usual = "kick" if fights else usual if beat in _VILLAIN_BEATS else "leave"
    return Figure(one.kind, one.count, part, face, "lie" if one.asleep else usual, one.young, caught=caught)


def _part(one: _Named, beat: str) -> str:
    peaceful = one.asleep or one.young or beat in ("practice", "ally", "kindness", "guide")
    if one.count == 1 and not peaceful and (one.villain or one.kind in _VILLAINS):
        wolf = one.kind == "wolf" and beat not in _LOVED_BEATS
        return "villain" if one.villain or beat in _VILLAIN_BEATS or wolf else "friend"
    if beat in _GUIDES or one.kind == "master":
        return "guide" if one.count == 1 else "crowd"
    return "friend" if one.count == 1 else "crowd"


def _face(part: str, scene: str, beat: str, mood: str) -> str:
    if part == "villain":
        beaten = beat == "justice" or (beat == "overcome" and showdowns.is_beaten(scene))
        return "beaten" if beaten else "menacing"
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
        return _against_him(scene, KINDS[kind].split(), beat)
    if kind == "master" and re.search(r"float|hover|stone", scene):
        return "meditate"
    if _TURNED_AWAY.search(scene) and part == "friend" and beat == "rejection":
        return "leave"
    if beat in ("sacrifice", "kindness", "forgiven", "ally", "new_life") and part == "friend":
        return "sit"
    return "watch"


def _against_him(scene: str, words: list[str], beat: str) -> str:
    """The pose of a villain: as he goes for the fox, or as he is beaten."""
    if beat == "justice" or (beat == "overcome" and showdowns.is_beaten(scene)):
        if beat == "overcome" and showdowns.is_lifted(scene, words):
            return "hover"
        return "fallen" if beat == "overcome" and showdowns.is_knocked_over(scene) else "slump"
    return showdowns.blow(scene, words) if beat in showdowns.BEATS else "menace"


def _hovers(kind: str, part: str, face: str) -> bool:
    """Whether he is in the air because he always is: a villain with wings who has not been beaten."""
    return part == "villain" and face == "menacing" and kind in showdowns.FLYING
