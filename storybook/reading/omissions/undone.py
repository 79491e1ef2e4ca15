"""What a scene says that the red fox and the animals do and their poses do not show, in its words: "digs"."""

import re
from collections.abc import Iterator, Mapping

from storybook.figures.animals import is_build
from storybook.figures.beasts import BEASTS
from storybook.props.catalogue import NAMED, props_in
from storybook.reading.actions import INVERTED
from storybook.reading.kinds import KIND_OF
from storybook.reading.others import LY, SHOWN_IN, Deed, deeds_of_others, doing, lemma
from storybook.reading.plan import Figure, Plan
from storybook.reading.senses import UNDRAWN, begins_noun, goes_with_verb
from storybook.reading.sights import SIGHTS
from storybook.reading.wording import singular, singulars, word_list, word_set

MOST, MOST_OF_OTHERS = 4, 3
_HOW = rf"{LY}(?: (?:never|himself))?"
_TOLD = re.compile(
    rf"\b(?P<who>red fox|he)\b(?P<whose>'s)?(?P<rel>,? who)?(?:, (?!who\b)[a-z' -]{{3,50}},)?(?P<how>{_HOW}),? "
    rf"(?:(?:is|comes|goes)(?: already| still| just)? (?P<doing>\w+ing)\b"
    rf"|(?P<does>\w+s)\b)"
)
_FIRST = re.compile(r"(?:^|[.;:,] (?:and )?|\b(?:still|already) )(?P<doing>\w+ing)\b[^.;]{0,40}, the red fox\b")
_BEHIND_A_COMMA = re.compile(r", (?P<does>[a-z]+s) the red fox\b(?!'s)")
_MORE = re.compile(rf"(?:,|,? (?:and|but|then)\b){LY} (?P<does>\w+s)\b")
_TOGETHER = re.compile(r"\bred fox and (?:the|an?|his) (?:[\w-]+ )??[a-z]+ (?P<does>[a-z]+) (?P<after>[a-z]+)")
_TO = re.compile(
    r"(?:starts?|begins?|tries|manages|learns|dares|helps|sets out|wants) (?:\w+ ){0,2}?to (?P<does>\w+)\b|\bhas "
    r"to (?P<must>\w+)\b"
)
_WHILE = re.compile(r"(?:,|\band|\bleft|\bgoes) (?P<doing>\w+ing)\b")
_ENDS = re.compile(r"[.;:!?]|\b(?:as|while|where|until|when|because|so that|that|who|which)\b")
_NO_SUBJECT = re.compile(
    r"\b(?:of|to|at|from|for|with|by|over|under|behind|before|round|around|past|after|on|in) the $"
)
_NEW_SUBJECT = re.compile(r"(?:,|\band|\bbut) (?:an?|the|its|her|their|every|each|both|all|one) ")
# what else is said with the same words, and to be seen in another pose or in none
_UNLESS: Mapping[str, re.Pattern[str]] = {
    "play": re.compile(r"(?:with|in|at|alone|together|among|between|by|near|there|to|for)\b|$|[.,]"),
    "climb": re.compile(
        r"(?:out|up|down|back|in|through|over|on|to|the|a|his|\w+ly|[\w-]+) (?:[\w-]+ ){0,5}"
        r"(?:hill|ridge|mountain|slope|path|pass|road|valley|bank|dune|track|heights|peak|summit|steps|stairs?)s?\b"
    ),
    "close": re.compile(r"(?:his |both |one )+(?:eyes?|paws?)\b"),
    "shut": re.compile(r"(?:his |both |one )+eyes?\b"),
    "squeeze": re.compile(r"(?:his |both )+eyes\b"),
    "open": re.compile(r"(?:his |both |one )+(?:eyes?|mouth)\b"),
    "hang": re.compile(r"his head\b"),
    "lower": re.compile(r"his (?:head|eyes|ears)\b"),
    "bow": re.compile(r"his head\b"),
    "lie": re.compile(r"about \w+ing|to "),
    "throw": re.compile(r"(?:up )?(?:both |his )+(?:arms|paws)\b|open "),
    "raise": re.compile(r"his (?:head|eyes|ears)\b"),
    "lift": re.compile(r"his (?:head|eyes|ears|muzzle|nose|chin)\b"),
    "fall": re.compile(r"asleep|silent|in love"),
    "run": re.compile(r"(?:his|a) (?:paw|claw|eye)\b"),
    "stretch": re.compile(r"out (?:in|on)\b"),
}  # fmt: skip
_TOOLS = {"sweep": ("broom", "brush"), "rake": ("rake",), "shovel": ("shovel",)}
_NEEDS_A_THING = word_set("write read paint sweep rake shovel")
_GIVES = re.compile(
    r"\b(?:red fox|he)\b[^.;]*?\b(?:takes|makes|gives|turns) (?:(?:it|him|her|them|the \w+) )?an? (?:\w+ )?"
    r"(?P<does>bow|jump|leap|somersault|dive|pat|push|kick|twirl|cartwheel|hug|kiss|curtsy|handstand)\b"
)
_GESTURES = word_set("growl roar hiss bark snarl guard peck flap ruffle preen wag")  # of others: hardly to be seen
# what a villain does with or to what is drawn beside him
_WRONGS = word_set("steal take rob loot burn cut chop fell lock catch capture poison dam snatch net cage")
_SWIMMERS = word_set("duck goose swan whale orca dolphin seal walrus turtle shark narwhal octopus squid crocodile frog")
_PEOPLE = word_set("villager vixen master fox")
_NO_ARTICLE = word_set("everybody everyone people they")
# of "holding their sides and giggling" the object
_WHAT = re.compile(
    r" (?:an?|the|his|her|their|its|each other)(?: (?!(?:in|on|at|to|of|and|or|with|by|from|into|as|so|up|down"
    r"|out|off|until|over"
    r"|like|for|while|when|that|who|one)\b)[a-z-]+){1,2}(?=[.,;:!?]|$| (?:in|on|at|to|of|and|or|with|by|from"
    r"|into|as|so|up|down|out|off"
    r"|until|over|like|for|while|when|that|who|one)\b)"
)
_NONE = frozenset(("none", "held"))
_SOMEBODY = re.compile(rf"(?:her|him|them)\b|(?:the|an?|his) (?:[\w-]+ )?(?:{'|'.join(set(KIND_OF) - {'fox'})})\b")
_OWN = re.compile(
    r"(?:(?:up|out|down|back|high) )?(?:his|both|one|its|her|their|a) (?:\w+ )?"
    r"(?:paws?|arms?|hands?|head|heads|tails?|ears?|eyes?|chin|nose|muzzle|breath|foot|feet|legs?|mouth"
    r"|shoulders?|back|voice)\b"
)
_PARTS = word_list("no-things.txt") | {"toe"}
_NO_VERBS = word_set(
    "as his its this is was has does always perhaps backwards forwards upwards towards homewards across"
)


def undone(text: str, plan: Plan, drawn: frozenset[str], *, wished: bool = False) -> Iterator[tuple[int, str]]:
    """Give the verbs for what the fox does and the picture of `plan` does not show, with where they stand in `text`, at
    most MOST, then what others do: "the otter digging". `drawn` are the names of the props in the picture. Where
    something was `wished` of it, his pose may be another than the scene's."""
    told = [*dict.fromkeys(found for found in sorted(_verbs(text)) if not _is_shown(text, *found, plan, drawn))]
    if wished:
        told = [(place, word) for place, word in told if SHOWN_IN.get(lemma(word), _NONE) <= _NONE]
    yield from told[:MOST]
    his = {place for place, _ in told}
    theirs = {_named(text, deed): deed.place for deed in deeds_of_others(text) if _is_lacking(deed, plan)}
    yield from [(place, words) for words, place in theirs.items() if place not in his][:MOST_OF_OTHERS]


def _named(text: str, deed: Deed) -> str:
    if deed.who in ("they", "each of them", "both of them", "the others", "all of them"):
        return f"{deed.who} {deed.word}"
    what = _WHAT.match(text[deed.place + len(deed.word) :])
    who = deed.who if deed.who in _NO_ARTICLE else f"the {deed.who}"
    return f"{who} {doing(deed.verb)}{what[0] if what else ''}"


def _is_lacking(deed: Deed, plan: Plan) -> bool:
    """Whether the picture shows who does something, and not that."""
    kind = KIND_OF.get(singular(deed.who), "")
    figure = next((figure for figure in plan.figures if figure.kind == kind), None)
    shown = SHOWN_IN.get(deed.verb, frozenset())
    if "nothing" in shown or deed.verb in _GESTURES or (not figure and kind and kind not in _PEOPLE):
        return False
    return not (figure and (figure.caught or _does(figure, deed.verb, shown, plan)))


def _does(figure: Figure, verb: str, shown: frozenset[str], plan: Plan) -> bool:
    """Whether somebody is drawn as he does what a verb says, which the poses and moods in `shown` show."""
    pose = {"menace": "reach", "watch": "stand", "leave": "walk"}.get(figure.pose, figure.pose)
    if figure.holds and "held" in shown:
        return True
    if not is_build(figure.kind):  # birds and beasts have few poses
        rests = {"sit", "stand"} & shown
        if figure.kind in BEASTS and BEASTS[figure.kind].lift and "fly" in shown:
            return True
        return bool(rests) or pose in shown & {"fly", "hover", "lie"} or (verb == "swim" and figure.kind in _SWIMMERS)
    wrong = figure.part == "villain" and plan.deeds and verb in _WRONGS
    return bool(wrong or {pose, figure.mood} & shown)


def _verbs(text: str) -> Iterator[tuple[int, str]]:
    """The verbs whose subject is the fox, with their places."""
    yield from _before_him(text)
    for found in _TOLD.finditer(text):
        told_of = re.search(r", $", text[: found.start("does")]) and singular(found["does"]) in _PARTS
        if "never" in found["how"] or told_of:  # "the red fox, paws behind his back"
            continue
        if found["rel"] or not (found["whose"] or _NO_SUBJECT.search(text[: found.start()])):
            group = "doing" if found["doing"] else "does"
            yield found.start(group), found[group]
            yield from _joined(text, found.end())
    for found in _TOGETHER.finditer(text):
        if not found["does"].endswith("s") and not begins_noun(found["does"]) and begins_noun(found["after"]):
            yield found.start("does"), found["does"]
    for found in _GIVES.finditer(text):
        yield found.start("does"), found["does"]
    for found in _TO.finditer(text):
        group = "does" if found["does"] else "must"
        if re.search(r"\b(?:red fox|he)\b[^.;]*$", text[: found.start()]) and not begins_noun(found[group]):
            yield found.start(group), found[group]


def _before_him(text: str) -> Iterator[tuple[int, str]]:
    """The verbs that stand before the one who does it: "on a rock digs the red fox", "hanging on, the red fox"."""
    for found in INVERTED.finditer(text):
        before = re.search(r"([a-z]+) *$", text[: found.start("does")])
        if lemma(found["does"]) in SHOWN_IN and not (before and begins_noun(before[1])):
            yield found.start("does"), found["does"]
    for found in _BEHIND_A_COMMA.finditer(text):
        if lemma(found["does"]) in SHOWN_IN:
            yield found.start("does"), found["does"]
    for found in _FIRST.finditer(text):
        if lemma(found["doing"]) in SHOWN_IN:
            yield found.start("doing"), found["doing"]


def _joined(text: str, start: int) -> Iterator[tuple[int, str]]:
    """The verbs that are joined to one that ends at `start`: "and digs", ", hanging"."""
    end = _ENDS.search(text, start)
    stop = end.start() if end else len(text)
    for found in _MORE.finditer(text, start, stop):
        if _NEW_SUBJECT.search(text, start, found.start() + 1):
            break
        after = re.match(r" ([a-z]+|[^a-z ])", text[found.end() :])
        if _is_verb(found["does"], after[1] if after else ""):
            yield found.start("does"), found["does"]
    for found in _WHILE.finditer(text, start, stop):
        if lemma(found["doing"]) in SHOWN_IN and not _NEW_SUBJECT.search(text, start, found.start() + 1):
            yield found.start("doing"), found["doing"]


def _is_verb(word: str, after: str) -> bool:
    """Whether a word that ends in "s" is a verb after "and", and no plural."""
    if word.endswith("ss") or word in _NO_VERBS or begins_noun(word):
        return False
    if lemma(word) in SHOWN_IN:
        return True
    noun = singular(word) in NAMED or singular(word) in KIND_OF or singular(word) in SIGHTS or singular(word) in _PARTS
    return not noun and goes_with_verb(after, third=True)


def _is_shown(text: str, place: int, word: str, plan: Plan, drawn: frozenset[str]) -> bool:
    verb, rest = lemma(word), text[place + len(word) + 1 :]
    if word in _NO_VERBS or (verb == "swing" and not re.match(r"(?:an?|the|his|it)\b", rest)):
        return word in _NO_VERBS
    if verb in _UNLESS and _UNLESS[verb].match(rest):
        return True
    shown = SHOWN_IN.get(verb, frozenset())
    if verb in ("lift", "raise", "hoist", "carry") and _SOMEBODY.match(rest):
        return False
    if "nothing" in shown or {plan.pose, plan.mood} & shown:
        return True
    if verb in _TOOLS and (not plan.held or plan.held.name not in _TOOLS[verb]):
        return False
    if verb in _NEEDS_A_THING and not plan.held and not re.match(r"[a-z]", rest):
        return False
    if "held" in shown:
        return _in_his_paws(rest, plan, drawn)
    return bool(("seat" in shown and plan.seat) or ("pulled" in shown and plan.pulled))


def _in_his_paws(rest: str, plan: Plan, drawn: frozenset[str]) -> bool:
    """Whether he has in his paws what he does something with, the `rest` of a sentence; or that is missing itself."""
    if _OWN.match(rest):
        return True
    clause = re.split(r"[.,;:]|\b(?:and|in|on|at|to|from|with|into|over|so|that|for)\b", rest, maxsplit=1)[0]
    words = singulars(clause)
    if plan.held and re.search(rf"\bwith (?:an?|the|his) (?:\w+ )?(?:{'|'.join(plan.held.words)})\b", rest):
        return True
    if things := props_in(words):
        return plan.held in things or not any(prop.name in drawn for prop in things)
    if any(word in KIND_OF and KIND_OF[word] != "fox" for word in words):
        return False
    return bool(plan.held) or any(word in UNDRAWN for word in words)
