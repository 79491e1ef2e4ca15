"""Who and what one story is made of: the quiz answers as words, and around them a place, a friend, a villain."""

import re
from collections.abc import Sequence, Set
from dataclasses import replace
from functools import cached_property
from random import Random

from .amends import GROWING, righted
from .answers.crimes import Crime
from .answers.nouns import Noun, built_from, read_noun
from .answers.reader import read_answers
from .answers.vocabulary import ABSTRACT, ANIMALS, LIVING, PRONOUNS, USES, words
from .answers.whereabouts import is_event
from .brief import Beat, Brief
from .carrying import carried, is_with_him
from .misdeeds import seen

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
_HAUNTS = ("old hay cart", "little rowing boat", "reed hut", "willow hut", "old wagon", "bark hut")
_GLOWS = ("golden light", "silver light", "emerald light", "amber light", "sky-blue light", "rose-coloured light")
_WORKS = (
    "clockwork cart of brass and oak",
    "steam wagon with a copper chimney",
    "lamp wagon of copper and glass",
    "bell wagon of bronze and oak",
    "spring cart of iron and wood",
    "sail wagon of oak and canvas",
)
_LAIRS = (
    Noun("a stronghold of black stone", "the stronghold", head="stronghold"),
    Noun("a fortress of black stone", "the fortress", head="fortress"),
    Noun("an old black castle", "the castle", head="castle"),
    Noun("a black tower as high as the clouds", "the tower", head="tower"),
)
_TWO_WORDS = frozenset({"machine", "tower", "wagon", "cart", "engine", "pot", "swing", "boat", "bridge", "hut"})
_ON_WHEELS = words("automobile bulldozer bus car cart digger locomotive tractor train truck van wagon")
_ROLLING = re.compile(r"\b(?:wheels?|axles?|brakes?)\b")
_LIFELESS = words("village forest town river house home kingdom land city farm field lake crop everything")
# how often a story has said, before a scene of that kind, how he carries what he found, and may say so once more
_ROOM = {"overcome": 1, "new_life": 2}
_PARTS = ("villain", "friend", "guide", "little", "who", "find", "gift", "victim")
_MANY = frozenset({"crowd", "mockers"})
_ALIKE = (("turtle", "tortoise"), ("hare", "rabbit", "leveret"), ("crow", "raven"), ("mouse", "rat"), ("frog", "toad"))
_SIZE = re.compile(r"\b(?:giant|huge|enormous|big|great|massive|gigantic|hulking|long-clawed|yellow-eyed)\b")
_IS_NAME = re.compile(r"(?:the )?[A-Z]")
_NAME_AND_KIND = re.compile(r"(?P<name>[A-Z].*) the (?P<kind>\w+)")
_SMALL = re.compile(r"\b(?:little|small|tiny|baby|young)\b")
_LATELY = 160  # characters: a village that was named so lately is not named again
_SHORT_DEED = 6  # words
_WOMEN = words("aunt daughter girl goddess grandmother hen lady mother princess queen sister vixen wife witch woman")
_KIN_OF_HIS = ("the one he loves",)
_PRONOUNS = words("him her them it himself")
_BREAKING = (
    r"burn|destroy|wreck|ruin|demolish|fire|flood|drain|\bdam\b|crush|smash|trampl|pollut|vandal|\bfell(?:s|ing)?\b|chop|"
    r"\bcut(?:s|ting)?\b"
)
_CRIME_TYPES = (
    ("theft", r"steal|rob|loot|plunder|snatch|taking|gold|treasure|raid"),
    ("cage", r"kidnap|captur|imprison|cag|trap|enslav|jail|abduct|lock"),
    ("hurt", r"hurt|kill|murder|harm|injur|beat|poison|bully|tortur|attack|scar|terror|frighten|wound|tormen|threat"),
    ("ruin", _BREAKING + r"|break(?!.*(?:promise|word|heart|law|rule))"),
)


class Cast:
    """The words and flags of one story (a `grammar.Words`); the same seed and answers give the same cast."""

    def __init__(self, brief: Brief) -> None:
        self.answers = read_answers(brief.answers)
        self._typed = " ".join(brief.answers.values()).lower()
        # a story must come out the same again, and nothing is guarded by this
        rng = Random(f"{brief.seed} {sorted(brief.answers.items())} cast")
        village, in_square, square = rng.choice(_PLACES)
        self._nouns = self._people(rng)
        parts = (*_PARTS, "loot") if any(beat.kind == "wrongdoing" for beat in brief.beats) else _PARTS
        heads = {kin for name in parts for kin in _kin(self._nouns[name].head)} - {"", "fox"}
        self._parts = re.compile(rf"\b(?:{'|'.join(re.escape(head) for head in sorted(heads))})s?\b")
        work, at_him = self._nouns["work"], "in his paws" if self._nouns["work"].held else "on his back"
        shame, crime = self.answers.shame, self.answers.crime
        place = shame.place if shame else ""
        self._texts = {
            "village": village,
            "in_square": in_square,
            "square": square,
            "crowd": self._crowd(rng),
            "mockers": self._mockers(rng),
            "glow": rng.choice(_GLOWS),
            "shamed": shame.clause if shame else "",
            "there": place or in_square,
            "back_there": in_square if is_event(place) else place,
            "site": self.answers.site or "in a hidden place",
            "offers": self.answers.offers,
            "crime": crime.doing if _is_short(crime) else "such villainy",
            "seen": f"{crime.doing}, {seen(crime.doing, rng)}",
            "giant": _giant(self._nouns["villain"]),
            "at_him": at_him,
        }
        self.righted = righted(crime, self._nouns["villain"])
        self._carried = carried(self.answers.find, rng)
        self._worn = (f"{work.short} {at_him}",) if work.worn or work.held else ()
        self._flags = {"bright": False, "seen": False} | {name: not noun.plural for name, noun in self._nouns.items()}

    def word(self, slot: str, *, so_far: str) -> str:
        """Give the words for `slot`: a noun in full the first time it is met, short after that."""
        name, _, form = slot.rstrip("!").partition(".")
        if name in self._texts:
            text = self._texts["seen" if slot.startswith("crime!") else name]
            return f"{text} of {self._texts['village']}" if name in _MANY and self._is_new(text, so_far) else text
        noun = self._nouns[name]
        if form == "it":
            return "them" if noun.plural else "it"
        if form == "bare":
            return re.sub(r"^(?:the|a|an) ", "", noun.short)
        met = form == "the" or noun.short.lower() in so_far.lower() or noun.full.lower() in so_far.lower()
        return noun.full if slot.endswith("!") or not met else noun.short

    def _is_new(self, many: str, so_far: str) -> bool:
        """Whether nobody has told yet who `many` are: "the moles and the otters" of the village."""
        return many.split(" ")[-1] not in so_far and self._texts["village"] not in so_far[-_LATELY:]

    def holds(self, flag: str) -> bool:
        """Say whether a noun is singular, or whether a flag of the moment holds."""
        return self._flags[flag]

    def doubles(self, line: str) -> bool:
        """Say whether `line` brings in an animal or a thing of a kind that already has a part in the story.

        So are wheels on what he builds, where it has none.
        """
        bare = re.sub(r"\[[^\]]*\]", " ", line.lower())
        rolls = "[work" in line.lower() and bool(_ROLLING.search(bare))
        return bool(self._parts.search(bare)) or (rolls and self._nouns["work"].head not in _ON_WHEELS)

    def spoken(self) -> tuple[str, ...]:
        """Give all words of this story that its scenes share by right, longest first."""
        nouns = (form for noun in self._nouns.values() for form in (noun.full, noun.short))
        spoken = {*nouns, self.righted, *self._carried, *self._worn, *filter(None, self._texts.values())}
        return tuple(sorted(spoken, key=lambda words: (-len(words), words)))

    @cached_property
    def others(self) -> tuple[str, ...]:
        """Give the names of all but the red fox who could be meant by "he"."""
        names = ["villain", "friend", "guide", "little", "who", *["find"] * self.answers.find.living_master]
        nouns = [self._nouns[name] for name in names]
        him = [noun for noun in nouns if not noun.plural and noun.head not in _WOMEN]
        return (*(form for noun in him for form in (noun.full, noun.short)), "the giant")

    def kept(self, beats: Sequence[Beat], beat: Beat, *, told: str) -> str:
        """Say what he has with him in `beat`, and how ("the compass on a cord round his neck"); "" if nothing.

        `told` is the rest of the story: it says so three times at most, the last two at the climax and at the end.
        """
        before = [other.kind for other in beats if other.number < beat.number]
        if not is_with_him(beat.kind, before):
            return ""
        if self.answers.trains or "practice" not in [*before, beat.kind]:
            ways = self._carried
        else:
            ways = self._worn if "practice" in before else ()
        times = sum(told.lower().count(way.lower()) for way in ways)
        return ways[times % len(ways)] if ways and times <= _ROOM.get(beat.kind, 0) else ""

    def made_good(self, kinds: Set[str], kind: str, text: str, opener: str) -> str:
        """Give `text` with what puts the crime right, where the scene of `kind` is the one that must tell it.

        `kinds` are those of the whole story: one without a scene of justice tells it as soon as the villain is beaten.
        """
        crime = self.answers.crime
        if "be afraid" in text and "be afraid" in self.righted:
            return text
        told_already = crime.victim is not None and self.tells_of("victim", text.replace(crime.doing, ""))
        if kind != ("justice" if "justice" in kinds else "overcome") or told_already:
            return text
        villain = self._nouns["villain"].short
        beaten = kind == "overcome" and not self.righted.startswith(villain)
        return f"{text} {opener} {f'{villain} gives in, and ' * beaten}{self.righted}."

    def says_how_he_has_it(self, text: str) -> bool:
        """Say whether `text` tells how he carries what he found."""
        return any(way.lower() in text.lower() for way in (*self._carried, *self._worn))

    def tells_of_find(self, text: str) -> bool:
        """Say whether `text` tells of what was found, or of what was built with it."""
        return self.tells_of("find", text) or (not self.answers.trains and self.tells_of("work", text))

    def tells_of(self, name: str, text: str) -> bool:
        """Say whether `text` names the noun `name`, in full or short."""
        return any(form.lower() in text.lower() for form in (self._nouns[name].full, self._nouns[name].short))

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
        tags = {"trains" if answers.trains else "builds"}
        tags.add("shamed" if answers.shame else "offer")
        if answers.shame:
            tags.add("placed" if answers.shame.place else "unplaced")
        else:
            tags.add("thing" if answers.gift_is_thing else "gesture")
        big = find.big or (find.vehicle and not answers.trains and not find.worn and not find.held)
        tags.add("master" if find.living_master else "place" if find.place else "big" if big else "object")
        if "object" in tags:
            tags.add("plan" if find.plan else "core" if find.solid and not find.vehicle else "idea")
        if big and not find.vehicle:
            tags.add("bigcore")
        tags |= {use for use, things in USES.items() if {find.head, find.short.split(" ")[-1]} & things}
        if answers.trains and self._carried:
            tags.add("carried")
        tags |= self._crime_tags()
        if answers.site:
            tags.add("sited")
        work = self._nouns["work"]
        tags.add("worn" if work.worn or work.held else "large")
        return tags

    def _crime_tags(self) -> set[str]:
        """Which kind of wrong it is, and whether there is somebody or something to be made whole, or grown again."""
        crime = self.answers.crime
        if not crime.told:
            return {"news"}
        kind, victim = _crime_type(crime.doing), crime.victim
        lives = victim is not None and (victim.head in LIVING or victim.short in _KIN_OF_HIS)
        if kind == "cage" and victim is not None and not lives:
            return {"other"}
        if kind == "hurt" and victim is not None and not lives and victim.head not in PRONOUNS:
            kind = "ruin"
        told = victim is not None and victim.head not in ABSTRACT | _LIFELESS | _PRONOUNS and (lives or kind == "theft")
        grown = victim is not None and victim.head in GROWING
        return {kind, "grown" if grown else "made", *(["victim"] if told else [])}

    def _people(self, rng: Random) -> dict[str, Noun]:
        answers = self.answers
        nouns = {
            "villain": self._villain(rng),
            "friend": self._friend(rng),
            "guide": self._fresh(rng, _GUIDES),
            "little": self._fresh(rng, _LITTLE),
            "loot": self._fresh(rng, _LOOT),
            "haunt": self._fresh(rng, _HAUNTS),
            "lair": rng.choice(_LAIRS),
            "work": built_from(answers.find) or (answers.find if answers.find.vehicle else self._fresh(rng, _WORKS)),
        }
        victim = answers.crime.victim or Noun("the village", "the village")
        return nouns | {"who": answers.who, "gift": answers.gift, "find": answers.find, "victim": victim}

    def _villain(self, rng: Random) -> Noun:
        """The villain of the answers; one who has a name alone gets a shape, and an animal the size of one."""
        named, fresh = self.answers.crime.villain, self._fresh(rng, _VILLAINS)
        if named is None:
            return fresh
        if (told := _NAME_AND_KIND.fullmatch(named.full)) and told["kind"] in ANIMALS:
            return Noun(f"a giant {told['kind']} called {told['name']}", named.full, head=told["kind"])
        if not _IS_NAME.match(named.full):
            grown = named.head in ANIMALS and not _SIZE.search(named.full) and not _SMALL.search(named.full)
            return replace(named, full=re.sub(r"^an? ", "a giant ", named.full)) if grown else named
        return replace(
            fresh, full=f"{fresh.full} called {named.full}", short=f"{named.full.removeprefix('the ')} {fresh.short}"
        )

    def _friend(self, rng: Random) -> Noun:
        """The friend of the answers, who was wronged and comes back; else one of ours."""
        fresh = self._fresh(rng, _FRIENDS)
        return (self.answers.shame.friend if self.answers.shame else None) or fresh

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


def _giant(villain: Noun) -> str:
    """What the villain is called besides, where the name has just been said."""
    if villain.short.startswith("the chief of "):
        return "the chief"
    return "the giant" if _SIZE.search(villain.full) else villain.short


def _kin(head: str) -> Sequence[str]:
    """The names under which a reader would meet the same animal: a tortoise beside a turtle is one too many."""
    return next((kin for kin in _ALIKE if head in kin), (head,))


def _briefly(noun: Noun) -> str:
    """One word is enough to meet an animal again; a machine keeps the word that tells it from others."""
    if " of " in noun.short:
        return noun.short
    core = noun.short.split(" ")
    return " ".join(["the", *core[-1:]]) if len(core) > 1 and noun.head not in _TWO_WORDS else noun.short


def _is_short(crime: Crime) -> bool:
    """Whether the deed can be told once more, in passing."""
    return crime.told and crime.doing.count(" ") < _SHORT_DEED and not crime.doing.startswith("bringing")


def _ending(kinds: Set[str]) -> str:
    """Which of the four ends the story is bound for."""
    if "wrongdoing" in kinds:
        return "atoned"
    if "road_home" in kinds:
        return "returning"
    return "grownup" if "childhood" in kinds else "rising"


def _crime_type(crime: str) -> str:
    return next((name for name, pattern in _CRIME_TYPES if re.search(pattern, crime.lower())), "other")
