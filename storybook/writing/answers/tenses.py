"""Brings what is told in the past into the present tense, and finds where a clause has its verb."""

from collections.abc import Sequence

from .lexicon import any_verb_of, is_known
from .verbs import base_of, is_base, is_gerund, is_participle, is_past, is_third, third
from .vocabulary import PLURAL_WORDS, words

DETERMINERS = words("a an the his her their its this that some all every no two three")
PREPOSITIONS = words("of on against for in by with to from at upon")
SINGULAR_SUBJECTS = words("he she it everyone everybody someone somebody nobody no-one")
_IN_PRESENT = {"was": "is", "were": "are", "would": "will", "could": "can"}
_BE = words("is are")
_ALONE = words(
    "blushed burped cried fainted fled laughed sneezed stumbled tripped wept"
)  # of that nobody else is the doer
_OPENERS = words("and as because but how if or so that until when where which while who")


def in_present(told: str) -> str:
    """Bring every verb along: "fell off the stage and everyone laughed" ends in "laughs", "would" becomes "will"."""
    words, since = told.split(" "), 0  # `since`: where this part of the clause opens
    for index, word in enumerate(words):
        many = index > 0 and is_many(words[:index])
        if word in _OPENERS:
            since = index
        elif word in _IN_PRESENT:
            words[index] = _IN_PRESENT[word]
        elif word == "had":
            words[index] = "have" if many else "has"
        elif (
            is_past(word)
            and not is_base(word)
            and (_is_subject(words[since:index]) or (is_finite(word) and words[index - 1] not in _BE))
        ):
            words[index] = _agreeing(word, many=many)
        elif _looks_past(word) and words[since:index] == ["and"] and (word in _ALONE or not _BE & set(words[:since])):
            words[index] = _agreeing(word, many=not any(is_third(one) for one in words[:since]))
    return " ".join(words)


def is_finite(word: str) -> bool:
    """Say whether a past form can be no participle: "fell" is, "told" is not."""
    return not is_participle(word) and not is_base(word)


def _looks_past(word: str) -> bool:
    verb = is_past(word) or (word.endswith("ed") and any_verb_of(word) not in {None, word})
    return verb and not is_base(word)


def _agreeing(word: str, *, many: bool) -> str:
    base = base_of(word) or any_verb_of(word) or word
    return base if many else third(base)


def _is_subject(before: Sequence[str]) -> bool:
    """Whether the words since "and" or "because" only say who does it: "and everyone", "who", "so he"."""
    who = [word for word in before if word not in _OPENERS]
    if len(who) == len(before) or any(word in _BE | {"has", "have", "by"} or word.endswith(",") for word in who):
        return False
    if not who:
        return before[-1] == "who"
    return (len(who) == 1 and who[0] in SINGULAR_SUBJECTS | {"they"}) or (who[0] in DETERMINERS and len(who) < 5)


def is_many(before: Sequence[str]) -> bool:
    """Whether the words before a verb name several, so that it is "they laugh" and not "he laughs"."""
    last = before[-1] if before[-1] != "who" else before[-2] if len(before) > 1 else ""
    last = last.rstrip(",")
    return last in PLURAL_WORDS | {"they"} or (last.endswith("s") and not last.endswith(("ss", "'s", "us")))


def verb_in_present(words: list[str], index: int) -> str:
    """The verb at `index` in the present tense for the subject before it, or "" when that is no verb there."""
    word, before = words[index].lower(), words[index - 1].lower()
    plural = before not in SINGULAR_SUBJECTS and is_many(words[:index])
    plural = plural or (word in {"were", "are"} and "and" in words[:index])
    if before in DETERMINERS or before in PREPOSITIONS or base_of(before) == "be":
        return ""
    if word in {"are", "is", "were", "was"} and index + 1 < len(words) and is_known(words[index + 1].strip(",")):
        return "are" if plural else "is"
    if is_gerund(word) and base_of(word) and (plural or index + 1 < len(words)):
        return f"{'are' if plural else 'is'} {word}"
    following = words[index + 1].lower() if index + 1 < len(words) else ""
    sure = before in SINGULAR_SUBJECTS or following in {"him", "at", "his", "her"}
    base = base_of(word) or (any_verb_of(word) if sure else None)
    plain = base == word and (plural or before in SINGULAR_SUBJECTS)
    if not base or not (is_past(word) or is_third(word) or word == third(base) or plain):
        return ""
    return base if plural else third(base)
