"""Who fights whom, and how: what a villain does to the fox, whether he is beaten, and what the fox does then."""

import re
from collections.abc import Sequence

from storybook.reading.plan import Figure
from storybook.reading.wording import forms

BEATS = frozenset(("confront", "struggle", "overcome"))
FLYING = frozenset(("eagle", "vulture", "falcon", "bat", "crow", "owl", "gull", "dragon", "wasp"))  # as villains
_GIANT = "giant|villain"
# (pose, what a villain does), the first that fits; what is thrown is thrown with a raised arm
_BLOWS: tuple[tuple[str, str], ...] = (
    ("hammer", r"throws?|hurl(?:s|ed)|flings?|strikes?|hammers?|beats?|swings?|slams?|hits?"),
    ("push", r"push(?:es|ed)?|rolls?|shoves?|rams?|drives?|pins?|presses|leans?|heaves?"),
    ("run", r"charges?|rush(?:es)|leaps?|lunges?|jumps?|pounces"),
    ("kick", r"stamps?|kicks?"),
    ("sit", r"sits?|waits?|squats?"),
)
_GRIPS = r"holds?|has|lifts?|seiz(?:es)|grabs?|grips?|shakes?|drags?|catches|clutches"
_BEATEN = re.compile(
    r"\b(?:no way out|dazzled|gives? way|gave way|forgets to|by the scruff|off the ground|heap|knots?|nets?|tied|ties"
    r"|wraps|cowers?|shrivels|topples|bowls|bounces|trips|falls|sinks|slips|spins|flops|skid|rolls backwards|drops down"
    r"|goes down|sits down|turns away|walking backwards|stumbles back|slides back|slides past|headlong|shut out|dizzy"
    r"|slumps|kneels|spent|cage|bars|beaten)\b"
)
_KNOCKED_OVER = re.compile(
    r"\b(?:trips|topples|tumbles|slips|bounces off|bowls|rolls backwards|flops|headlong|goes down like|over goes)\b"
)
_FIGHTS_ON = re.compile(r"\b(?:against|blows?|charge[sd]?|strikes?|raised|breaks?|beats|scrabble|cannot|holds? the)\b")


_FIGHT = r"fights?|fighting|attacks?|attacking|wrestles?|wrestling|battles?|battling|duels?|boxes|brawls?"
_STEALS = r"steals?|robs?|snatches|pinches|grabs|plunders?|runs off with|makes off with|runs away with"


def fights(scene: str, kind_words: Sequence[str]) -> bool:
    """Whether one of a kind and the fox fight each other."""
    who, his = named(kind_words), r"(?:an?|the|his|her) (?:[\w-]+ ){0,2}"
    together = rf"(?:are )?(?:{_FIGHT})\b(?! (?:for|against|an?|the)\b)"
    return bool(
        re.search(
            rf"\bfox (?:is )?(?:{_FIGHT})(?: with| against)? {his}{who}\b"
            rf"|\b{who} (?:is )?(?:{_FIGHT})(?: with| against)? (?:the red fox|him)\b"
            rf"|\b{who} and the red fox {together}|\bred fox and {his}{who} {together}",
            scene,
        )
    )


def steals(scene: str, kind_words: Sequence[str]) -> bool:
    """Whether one of a kind takes away what is not his."""
    told = re.sub("“[^”]*”", " ", scene)  # what is only said is not done
    return bool(re.search(rf"\b{named(kind_words)}(?: called \w+)? (?:\w+ly )?(?:{_STEALS})\b", told))


def named(kind_words: Sequence[str]) -> str:
    """Give the pattern of the words for a villain: those of his kind, and what else he is called."""
    return rf"(?:{forms(kind_words)}|{_GIANT})"


def is_knocked_over(scene: str) -> bool:
    """Whether somebody who is overcome loses his footing."""
    return bool(_KNOCKED_OVER.search(scene))


def is_beaten(scene: str) -> bool:
    """Whether a scene in which somebody is overcome says so, or at least not that he still fights."""
    return bool(_BEATEN.search(scene)) or not _FIGHTS_ON.search(scene)


def blow(scene: str, kind_words: Sequence[str]) -> str:
    """Give the pose in which a villain goes for the fox, "menace" where the words do not say how."""
    who = named(kind_words)
    for pose, verbs in _BLOWS:
        if re.search(rf"\b{who}\b(?:,? (?:who|and the red fox))?(?: \w+ly)? (?:{verbs})\b", scene):
            return pose
        turned = "" if pose == "sit" else " by"
        if re.search(rf"\b(?:{verbs}){turned} (?:an?|the) (?:[\w-]+ )?{who}\b", scene):
            return pose
    return "menace"


def is_lifted(scene: str, kind_words: Sequence[str]) -> bool:
    """Whether a villain is lifted off his feet."""
    who = named(kind_words)
    return bool(re.search(rf"\blifts? (?:an?|the) (?:[\w-]+ )?{who}\b[^.;]*\b(?:off|up|by)\b|\b{who} hanging\b", scene))


def is_gripped(scene: str, kind_words: Sequence[str]) -> bool:
    """Whether a villain has the fox in his paws."""
    who = named(kind_words)
    return bool(
        re.search(
            rf"\b(?:paws|claws|grip|clutches|talons|arms) of (?:an?|the) (?:[\w-]+ )?{who}\b"
            rf"|\b{who} (?:{_GRIPS}) the red fox\b",
            scene,
        )
    )


def gripped_by(scene: str, figures: Sequence[Figure], words_of: dict[str, str]) -> bool:
    """Whether a villain among `figures` has the fox in his paws; `words_of` are the words of each kind."""
    return any(
        figure.part == "villain" and figure.mood == "menacing" and is_gripped(scene, words_of[figure.kind].split())
        for figure in figures
    )
