"""Parts an answer that says where: "falls off the stage at the school play" is told of the school play."""

import re

from .vocabulary import PLACES, words

_SITES = PLACES | words(
    """
    alley attic bank barn basement bathroom bay beach bedroom bottom bridge bus cafeteria canteen canyon cellar
    church class classroom cliff coast corner crater creek desert edge farm field floorboards garage glade graveyard
    harbor harbour hill ice ivy jungle junkyard kitchen leaves library mall market marsh meadow moor moss mountains
    mud ocean office orchard park path playground pond pool porch quarry riverbank road room roots rubble ruins sand
    sea shed shop shore snow square stage stairs stall store stream street swamp town tree volcano waterfall wood
    woods yard
    """
)
_EVENTS = words(
    """
    assembly ball banquet barbecue birthday carnival ceremony championship competition concert contest dance dinner
    disco exam fair feast festival funeral game lunch match meeting opera parade party performance picnic play prom
    race recital regatta show sleepover speech sports talent tournament wedding
    """
)
_NEAR = (
    r"(?:at|in|on|under|behind|beside|near|inside|beneath|below|outside|during|among|"
    r"(?:deep|high up|far out|hidden|buried|lying) (?:in|on|under|at)|on top of|"
    r"at the (?:bottom|foot|edge|end|back) of|"
    r"in the (?:middle|depths|heart) of)"
)
_WHOSE = r"(?:(?:the|a|an|his|her|their|our|some) )"
_KIND = r"(?:(?!(?:a|all|an|and|at|but|he|his|in|of|on|she|that|the|they|to|who|with)\b)[\w'-]+ ){0,4}"
_PLACE = (
    rf"(?:(?:at|during) {_WHOSE}{_KIND}(?:{'|'.join(sorted(_EVENTS))})\b"
    rf"|{_NEAR} {_WHOSE}{_KIND}(?:{'|'.join(sorted(_SITES))})\b"
    r"|on stage\b|(?:at|in) (?:school|class|church)\b)(?: of (?:[\w'-]+ ?){1,3}(?=$|,))?"
)
_ANYWHERE = re.compile(rf" {_PLACE}", re.IGNORECASE)
_AT_END = re.compile(rf"^(.+?),? ((?:{_PLACE} ?)+)$", re.IGNORECASE)
_AT_START = re.compile(rf"^((?:{_PLACE} ?)+),? (?=\S+ \S)", re.IGNORECASE)
_TIME = re.compile(
    r"^((?:on|at|in|during|one) [\w' -]{3,40}?),? (?=(?:he|all|everyone|everybody|they|nobody)\b)", re.IGNORECASE
)
_IS_FOUND = re.compile(
    r",? (?:(?:that|which|who|whom) )?(?:he|the (?:red )?fox|is|was) "
    r"(?:finds?|found|discover(?:s|ed)?|sees|saw|meets?|met|gets|got|lying|buried|hidden)\b(?P<rest>.*)$",
    re.IGNORECASE,
)
_SAID_IN_PASSING = re.compile(
    rf"^(.+?),? ({_PLACE})(?=,| (?:that|which|who|where|because|when|and)\b|$)", re.IGNORECASE
)
_DANGLING = re.compile(
    r",? (?:(?:that|which|who) (?:is|was|lies|lives|stands|sits|sleeps|grows)|has been standing|deep|far|high up|"
    r"caught|tangled|hanging|stranded|living|standing|lying|hidden|buried|stuck|sitting|sleeping|growing|trapped|floating|waiting|found|locked|hiding)+$"
)
_EVENT = re.compile(rf"\b(?:{'|'.join(sorted(_EVENTS))})\b", re.IGNORECASE)


def parted(told: str) -> tuple[str, str]:
    """Part `told` into what happens and where or when ("he sings", "at the school play"), "" if it does not say."""
    if opened := _AT_START.match(told) or _TIME.match(told):
        return told[opened.end() :].strip(" ,"), opened.group(1).strip()
    if closed := _AT_END.match(told):
        return closed.group(1), closed.group(2).strip()
    return told, "in plain sight" if _ANYWHERE.search(told) else ""


def thing_and_site(answer: str) -> tuple[str, str]:
    """Part a thing from where it is found: "a ring that he finds in a cave" gives ("a ring", "in a cave")."""
    found = _IS_FOUND.search(answer)
    if found and found.start() > 1:
        place = _ANYWHERE.match(found["rest"])
        return answer[: found.start()], place.group().strip() if place else ""
    closed = _SAID_IN_PASSING.match(answer)
    return (_DANGLING.sub("", closed.group(1)), closed.group(2).strip()) if closed else (answer, "")


def is_event(place: str) -> bool:
    """Say whether `place` is over at last, such as "at the school play"."""
    return bool(_EVENT.search(place)) or not _ANYWHERE.match(f" {place}")
