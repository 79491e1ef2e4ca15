"""What the fox has on him, and how: in his paws, tied to his back, or on his head; not what somebody else has."""

import re
from functools import lru_cache

from storybook.props.catalogue import NAMED
from storybook.props.prop import Prop
from storybook.reading.kinds import KIND_OF
from storybook.reading.wording import forms, singular

_OTHERS = forms(set(KIND_OF) - {"fox"})
_GRIPS = (
    r"holds?|holding|held|shares?|sharing|offers?|offering|clutch(?:es|ing)?|carr(?:y|ies|ying)|hugs?|raises?|lifts?|presses|brings?"
    r"|play(?:s|ing)? on|plays?|playing|blows?|blowing|strums?|eats?|eating|bites?|nibbles?|drinks?|drinking"
    r"|reads?|reading|writes?|waves?"
    r"|waving|swings?|swinging|shows?|grips?|grasps?|fl(?:y|ies|ying)|beats?|takes?|picks up|catches|kisses"
    r"|unties|hands"
)
_STOPS = "from|on|onto|under|in|into|at|past|over|through|against|to|beside|behind|before"
_BETWEEN = rf"(?: (?!(?:{_STOPS}|with)\b)[\w'-]+){{0,4}} "
# "with the squirrel blowing the horn" is no deed of his, nor is "waving a ladle, calls the mole"
_THEIRS = re.compile(
    rf"\b(?:{_OTHERS})\b(?:,? (?:who|which|that))?(?: \w+ly)?(?: is| are)? (?:{_GRIPS}|with) (?:(?!\b(?:as|while"
    rf"|when|until|where|red fox|he)\b)[^.;,:])*"
    rf"|\b\w+ing [^.;,:]*, [a-z]+s (?:the|an?|his|her) (?!red fox|fox)[\w-]+\b"
)
_WITH = (
    rf"(?:^|(?:\b(?P<one>an?|two|three|each|every) (?:[\w-]+ ){{0,2}})?\b(?P<whose>[\w'-]+)[,.;:]?) "
    rf"*\bwith(?: (?!(?:{_STOPS}|of|their|her)\b)[\w'-]+){{0,3}} "
)
_HIS_PAWS = (
    r"(?:(?:his|one|both|its) (?:\w+ )?(?:paws?|hands?|arms?|lap)|paws?|(?:the )?(?:paws?|arms|lap) of "
    r"the red fox)\b(?! of)"
)
_TIED = (
    r"(?:(?:is |are )?(?:tied|strapped|bound|slung|fastened|roped|buckled|hung|hanging) (?:(?:fast|tight|tightly) )?)?"
    r"(?:to|on|onto|over|across) (?:his|its|one) (?:\w+ )?(?:back|shoulders?)\b(?! of)"
)
_THINGS = (NAMED | set(KIND_OF)) - {"fox", "present"}
_FOX = re.compile(r"\b(?:red fox|he|him|his)\b")
_SOMEBODY = re.compile(rf"\b(?:{forms(word for word, kind in KIND_OF.items() if kind not in ('fox', 'villager'))})\b")


def named(prop: Prop) -> str:
    """Give the pattern of the words that mean a prop."""
    more = {"pair of wings": ["wing"], "small stone": ["stone"]}.get(prop.name, [])
    return rf"\b(?:{'|'.join(re.escape(word) for word in (*prop.words, *more))})s?\b"


def is_theirs(prop: Prop, scene: str) -> bool:
    """Whether a scene names a thing only where it says that others have it."""
    rest = re.sub(rf"\b(?:their|her) (?:[\w-]+ )?{named(prop)}", " ", _his(scene))
    return bool(re.search(named(prop), scene)) and not re.search(named(prop), rest)


def in_paws(prop: Prop, scene: str, change: str) -> bool:
    """Whether scene or change say that the fox has a thing in his paws or arms."""
    text, thing = f"{_his(scene)} {change}", named(prop)
    near = (
        rf"\b(?P<does>{_GRIPS}|give him){_BETWEEN}{thing}"
        rf"|{thing}(?:(?! and )[^.;:,]){{0,30}},? (?:in|between|under|into|within) {_HIS_PAWS}"
        rf"|\bpaws? (?:\w+ )?(?:closed?|closes|round|around|on)\b{_BETWEEN}{thing}"
        rf"|\b(?:in|between) {_HIS_PAWS}(?: is| are| lies)?{_BETWEEN}{thing}"
    )
    if any(_is_his_deed(text, found) for found in re.finditer(near, text)):
        return True
    if any(not _is_described(found) for found in re.finditer(_WITH + thing, text)):
        return True
    raised = re.search(
        rf"{thing}(?: \w+)? (?:held|raised|lifted)\b (?:high|out|up|aloft|before|above|against|to|fast|tight)", scene
    )
    return raised is not None and _is_about_him(scene[: raised.start()])


def _is_described(found: re.Match[str]) -> bool:
    """Whether "with" says what something is like ("a kite with keys"), and not what is done with it."""
    whose = singular(found["whose"] or "")
    return (whose in KIND_OF and whose != "fox") or bool(found["one"] and whose in _THINGS)


def _is_his_deed(text: str, found: re.Match[str]) -> bool:
    """Whether what is said to be in somebody's paws is in those of the fox."""
    before, does = text[: found.start()], found["does"] or ""
    sentence = re.split(r"[.;!?]", before)[-1]
    if does.endswith("ing") or not _FOX.search(sentence):
        return _is_about_him(before) or text[found.start("does") :].startswith(f"{does} the red fox")
    return True


def on_his_back(prop: Prop, scene: str) -> bool:
    """Whether a scene says that the fox has a thing tied to his back or over his shoulder."""
    found = re.search(rf"{named(prop)}[^.;:,]{{0,20}} {_TIED}", scene)
    return found is not None and _is_about_him(scene[: found.start()])


def on_his_head(prop: Prop, scene: str) -> bool:
    """Whether a scene says that the fox wears a thing."""
    thing = named(prop)
    found = re.search(
        rf"\b(?:wears|wearing|puts on){_BETWEEN}{thing}|{thing}[^.;:,]{{0,24}} (?:on|upon) his (?:\w+ )?head\b", scene
    )
    return found is not None and _is_about_him(scene[: found.start()])


def _is_about_him(before: str) -> bool:
    """Whether nobody else was named in the sentence after the fox."""
    sentence = re.split(r"[.;!?]", before)[-1]
    named_him, others = _FOX.findall(sentence), [found.start() for found in _SOMEBODY.finditer(sentence)]
    last = max((found.start() for found in _FOX.finditer(sentence)), default=-1)
    return not others or (bool(named_him) and last > max(others))


@lru_cache(maxsize=64)
def _his(scene: str) -> str:
    """Give a scene without what others hold."""
    return _THEIRS.sub(" ", scene)
