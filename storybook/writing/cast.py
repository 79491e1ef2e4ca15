"""Who and what one story is made of: the quiz answers as words, and around them a place, a friend, a villain."""

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from random import Random

from .brief import Beat, Brief
from .cleaning import quoted
from .deeds import Crime, Shame, is_doing, read_crime, read_offer, read_shame
from .nouns import Noun, built_from, read_noun
from .proofreading import faults
from .vocabulary import words

BRIGHT_MOODS = frozenset({"happy", "triumphant", "peaceful"})
_PLACES = (
    ("the mill village", "in the mill yard", "the mill yard"),
    ("the village by the river", "on the village green", "the village green"),
    ("the hill village", "in the market square", "the market square"),
    ("the harbour village", "on the harbour square", "the harbour square"),
    ("the village in the valley", "at the fairground", "the fairground"),
    ("the forest village", "in the market square", "the market square"),
)
_VILLAINS = ("huge grey wolf", "giant black bear", "long-clawed lynx", "hulking wolverine", "yellow-eyed panther")
_FRIENDS = ("small hedgehog", "brown hare", "young otter", "little squirrel", "freckled mole", "white rabbit")
_GUIDES = ("old badger", "old tortoise", "old heron", "old goat", "old toad", "old owl")
_LITTLE = ("duckling", "baby rabbit", "tiny mouse", "newborn lamb", "fluffy owlet", "little wren")
_CROWD = ("the rabbits", "the geese", "the otters", "the squirrels", "the hens", "the moles", "the beavers")
_MOCKERS = ("crows", "magpies", "weasels", "jackdaws", "stoats")
_LOOT = ("basket of apples", "honey pot", "red kite", "jar of berries", "little drum")
_HAUNTS = (
    "rope swing",
    "old hay cart",
    "little rowing boat",
    "treehouse",
    "reed hut",
    "wooden seesaw",
)
_GLOWS = ("golden light", "silver light", "emerald light", "amber light", "sky-blue light", "rose-coloured light")
_WORKS = (
    "winged machine of wood and brass",
    "walking machine on four wooden legs",
    "lamp tower of copper and glass",
    "sail wagon with six tall wheels",
    "iron-bound giant of oak beams",
    "steam engine with a copper chimney",
)
_TWO_WORDS = frozenset({"machine", "tower", "wagon", "giant", "engine", "pot", "swing", "boat", "bridge", "hut"})
_LIFELESS = words("village forest town river house home kingdom land city farm field lake crop everything")
_LONGEST_IDEA = 160  # characters
_PRONOUNS = words("him her them it himself")
_NO_ANSWER = re.compile(
    r"(?:i )?(?:do not|don'?t|dunno|have no|no)(?: (?:know|care|idea|clue|answer))?|idk|not sure|none|nothing|n/?a|"
    r"whatever|anything|skip",
    re.IGNORECASE,
)
_BREAKING = r"burn|destroy|wreck|ruin|demolish|fire|flood|crush|smash|trampl|pollut|vandal|cutting down"
_CRIME_TYPES = (
    ("theft", r"steal|rob|loot|plunder|snatch|taking|gold|treasure|raid"),
    ("cage", r"kidnap|captur|imprison|cag|trap|enslav|jail|abduct|lock"),
    ("hurt", r"hurt|kill|murder|harm|injur|beat|poison|bully|tortur|attack|scar|terror|frighten|wound|tormen|threat"),
    ("ruin", _BREAKING + r"|break(?!.*(?:promise|word|heart|law|rule))"),
)


@dataclass(frozen=True)
class Answers:
    """The quiz answers, read."""

    shame: Shame | None
    who: Noun
    gift: Noun
    offers: str
    gift_is_thing: bool
    find: Noun
    trains: bool
    crime: Crime


def read_answers(answers: Mapping[str, str]) -> Answers:
    """Read the answers of the quiz, or the idea in their place; what is missing gets an answer of the house.

    Whoever types that he does not know has given no answer.
    """
    answers = {key: "" if _NO_ANSWER.fullmatch(answer.strip(" .!?-")) else answer for key, answer in answers.items()}
    offered = answers.get("offering_what", "")
    gift = read_noun(offered, missing="a flower")
    shamed = answers.get("humiliation_type", "").strip().upper() != "B"
    return Answers(
        shame=read_shame(answers.get("humiliation", "")) if shamed else None,
        who=_named(
            _no_hero(read_noun(answers.get("offering_who", ""), missing="a girl fox", person=True)),
            "somebody whom he calls",
            "the one he hopes for",
        ),
        gift=_named(gift, "a gift that he calls", "his gift"),
        offers=read_offer(offered),
        gift_is_thing=gift.solid and not is_doing(offered),
        find=_found(answers),
        trains=answers.get("do_with_find", "").strip().upper() != "B",
        crime=read_crime(answers.get("villain_crime", "")),
    )


def _found(answers: Mapping[str, str]) -> Noun:
    """What he finds. A story that is made of an idea has no such answer: he finds a book that tells of it."""
    idea, find = answers.get("idea", ""), answers.get("find", "")
    if idea and not find:
        told = idea if len(idea) <= _LONGEST_IDEA else idea[: _LONGEST_IDEA - 1].rsplit(" ", 1)[0] + "…"
        return Noun(f"an old picture book about “{told.rstrip('.')}”", "the picture book", head="book")
    return _visible(_named(read_noun(find, missing="a glowing stone"), "a thing that he calls", "his find"))


def _visible(noun: Noun) -> Noun:
    """Nobody can dig up "courage"; a glowing orb of courage can be seen and carried."""
    if noun.solid or not noun.plain or noun.living_master or noun.full.startswith(("a ", "an ", "the ")):
        return noun
    return Noun(f"a glowing orb of {noun.full}", "the glowing orb", head="orb")


def _named(noun: Noun, called: str, stand_in: str) -> Noun:
    """Quote words that are no plain English noun, and give them a short name that always fits."""
    if noun.plain and not faults(f"He sees {noun.full}, and {noun.short} is there."):
        return noun
    return Noun(f"{called} {quoted(noun.full)}", stand_in, plain=False)


def _no_hero(noun: Noun) -> Noun:
    """There is one fox in the stories; whoever else is a fox is another."""
    return replace(noun, full="another fox", short="the other fox") if noun.short == "the fox" else noun


class Cast:
    """The words and flags of one story (a `grammar.Words`); the same seed and answers give the same cast."""

    def __init__(self, brief: Brief) -> None:
        self.answers = read_answers(brief.answers)
        self._typed = " ".join(brief.answers.values()).lower()
        # a story must come out the same again, and nothing is guarded by this
        rng = Random(f"{brief.seed} {sorted(brief.answers.items())} cast")
        village, in_square, square = rng.choice(_PLACES)
        self._nouns = self._people(rng)
        parts = [self._nouns[name].head for name in ("villain", "friend", "guide", "little")]
        self._parts = re.compile(rf"\b(?:{'|'.join(re.escape(head) for head in parts if head)})s?\b")
        shame, crime = self.answers.shame, self.answers.crime
        self._texts = {
            "village": village,
            "in_square": in_square,
            "square": square,
            "crowd": self._crowd(rng),
            "mockers": self._mockers(rng),
            "glow": rng.choice(_GLOWS),
            "shamed": shame.clause if shame else "",
            "shame": shame.text if shame else "",
            "offers": self.answers.offers,
            "crime": crime.doing,
            "crime_text": crime.text,
            "at_him": "in his paws" if self._nouns["work"].held else "on his back",
        }
        self._flags = {"bright": False, "seen": False} | {name: not noun.plural for name, noun in self._nouns.items()}

    def word(self, slot: str, *, so_far: str) -> str:
        """Give the words for `slot`: a noun in full the first time it is met, short after that."""
        name, _, form = slot.rstrip("!").partition(".")
        if name in self._texts:
            return self._texts[name]
        noun = self._nouns[name]
        if form == "it":
            return "them" if noun.plural else "it"
        if form == "bare":
            return re.sub(r"^(?:the|a|an) ", "", noun.short)
        met = form == "the" or noun.short.lower() in so_far.lower() or noun.full.lower() in so_far.lower()
        return noun.full if slot.endswith("!") or not met else noun.short

    def holds(self, flag: str) -> bool:
        """Say whether a noun is singular, or whether a flag of the moment holds."""
        return self._flags[flag]

    def doubles(self, line: str) -> bool:
        """Say whether `line` brings in an extra animal of a kind that already has a part in the story."""
        bare = re.sub(r"\[[^\]]*\]", " ", line.lower())
        return bool(self._parts.search(bare))

    def spoken(self) -> tuple[str, ...]:
        """Give all words of this story that its scenes share by right, longest first."""
        nouns = (form for noun in self._nouns.values() for form in (noun.full, noun.short))
        return tuple(sorted({*nouns, *filter(None, self._texts.values())}, key=lambda words: (-len(words), words)))

    def noun(self, name: str) -> Noun:
        """Give one noun of the cast. KeyError if there is none of that name."""
        return self._nouns[name]

    def tags(self, beats: Sequence[Beat], beat: Beat) -> frozenset[str]:
        """Give the tags that hold for `beat` in a story of these `beats`."""
        before = [other.kind for other in beats if other.number < beat.number]
        kinds = {other.kind for other in beats}
        bright = beat.mood in BRIGHT_MOODS
        tags = {
            *self._answer_tags(),
            "bright" if bright else "grave",
            "later" if beat.kind in before else "first",
            "knowncrime" if {"call", "awakening", "crime", "confront"} & set(before) else "newcrime",
            "atoning" if "wrongdoing" in kinds else "striving",
            _ending(kinds),
            "travelling" if "threshold" in before and "road_home" not in before else "settled",
            "reunited" if "tested" in before else "met",
        }
        return frozenset(tags)

    def _answer_tags(self) -> set[str]:
        answers, find = self.answers, self.answers.find
        tags = {"trains" if answers.trains else "builds", "deed" if answers.crime.doing else "news"}
        tags.add("shamed" if answers.shame else "offer")
        if answers.shame:
            tags.add("told" if answers.shame.clause else "untold")
        else:
            tags.add("thing" if answers.gift_is_thing else "gesture")
        tags.add("master" if find.living_master else "place" if find.place else "big" if find.big else "object")
        if "object" in tags:
            tags.add("plan" if find.plan else "core" if find.solid and not find.machine else "idea")
        if answers.crime.doing:
            tags.add(_crime_type(answers.crime.text))
        if answers.crime.victim and answers.crime.victim.head not in _LIFELESS | _PRONOUNS:
            tags.add("victim")
        work = self._nouns["work"]
        tags.add("worn" if work.worn or work.held else "large")
        return tags

    def _people(self, rng: Random) -> dict[str, Noun]:
        answers = self.answers
        nouns = {
            "villain": self._villain(rng),
            "friend": self._fresh(rng, _FRIENDS),
            "guide": self._fresh(rng, _GUIDES),
            "little": self._fresh(rng, _LITTLE),
            "loot": self._fresh(rng, _LOOT),
            "haunt": self._fresh(rng, _HAUNTS),
            "work": built_from(answers.find) or (answers.find if answers.find.machine else self._fresh(rng, _WORKS)),
        }
        victim = answers.crime.victim or Noun("the village", "the village")
        return nouns | {"who": answers.who, "gift": answers.gift, "find": answers.find, "victim": victim}

    def _villain(self, rng: Random) -> Noun:
        """The villain of the answers; one who has a name alone gets a shape."""
        named, fresh = self.answers.crime.villain, self._fresh(rng, _VILLAINS)
        if named is None or not named.full[:1].isupper():
            return named or fresh
        return replace(fresh, full=f"{fresh.full} called {named.full}", short=f"{named.full} {fresh.short}")

    def _fresh(self, rng: Random, names: Sequence[str]) -> Noun:
        """One of `names` whose last word no answer uses already, so that nobody is there twice."""
        free = [name for name in names if not any(word in self._typed for word in name.split(" ")[1:2])]
        noun = read_noun(f"a {rng.choice(free or list(names))}", missing=names[0])
        return replace(noun, short=_briefly(noun))

    def _crowd(self, rng: Random) -> str:
        taken = self._typed + " ".join(noun.short for noun in self._nouns.values())
        free = [name for name in _CROWD if name[4:-1] not in taken]
        return " and ".join(rng.sample(free if len(free) > 1 else list(_CROWD), 2))

    def _mockers(self, rng: Random) -> str:
        doers = self.answers.shame.doers if self.answers.shame else None
        free = [name for name in _MOCKERS if name not in self._typed] or list(_MOCKERS)
        chosen = f"the {rng.choice(free)}"
        return doers.short if doers else chosen


def _briefly(noun: Noun) -> str:
    """One word is enough to meet an animal again; a machine keeps the word that tells it from others."""
    core = noun.short.split(" ")
    return " ".join(["the", *core[-1:]]) if len(core) > 1 and noun.head not in _TWO_WORDS else noun.short


def _ending(kinds: Set[str]) -> str:
    """Which of the four ends the story is bound for."""
    if "wrongdoing" in kinds:
        return "atoned"
    if "road_home" in kinds:
        return "returning"
    return "grownup" if "childhood" in kinds else "rising"


def _crime_type(crime: str) -> str:
    return next((name for name, pattern in _CRIME_TYPES if re.search(pattern, crime.lower())), "other")
