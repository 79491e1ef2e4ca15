"""Where a scene happens: which places its words name, and which of them it is in."""

import re

from storybook.reading import lexicon

MOST = 3
_NOT_HERE = re.compile(
    r"stealing from the \w+|\b(?:that|which|whom?) (?:he|she|they|it|the red fox) (?:\w+ly )?[a-z]+s?\b[^.;:,]*"
    r"|\b(?:lies?|waits?|rests?|awaits?|stands?) (?:there )?an? [\w-]+ (?:in|of|under|at|on|made|behind) [^.;:,]*"
    r"|\bas (?:at|in|on) an? [^.;:,]*|\bas (?:tall|big|high|large|wide|bright|long) as [^.;:,]*"
)
_LOOKING_IN = re.compile(
    r"\b(?:outside|in front of|under|below|beneath|from|through|past|(?<!out )of) (?:an?|the|his|her|every|each|one)"
    r" (?:[\w-]+ ){0,2}windows?\b"
    r"|\b(?:outside|in front of|past|before) (?:an?|the|his|her) (?:[\w-]+ ){0,2}"
    r"(?:inn|room|hut|barn|hall|den|house|cottage|church|mill|shop|school|library|bakery|storehouse|theatre)s?\b"
)
_ASHORE = re.compile(
    r"\b(?:on|along|from) (?:the )?(?:[\w-]+ ){0,4}(?:jetty|quay|landing|bank|step|shore|bridge|beach|pier)\b"
    r"|stays behind|without him"
)
_ROWS = re.compile(r"\b(?:in|aboard) (?:an?|the|his) (?:[\w-]+ ){0,2}(?:boat|raft|ship)\b[^.;]*(?:\brows?\b|…)")


# he is out of doors, whatever is told of within
_OUT = re.compile(
    r"\b(?:red fox|he)\b(?:(?!\b(?:rain|wind|storm|snow|while|as|goes by)\b)[^.;])*\b(?:outside|doorstep"
    r"|threshold|front door)\b(?! (?:the|it) "
    r"(?:rain|storm|wind))|\b(?:outside|doorstep|threshold)\b[^.;]{0,40}\bred fox\b"
    r"|\bfrom inside\b|\b(?:closes|shuts|locks) the door\b[^.;]*\b(?:in front of|before) it\b|\bknocks (?:on|at)\b"
    r"|\b(?:sits?|stands?|waits?|lies|stays?|listens|on his belly|hops?|trudges|walks?) (?:\w+ ){0,2}?(?:in"
    r"|through) the "
    r"(?:\w+ )?(?:snow|rain|street|lane|yard|drizzle|square|mud|storm)\b"
    r"|\b(?:on his belly|out) in the (?:\w+ )?(?:snow|rain|cold|dark|storm)\b"
)


def places_in(told: str, wish: str, beat: str) -> tuple[str, ...]:
    """Give the places of a scene, the one in which it happens first, at most MOST. What a reviewer wishes for goes
    before what is told; the usual place of the beat comes last."""
    names = [name for text in (wish, told) for name in _ranked(text)]
    usual = lexicon.PLACE_BY_BEAT.get(beat, "meadow")
    return tuple(dict.fromkeys([*names, usual]))[:MOST]


def _ranked(text: str) -> list[str]:
    """The places that a text names, the likeliest first."""
    here = _NOT_HERE.sub(lambda found: " " * len(found[0]), text)
    here = _LOOKING_IN.sub(" a village street ", here)
    scores: dict[str, float] = {}
    for place, weight, pattern in lexicon.PLACES:
        for match in re.finditer(pattern, here):
            score = weight + _nearness(here[max(0, match.start() - 50) : match.start()]) - match.start() / 300
            scores[place] = max(scores.get(place, 0) + 0.3, score)
    if _ASHORE.search(here) and not _ROWS.search(here):
        scores.pop("boat", None)
    if _OUT.search(here):
        scores = {place: score for place, score in scores.items() if place not in lexicon.INDOORS - {"cave"}}
    return sorted(scores, key=lambda place: -scores[place])


def _nearness(before: str) -> float:
    """How much likelier what stands before a place makes it that the scene is there."""
    if re.search(lexicon.ELSEWHERE, before):
        return -1.5
    if re.search(lexicon.HERE, before):
        return 1.2
    return 0.5 if re.search(lexicon.BESIDE, before) else 0.0
