"""Mends the slips of a hurried typist, so that what he meant can be read: "one old mans who know" is an old man."""

import re

from .lexicon import any_verb_of, parts_of_speech, verb_of
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
_WHAT = re.compile(r"([a-z]+) what (?=(?:(?:never|always|only|also|still) )?([a-z]+))")
_MANY = re.compile(r"\b(they|we) (was|[a-z]+s)\b")
_TWO = re.compile(r"^(?:him|he) and ((?:his|her|the) [a-z]+ )was\b")
_ALL_OF_MANY = re.compile(
    r"\b((?:all the|all of the|many|some|two|three) ([a-z]+s) )([a-z]+s)\b(?= (?:it|him|her|them|at|his|the|a)\b)"
)
_STATE = re.compile(r"\b(everybody|everyone|they|nobody) (was|were|is|are) ([a-z]+)(?=$| (?:at|about|in|on|over)\b)")
_MISSPELT = {
    "alot": "a lot", "beacuse": "because", "becuase": "because", "childs": "children", "deers": "deer",
    "definately": "definitely", "fishs": "fish", "foots": "feet", "freind": "friend", "freinds": "friends",
    "gooses": "geese", "knifes": "knives", "leafs": "leaves", "mouses": "mice", "recieves": "receives",
    "sheeps": "sheep", "teh": "the", "thier": "their", "tooths": "teeth", "wich": "which", "wolfs": "wolves",
    "womans": "women",
}  # fmt: skip
_MISSPELT_WORD = re.compile(rf"\b(?:{'|'.join(_MISSPELT)})\b")
_COUNTED = re.compile(r"\b(two|three|four|five|some|many|all the) ([a-z]+)'s$")
_TO_BE = re.compile(r"\b(is|are|was|were) ([a-z]+)\b")
_TO_DO = re.compile(r"\b(?:do|does|did) (?=[a-z]+(?:s|ed)\b)")
_TO_HIM = re.compile(r"\b(at|by|for|from|of|on|to|with) (he|she)$")
_WANNA = ((re.compile(r"\bwanna\b"), "wants to"), (re.compile(r"\b(?:he is )?gonna\b"), "will"))
_OF_ONE = re.compile(r"^one (?!day|morning|evening|night|time|winter|summer|afternoon)(?=[a-z])")
_ONE_OF_MANY = re.compile(
    r"(\b(?:a|an) (?:(?!of |by |with |for |full )[a-z]+ ){0,2})([a-z]+[^su])s"
    r"(?=$|,? (?:from|in|on|that|which|who|with)\b)"
)
_THIRD = re.compile(
    r"\b(he|she|it|[a-z]+ who|[a-z]+ that|[a-z]+ which) ((?:never|always|only|also|still|not) )?"
    r"(?!he\b|she\b|it\b)([a-z]+)\b(?!'| (?:is|are|was)\b)"
)
_REGULAR = re.compile(r"\b([a-z]{2,})ed\b")
_ALL_THE = re.compile(
    r"\ball the (?:tree|house|child|animal|toy|egg|book|flower|window|cat|dog|bird|tool|door|boat|garden)\b"
)
_NUMBERS = words("couple dozen few hundred lot million pair thousand")
_MODALS = words("can could may might must shall should will would")
_CONJUNCTIONS = words("when whenever while because until")
_WISHES = words("like love need want")
_BEFORE_BARE = words(
    "let lets make makes help helps see sees watch watches if did does do can must will would should to"
)


def mended(text: str) -> str:
    """Give `text` without the words of a chat, and with verbs, numbers and pronouns made right where that is sure."""
    text = _CHATTING.sub("", text)
    text = _HIS.sub(lambda slip: "his " if _is_thing(slip.group(1)) else slip.group(), text)
    text = re.sub(r"\b(?:him|he) (?=own [a-z])", "his ", text)
    text = _MISSPELT_WORD.sub(lambda slip: _MISSPELT[slip.group()], text)
    text = _COUNTED.sub(lambda slip: f"{slip.group(1)} {_plural(slip.group(2))}", text)
    text = _WHAT.sub(_that, text)
    text = _TWO.sub(r"he and \1were", text)
    text = _ALL_OF_MANY.sub(_of_many, _MANY.sub(_they, _STATE.sub(_in_a_state, text)))
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
    verb = verb or any_verb_of(following) == following
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
    who, adverb, verb = slip.group(1), slip.group(2) or "", slip.group(3)
    antecedent, *relative = who.split(" ")
    before = slip.string[: slip.start()].rstrip().rsplit(" ", 1)[-1]
    many = antecedent.endswith("s") or antecedent in PLURAL_WORDS | {"those", "all", "so"}
    sure = who in {"he", "she"} or relative or (who == "it" and before in _CONJUNCTIONS)
    bare = verb_of(verb) == verb or (sure and any_verb_of(verb) == verb) or verb in _WISHES
    if (
        verb in _MODALS
        or many
        or not bare
        or (base_of(verb) or verb) != verb
        or before in _BEFORE_BARE
        or is_participle(verb)
    ):
        return slip.group()
    return f"{who} {adverb}{third(verb)}"


def _they(slip: re.Match[str]) -> str:
    """ "they was" and "they throws"."""
    verb = base_of(slip.group(2)) if is_third(slip.group(2)) else None
    plural = "were" if slip.group(2) == "was" else verb
    return f"{slip.group(1)} {plural}" if plural and plural != slip.group(2) else slip.group()


def _of_many(slip: re.Match[str]) -> str:
    """ "all the hens sees it"."""
    verb = any_verb_of(slip.group(3)) if is_third(slip.group(3)) else None
    return f"{slip.group(1)}{verb}" if verb and "NOUN" in parts_of_speech(slip.group(2)) else slip.group()


def _in_a_state(slip: re.Match[str]) -> str:
    """ "everybody was laugh" is "everybody was laughing"."""
    who, verb = slip.group(1), slip.group(3)
    bare = is_base(verb) and not is_participle(verb) and "ADJ" not in parts_of_speech(verb)
    return f"{who} {slip.group(2)} {gerund(verb)}" if bare else slip.group()


def _plural(noun: str) -> str:
    return f"{noun[:-1]}ies" if re.search(r"[^aeiou]y$", noun) else f"{noun}s"


def _past(slip: re.Match[str]) -> str:
    """ "eated" is "ate"."""
    stem = slip.group(1)
    if parts_of_speech(slip.group()):
        return slip.group()
    known = next((past for stem in (stem, f"{stem}e", stem[:-1]) if (past := past_of(stem))), "")
    return known or slip.group()
