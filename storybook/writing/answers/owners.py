"""Puts the apostrophes in that a hurried typist leaves out: "everybodys hats" are everybody's, "dont" is don't."""

import re
from collections.abc import Sequence

from .lexicon import parts_of_speech, singular
from .vocabulary import AFTER_NOUN, DETERMINERS, LIVING, words

_EACH = r"(?P<all>any|every|no|some)(?P<who>body|one)s"
_ANYBODY = re.compile(rf"\b(?:{_EACH}|(?P<many>children|men|people|women)s)\b", re.IGNORECASE)
_SHORT_FORMS = {
    "arent": "aren't", "cant": "can't", "couldnt": "couldn't", "didnt": "didn't", "doesnt": "doesn't", "dont": "don't",
    "havent": "haven't", "hes": "he's", "isnt": "isn't", "ive": "I've", "shes": "she's", "theyre": "they're",
    "wasnt": "wasn't", "wouldnt": "wouldn't",
}  # fmt: skip
_SHORT_FORM = re.compile(rf"\b(?:{'|'.join(_SHORT_FORMS)})\b", re.IGNORECASE)
_ITS = re.compile(r"\bits (?=(?:so|very|really|too|not|a|an|the|just|only|always|never)\b)", re.IGNORECASE)
_OWNER = re.compile(
    r"\b((?:a|an|the|all the|his|her|my|their|your|our) (?:old |other |little |poor |evil )?)([a-z]+)s "
    r"(?=([a-z'-]+)(?: ([a-z'-]+))?)",
    re.IGNORECASE,
)
# of those there is one, and one says whose they are: "the kings crown", "my dads guitar"
_ONE = words(
    """
    aunt baker boss boyfriend brother captain dad daddy father girlfriend grandad grandfather grandma grandmother
    grandpa king mayor mom moon mother mum papa prince princess queen sister sun teacher uncle village wife
    """
)
_KIN = words("aunt brother friend sister teacher uncle")  # of those there may be several, who laugh
_IS = words("are had has is was were")


def with_apostrophes(text: str) -> str:
    """Give `text` with the apostrophes of possessives and short forms where it is sure that they are meant."""
    text = _ANYBODY.sub(lambda slip: f"{slip.group().lower()[:-1]}'s", text)
    text = _SHORT_FORM.sub(lambda slip: _SHORT_FORMS[slip.group().lower()], text)
    return _OWNER.sub(_owned, _ITS.sub("it's ", text))


def _owned(slip: re.Match[str]) -> str:
    owners, owner, following, after = (str(slip.group(number) or "").lower() for number in (1, 2, 3, 4))
    one = owner in _ONE or owners.startswith(("a ", "an "))
    if singular(owner) not in LIVING | _ONE or not _is_thing([following, after], often=owner in _ONE - _KIN):
        return slip.group()
    return slip.group(1) + slip.group(2) + ("'s " if one else "s' ")


def _is_thing(following: Sequence[str], *, often: bool) -> bool:
    """Whether a thing comes next, and no verb: "the kings crown" but not "the kings crown him"."""
    first, second = following
    known = parts_of_speech(first)
    if first in DETERMINERS | AFTER_NOUN or not known:
        return False
    if known == {"NOUN"} or second in _IS:
        return True
    if "ADJ" in known and "VERB" not in known:
        return "NOUN" in parts_of_speech(second)
    many = first.endswith("s") and singular(first) != first  # "the crows feathers": as a verb it would be "feather"
    return "NOUN" in known and (many or (often and not second))
