"""What a scene says that the red fox and the animals do and their poses do not show, in its words: "digs"."""

import re
from collections.abc import Iterator, Mapping

from storybook.props.catalogue import NAMED, props_in
from storybook.reading.actions import INVERTED
from storybook.reading.kinds import KIND_OF
from storybook.reading.plan import Plan
from storybook.reading.senses import begins_noun, goes_with_verb
from storybook.reading.sights import SIGHTS
from storybook.reading.wording import forms, singular, singulars, word_list, word_set, word_table

MOST, MOST_OF_OTHERS = 3, 2
_LY = r"(?:,? (?:\w+ly|then|still|also|again|now|never|always|just|only|already|alone|himself|once more|at once|too))*"
_TOLD = re.compile(
    rf"\b(?P<who>red fox|he)\b(?P<whose>'s)?(?P<rel>,? who)?{_LY},? (?:is (?P<doing>\w+ing)\b|(?P<does>\w+s)\b)"
)
_FIRST = re.compile(r"\b(?P<doing>\w+ing)\b[^.;]{0,40}, the red fox\b")
_MORE = re.compile(rf"(?:,|,? (?:and|but|then)\b){_LY} (?P<does>\w+s)\b")
_TOGETHER = re.compile(r"\bred fox and (?:the|an?|his) (?:[\w-]+ )??[a-z]+ (?P<does>[a-z]+) (?P<after>[a-z]+)")
_TO = re.compile(
    r"(?:starts?|begins?|tries|manages|learns|dares|helps|has|sets out|wants) (?:\w+ ){0,2}?to (?P<does>\w+)\b"
)
_WHILE = re.compile(r"(?:,|\band|\bleft|\bgoes) (?P<doing>\w+ing)\b")
_ENDS = re.compile(r"[.;:!?]|\b(?:as|while|where|until|when|because|so that|that|who|which)\b")
_NO_SUBJECT = re.compile(
    r"\b(?:of|to|at|from|for|with|by|over|under|behind|before|round|around|past|after|on|in) the $"
)
_NEW_SUBJECT = re.compile(r"(?:,|\band|\bbut) (?:an?|the|its|her|their|every|each|both|all|one) ")
# what else is said with the same words, and to be seen in another pose or in none
_UNLESS: Mapping[str, re.Pattern[str]] = {
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
    "spread": re.compile(r"(?:his|both) (?:arms|paws)\b"),
}  # fmt: skip
_TOOLS = {"sweep": ("broom", "brush"), "rake": ("rake",), "shovel": ("shovel",)}
_NEEDS_A_THING = word_set("write read paint sweep rake shovel")
_GIVES = re.compile(
    r"\b(?:red fox|he)\b[^.;]*?\b(?:takes|makes|gives|turns) (?:(?:it|him|her|them|the \w+) )?an? (?:\w+ )?"
    r"(?P<does>bow|jump|leap|somersault|dive|pat|push|kick|twirl|cartwheel|hug|kiss|curtsy|handstand)\b"
)
_DOING = word_set("dig hang dangle swing climb row steer drive juggle spin dance swim dive wade pull drag haul ride")
_ANIMALS = [word for word, kind in KIND_OF.items() if kind not in ("fox", "villager", "master")]
_OTHER = re.compile(
    rf"\b(?P<who>{'|'.join(_ANIMALS)})(?:,? (?:who|which|that))?{_LY},? (?:is (?P<doing>\w+ing)|(?P<does>[a-z]+s))\b"
)
_MANY = re.compile(
    rf"\b(?P<who>{forms(_ANIMALS)}) "
    r"(?P<does>skate|dance|dig|swim|row|climb|polish|sweep|hammer|paint|plant|build|pull|push|throw|juggle|stamp|clap"
    r"|march|fight|jump|wrestle|sew|bake|cook|mend)\b"
)
_GESTURES = word_set(  # of others: shown, named as a position, or hardly to be seen
    "give offer hand sit perch lie hide guard spit growl roar hiss bark snarl wave spread flap peck lean"
)
_PARTS = word_list("no-things.txt") | {"toe"}
_NO_VERBS = word_set(
    "as his its this is was has does always perhaps backwards forwards upwards towards homewards across"
)


_SHOWN_IN: Mapping[str, frozenset[str]] = word_table("deeds.txt")  # a verb -> the poses that show it


def undone(text: str, plan: Plan, drawn: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Give the verbs for what the fox does and the picture of `plan` does not show, with where they stand in `text`, at
    most MOST, then those for what others do. `drawn` are the names of the props in the picture."""
    told = [*dict.fromkeys(found for found in sorted(_verbs(text)) if not _is_shown(text, *found, plan, drawn))]
    yield from told[:MOST]
    yield from list(_of_others(text, plan))[:MOST_OF_OTHERS]


def _of_others(text: str, plan: Plan) -> Iterator[tuple[int, str]]:
    """The verbs for what single animals in the picture do and their poses do not show."""
    for found in _MANY.finditer(text):
        if any(figure.kind == KIND_OF[singular(found["who"])] for figure in plan.figures):
            yield found.start("does"), found["does"]
    for found in _OTHER.finditer(text):
        figure = next((figure for figure in plan.figures if figure.kind == KIND_OF[found["who"]]), None)
        word, group = (found["doing"], "doing") if found["doing"] else (found["does"], "does")
        after = re.match(r" ([a-z]+|[^a-z ])", text[found.end() :])
        if not figure or figure.caught or not (group == "doing" or _is_verb(word, after[1] if after else "")):
            continue
        shown = _SHOWN_IN.get(_lemma(word), frozenset())
        pose = {"menace": "reach", "watch": "stand", "leave": "walk"}.get(figure.pose, figure.pose)
        if _lemma(word) in _GESTURES:
            continue
        does_wrong = figure.part == "villain" and plan.deeds
        if not (does_wrong or pose in shown or "nothing" in shown or (figure.holds and "held" in shown)):
            yield found.start(group), word


def _verbs(text: str) -> Iterator[tuple[int, str]]:
    """The verbs whose subject is the fox, with their places."""
    yield from _before_him(text)
    for found in _TOLD.finditer(text):
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
        if re.search(r"\b(?:red fox|he)\b[^.;]*$", text[: found.start()]):
            yield found.start("does"), found["does"]


def _before_him(text: str) -> Iterator[tuple[int, str]]:
    """The verbs that stand before the one who does it: "on a rock digs the red fox", "hanging on, the red fox"."""
    for found in INVERTED.finditer(text):
        before = re.search(r"([a-z]+) *$", text[: found.start("does")])
        if _lemma(found["does"]) in _DOING | set(_SHOWN_IN) and not (before and begins_noun(before[1])):
            yield found.start("does"), found["does"]
    for found in _FIRST.finditer(text):
        if _lemma(found["doing"]) in _DOING:
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
        if _lemma(found["doing"]) in _DOING and not _NEW_SUBJECT.search(text, start, found.start() + 1):
            yield found.start("doing"), found["doing"]


def _is_verb(word: str, after: str) -> bool:
    """Whether a word that ends in "s" is a verb after "and", and no plural."""
    if word.endswith("ss") or word in _NO_VERBS or begins_noun(word):
        return False
    if _lemma(word) in _DOING or _lemma(word) in _SHOWN_IN:
        return True
    noun = singular(word) in NAMED or singular(word) in KIND_OF or singular(word) in SIGHTS or singular(word) in _PARTS
    return not noun and goes_with_verb(after, third=True)


def _lemma(word: str) -> str:
    """The verb without its ending."""
    if word.endswith("ing"):
        stem = word[:-3]
        short = stem[:-1] if len(stem) > 2 and stem[-1] == stem[-2] else stem
        return next((one for one in (stem, short, f"{stem}e") if one in _SHOWN_IN or one in _DOING), stem)
    if word.endswith("ies"):
        return f"{word[:-1]}" if len(word) < 5 else f"{word[:-3]}y"
    if re.search(r"(?:ch|sh|ss|x|zz|o)es$", word):
        return word[:-2]
    return word.removesuffix("s")


def _is_shown(text: str, place: int, word: str, plan: Plan, drawn: frozenset[str]) -> bool:
    verb, rest = _lemma(word), text[place + len(word) + 1 :]
    if word in _NO_VERBS or (verb == "swing" and not re.match(r"(?:an?|the|his|it)\b", rest)):
        return word in _NO_VERBS
    if verb in _UNLESS and _UNLESS[verb].match(rest):
        return True
    shown = _SHOWN_IN.get(verb, frozenset())
    if "nothing" in shown or plan.pose in shown:
        return True
    if verb in _TOOLS and (not plan.held or plan.held.name not in _TOOLS[verb]):
        return False
    if verb in _NEEDS_A_THING and not plan.held and not re.match(r"[a-z]", rest):
        return False
    if "held" in shown:
        return bool(plan.held) or not _object_is_drawn(rest, drawn)
    return bool(("seat" in shown and plan.seat) or ("pulled" in shown and plan.pulled))


def _object_is_drawn(rest: str, drawn: frozenset[str]) -> bool:
    """Whether what he does something with is in the picture; where it is not, it is missing itself."""
    clause = re.split(r"[.,;:]|\b(?:and|in|on|at|to|from|with|into|over|so|that|for)\b", rest, maxsplit=1)[0]
    words = singulars(clause)
    return any(prop.name in drawn for prop in props_in(words)) or any(word in KIND_OF for word in words)
