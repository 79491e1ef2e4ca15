"""Mends the slips of a hurried typist, so that what he meant can be read: "one old mans who know" is an old man."""

import re

from .lexicon import parts_of_speech, verb_of
from .verbs import base_of, gerund, is_base, is_participle, is_past, is_third, past_of, third
from .vocabulary import PLURAL_WORDS, words

_CHAT = r"lol|lmao|rofl|haha(?:ha)*|hehe|xd|omg|tbh|pls|plz|please|btw|ngl|bruh|yolo|uwu|idk"
_CHATTING = re.compile(
    rf"^(?:(?:{_CHAT}|maybe|probably|i think|i guess)\b[ ,!.]*)+|"
    rf"(?:[ ,!.]*\b(?:{_CHAT}|or (?:something|whatever|so)))+$",
    re.IGNORECASE,
)
_IES = re.compile(r"\b([a-z]+[b-df-hj-np-tv-z])ys\b")
_SOMEWHERE = re.compile(
    r"\b(at|in|under) (?=(?:attic|basement|castle|cave|cellar|desert|forest|garage|junkyard|lake|mountain|river|sea)\b)"
)
_SELF = re.compile(r"(?<=s) self$")
_HIS = re.compile(r"(?:^|(?<=\bover )|(?<=\bon )|(?<=\bin ))(?:him|he) (?=([a-z]+))")
_WHAT = re.compile(r"([a-z]+) what (?=([a-z]+))")
_MANY = re.compile(r"\b(?:they|we) was\b")
_TO_BE = re.compile(r"\b(is|are|was|were) ([a-z]+)\b")
_TO_DO = re.compile(r"\b(?:do|does|did) (?=[a-z]+(?:s|ed)\b)")
_TO_HIM = re.compile(r"\b(at|by|for|from|of|on|to|with) (he|she)$")
_WANNA = ((re.compile(r"\bwanna\b"), "wants to"), (re.compile(r"\b(?:he is )?gonna\b"), "will"))
_OF_ONE = re.compile(r"^one (?=[a-z])")
_ONE_OF_MANY = re.compile(
    r"(\b(?:a|an) (?:(?!of |by |with |for |full )[a-z]+ ){0,2})([a-z]+[^su])s"
    r"(?=$|,? (?:from|in|on|that|which|who|with)\b)"
)
_THIRD = re.compile(r"\b(he|she|it|[a-z]+ who|[a-z]+ that) (?!he\b|she\b|it\b)([a-z]+)\b(?! (?:is|are|was)\b)")
_REGULAR = re.compile(r"\b([a-z]{2,})ed\b")
_ALL_THE = re.compile(
    r"\ball the (?:tree|house|child|animal|toy|egg|book|flower|window|cat|dog|bird|tool|door|boat|garden)\b"
)
_NUMBERS = words("couple dozen few hundred lot million pair thousand")
_WISHES = words("like love need want")
_BEFORE_BARE = words(
    "let lets make makes help helps see sees watch watches if did does do can must will would should to"
)


def mended(text: str) -> str:
    """Give `text` without the words of a chat, and with verbs, numbers and pronouns made right where that is sure."""
    text = _CHATTING.sub("", text)
    text = _HIS.sub(lambda slip: "his " if _is_thing(slip.group(1)) else slip.group(), text)
    text = re.sub(r"\b(?:him|he) (?=own [a-z])", "his ", text)
    text = _WHAT.sub(_that, text)
    text = _MANY.sub("they were", text)
    text = _SELF.sub(" himself", _IES.sub(lambda slip: f"{slip.group(1)}ies", text))
    text = _SOMEWHERE.sub(r"\1 the ", text)
    for slangy, plain in _WANNA:
        text = slangy.sub(plain, text)
    text = _TO_HIM.sub(lambda slip: f"{slip.group(1)} {'him' if slip.group(2) == 'he' else 'her'}", text)
    text = _TO_BE.sub(_doing, _TO_DO.sub("", text))
    text = _ONE_OF_MANY.sub(_one, _OF_ONE.sub("a ", text))
    text = _ALL_THE.sub(lambda slip: f"{slip.group()}s".replace("childs", "children"), text)
    return _THIRD.sub(_agreeing, _REGULAR.sub(_past, text))


def _that(slip: re.Match[str]) -> str:
    """ "A girl what he likes" is one that he likes."""
    following = slip.group(2)
    verb = is_past(following) or is_third(following) or following in {"is", "are", "was", "can", "have", "has"}
    sure = "NOUN" in parts_of_speech(slip.group(1)) and (verb or following in {"he", "she", "it", "they"})
    return f"{slip.group(1)} that " if sure else slip.group()


def _is_thing(word: str) -> bool:
    return parts_of_speech(word) == {"NOUN"} and word != "who"


def _doing(slip: re.Match[str]) -> str:
    """ "was burn" is "was burning"; "was hit" stays."""
    verb = slip.group(2)
    bare = is_base(verb) and slip.string[slip.end() :].startswith(
        (" all", " the", " a ", " an ", " his", " her", " him", " my")
    )
    bare = (bare or verb_of(verb) == verb) and not is_participle(verb)
    return f"{slip.group(1)} {gerund(verb)}" if bare else slip.group()


def _one(slip: re.Match[str]) -> str:
    _article, *kinds = slip.group(1).split()
    noun = slip.group(2)
    sure = "NOUN" in parts_of_speech(noun) and not _NUMBERS & set(kinds)
    sure = sure and all("ADJ" in parts_of_speech(kind) or is_participle(kind) for kind in kinds)
    return f"{slip.group(1)}{noun}" if sure else slip.group()


def _agreeing(slip: re.Match[str]) -> str:
    who, verb = slip.group(1), slip.group(2)
    antecedent = who.split(" ")[0]
    before = slip.string[: slip.start()].rstrip().rsplit(" ", 1)[-1]
    many = antecedent.endswith("s") or antecedent in PLURAL_WORDS | {"those", "all", "so"}
    bare = verb_of(verb) == verb or (is_base(verb) and who in {"he", "she", "it"}) or verb in _WISHES
    if many or not bare or (base_of(verb) or verb) != verb or before in _BEFORE_BARE or is_participle(verb):
        return slip.group()
    return f"{who} {third(verb)}"


def _past(slip: re.Match[str]) -> str:
    """ "eated" is "ate"."""
    stem = slip.group(1)
    if parts_of_speech(slip.group()):
        return slip.group()
    known = next((past for stem in (stem, f"{stem}e", stem[:-1]) if (past := past_of(stem))), "")
    return known or slip.group()
