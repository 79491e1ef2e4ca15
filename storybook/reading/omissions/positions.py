"""Where a scene says that somebody or something is, and where the picture shows it elsewhere: "under the table"."""

import re
from collections.abc import Iterator

from storybook.props.catalogue import SAYINGS, props_in
from storybook.props.prop import Prop
from storybook.reading import lexicon
from storybook.reading.kinds import KIND_OF
from storybook.reading.plan import Plan
from storybook.reading.seats import PART_OF
from storybook.reading.sights import SIGHTS
from storybook.reading.wording import singular, singulars, word_set

_PLACED = re.compile(
    r"(?<!\w)(?P<how>underneath|under|beneath|below|inside|into|in|between|over|behind"
    r"|(?:to|at) the top|through|(?:up|down) from|(?:hang(?:s|ing)?|dangl(?:es|ing)|swing(?:s|ing)?|…) from|on "
    r"to|onto|on|upon|atop"
    r"|astride) (?:of )?(?P<whose>(?:an?|the|his|her|its|their|both|two|three|every|each|one|another) )"
    r"(?=(?P<what>(?:[a-z'-]+ ?){1,7}))"
)
_ENDS = word_set(
    "a an the and or but nor with without in on at of to for from by into onto over under behind beside beneath "
    "before after near next between through across along around round above below off out up down as than that which "
    "who where when while if so is are was were has have had he she it they him her them his its their there"
)
_HANGS = re.compile(r"(?:hang|dangl|swing|…)\w* from|(?:up|down) from")
_UP = ("on", "onto", "on to", "upon", "atop", "astride")
_UNDER = ("under", "underneath", "beneath", "below")
_IN = ("in", "into", "inside")
_TALL = 300  # units; who stands before what is taller stands under it
# what somebody or something can be inside of
_HOLLOW = word_set(
    "barrel box crate basket bucket sack chest cage cart wagon cauldron bed nest backpack satchel wheelbarrow well "
    "tent boat raft ship tree pine bush haystack hat boots house purse car train rocket submarine plane armour machine "
    "jug shell egg log wall forge bicycle sledge reeds thorns beehive fountain net stage"
) | frozenset(("jam jar", "apple tree", "rowing boat", "tree stump", "berry bush", "hot-air balloon", "lily pond"))
# who looks over, bends over or knocks on something is beside it, and what is written on something is no thing
_BESIDE = re.compile(
    r"\b(?:bend|lean|close|breathe|blow|rub|stoop|look|gaze|watch|stare|stand|kneel|bow|hammer|knock|bang|beat"
    r"|drum|play|blow|write|written"
    r"|read|work|feed|live|step|tug|pull|ring|call|insist|tread|stood|put[s]? (?:his|a|one) (?:paw|foot|ear)"
    r"|(?:paw|foot|nose|hand|cheek|shoulder|ear|eye)s?)(?:e?s|ing|ed)?"
    r"(?: (?:\w+ly|up|down|out|back|low|hard|far|once|more|it|both|his|her|paws?|foot|ear|nose))* $"
)
_WRITTEN_ON = word_set(
    "map letter book painting sign flag scroll blueprint mirror signpost clock drum flute lute violin"
)
_SPOTS = word_set("roof rooftop wall window windowsill tower chimney ceiling rafter beam mast")
# parts of a body on which a thing or an animal can be
_BODY = re.compile(
    r"\b(?:(?:on|onto|on to|to|around|round|between) (?:the|his|her|its|their|one) (?:\w+ )?"
    r"(?P<part>heads?|nose|lap|shoulders?|neck|backs?|ears?|horns?|antlers|tail)"
    r"|(?:over|across) (?:his|one|her|their|the) (?:shoulders?|ears))\b"
    r"(?: of (?:the|an?) (?:(?!and\b|who\b)[a-z-]+ ){0,2}(?!and\b|who\b|that\b|in\b|is\b)[a-z]+)?"
)
_IN_HIS_MOUTH = re.compile(r"\b(?:in|between) his (?:teeth|mouth|jaws)\b")
_ON_AN_ANIMAL = re.compile(
    r"\b(?:rid(?:es|ing)|gallops|trots|sits|sitting|perches|climbs|flies)(?: \w+)? "
    r"(?P<where>on (?:the back of )?(?:an?|the|his|her) (?:\w+ )?"
    rf"(?:{'|'.join(word for word in KIND_OF if word != 'fox')}))\b"
)
_IN_ARMS = re.compile(
    rf"\b(?:an?|the|two|three|his|her) (?:[\w-]+ ){{0,3}}(?:{'|'.join(word for word in KIND_OF if word != 'fox')})s? "
    r"(?:is |are |lies |sits |sleeps |asleep |safe |held )?(?P<where>(?:in|under|on|between) (?:his|both his|one "
    r"of his) "
    r"(?:\w+ )?(?:arms?|paws?|lap|back|shoulders?))\b"
    rf"|\b(?:carries|lifts|holds|cradles|takes) (?:the|an?|his|two) (?:[\w-]+ "
    rf"){{0,3}}(?:{'|'.join(word for word in KIND_OF if word != 'fox')})s?"
    r" [^.;,]{0,20}(?P<held>(?:in|under|on|between|onto) (?:his|both|one) (?:\w+ )?(?:arms?|paws?|lap|back"
    r"|shoulders?))\b"
)
_CARRIED = re.compile(
    r"\b(?P<thing>[a-z]+(?: [a-z]+)?) (?P<where>(?:(?:safe )?in|under|between) (?:his|one|both) (?:\w+ )?"
    r"(?:arms?|paws?|lap)|over (?:his|one) (?:\w+ )?shoulder|(?:across|on) his knees)\b(?! of)"
)
_BOUND = re.compile(
    r"\b(?:pin|tie|tied|tying|fasten|stick|stuck|strap|bound|bind|hang|hung)(?:ned|ning|s|ed|ing|ped)?\b[^,]*$"
)
_LYING = re.compile(
    r"\b(?:lies|lying|lay|falls?|lands?|rolls?|flat|paws?|hands?|arms?|hairs?|fur|looks?|slaps?|pats?|stands?"
    r"|turn\w*)\b"
    r"[^,;]*$"
)


def positions_in(text: str, plan: Plan, drawn: frozenset[str], seen: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Give the places within a picture at which a scene puts somebody or something, and the picture does not, in the
    words of the scene, with where they stand in it. `drawn` are the names of the props in the picture; where what is
    named is not there at all, it is missing itself."""
    for found in _PLACED.finditer(text):
        noun, prop = _noun(found["what"])
        if not noun or (prop and prop.name not in drawn | seen and not _seen_anyway(prop, seen)):
            continue
        clause = re.split(r"[.;,:]", text[: found.start()])[-1]
        if not _is_obeyed(found["how"], noun, prop, plan, f"{clause.rstrip()} ", seen):
            how = "on top of" if found["how"] == "atop" else found["how"].removeprefix("… ")  # a verb was blanked
            yield found.start(), f"{how} {found['whose']}{noun}"
    if not (plan.held and plan.pose in ("walk_hold", "run_hold")):  # there he has it in his mouth
        for found in _IN_HIS_MOUTH.finditer(text):
            yield found.start(), found[0]
    for found in _ON_AN_ANIMAL.finditer(text):
        yield found.start("where"), found["where"]
    for found in _BODY.finditer(text):
        clause = re.split(r"[.;:]", text[: found.start()])[-1]
        if found[0].startswith("to ") and not _BOUND.search(clause):
            continue
        if _on_a_body(found[0].split()[0], found["part"] or "shoulders", clause, plan):
            yield found.start(), found[0]


def carried_in(text: str, plan: Plan, drawn: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Give where a scene says that the fox has an animal or a thing ("in his arms") and the picture shows it beside
    him, with where that stands in `text`, which still has all its words."""
    for found in _IN_ARMS.finditer(text):
        group = "where" if found["where"] else "held"
        yield found.start(group), found[group]
    has = {one.name for one in (plan.held, plan.worn) if one}
    for found in _CARRIED.finditer(text):
        names = {prop.name for prop in props_in(singulars(found["thing"]))}
        if names & drawn and not names & has:
            yield found.start("where"), found["where"]


def _noun(text: str) -> tuple[str, Prop | None]:
    """The thing or spot that the words after an article name, with its adjectives, and the prop that it is."""
    if part := PART_OF.match(text):
        noun, prop = _noun(text[part.end() :])
        return (f"{part[0]}{noun}" if noun else ""), prop
    words = _phrase(text)
    for many in range(1, len(words) + 1):
        last, longer = words[many - 1], words[: many + 1]
        whole = " ".join(singulars(" ".join(longer[many - 1 :])))
        if whole in SAYINGS or (longer[many:] and singular(longer[-1]) in SIGHTS and last == singular(last)):
            return "", None  # "in a beech grove" is in a grove
        if props := props_in(singulars(" ".join(words[:many]))):
            wider = props_in(singulars(" ".join(longer)))
            if longer[many:] and len(wider) == 1 and whole in wider[0].words:
                return " ".join(longer), wider[0]
            return " ".join(words[:many]), props[0]
        if singular(last) in _SPOTS:
            return " ".join(words[:many]), None
    return "", None


def _phrase(text: str) -> list[str]:
    """The words of the noun phrase with which a text begins; none where it is somebody's ("the well's mirror")."""
    words: list[str] = []
    for word in text.split():
        if word in _ENDS:
            break
        words.append(word)
    return words if not any(word.endswith("'s") for word in words) else []


def _seen_anyway(prop: Prop, seen: frozenset[str]) -> bool:
    return bool(seen & set(lexicon.SHOWN_BY.get(prop.name, ())))


def _is_obeyed(how: str, noun: str, prop: Prop | None, plan: Plan, clause: str, seen: frozenset[str]) -> bool:
    if how in _UP and "on the bridge" in seen and prop and prop.name == "bridge":
        return True
    if prop and prop in (plan.seat, plan.held, plan.worn, plan.hero.holds) and how not in ("behind", "through"):
        return how not in _UNDER or prop is plan.held
    if how == "between" and prop and _seen_anyway(prop, seen):
        return True
    if how in _IN:
        return _is_in(noun, prop, plan)
    if how in _UNDER:
        return bool(prop and (prop.height >= _TALL or prop.place == "air")) or "attic" in seen
    if how == "through":
        return noun.split()[-1] not in ("window", "gate", "door", "fence", "hoop") or bool(
            re.search(r"\b(?:looks?|sees)\b", clause)
        )
    if how in _UP and (prop and prop.name in _WRITTEN_ON):
        return True
    if how in ("over", *_UP) and how != "atop" and _BESIDE.search(clause):
        return True
    if _HANGS.match(how):
        return how.startswith(("up", "down")) and not re.search(r"\b(?:hang|dangl|swing|hung)\w*\b", clause)
    return how == "over" and not re.search(r"\b(?:jump|leap|climb|fl[iy]|bound|vault|hang|peer|peep)\w*\b", clause)


def _is_in(noun: str, prop: Prop | None, plan: Plan) -> bool:
    """Whether what is said to be in something is there, or nobody can be in it."""
    here = plan.places[0]
    if noun.split()[-1] in here.split():
        return True
    if not prop:
        return noun.split()[-1] not in ("window", "tower", "chimney")
    if prop.name not in _HOLLOW or prop.name in ("reeds", "thorns") or here in lexicon.SHOWN_BY.get(prop.name, ()):
        return prop.name not in ("tree", "pine", "bush") or here not in lexicon.SHOWN_BY.get(prop.name, ())
    caught = any(figure.caught in ("net", "bars") for figure in plan.figures)
    return caught and prop.name in ("net", "cage")


def _on_a_body(how: str, part: str, clause: str, plan: Plan) -> bool:
    """Whether something is said to be on a part of somebody's body, and the picture does not show it there."""
    if how == "to":
        return not plan.worn
    if _LYING.search(clause) or (plan.worn and part in ("head", "back", "shoulders", "neck")):
        return False
    if plan.hero.wears and part in ("head", "neck", "back"):
        return False
    words = singulars(clause.rsplit(",", 1)[-1])
    if re.search(r"\b(?:lift|carr|ri[dt]|rode|sit|perch)\w*\b[^,]*$", clause):
        return True
    return bool(props_in(words)) or any(word in KIND_OF and KIND_OF[word] != "fox" for word in words)
