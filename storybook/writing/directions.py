"""Makes a scene out of a stage direction that staff wrote, where no written line fits."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from random import Random

from .answers.cleaning import clean
from .answers.nouns import read_noun
from .answers.verbs import base_of, is_base, is_gerund, is_past, is_third, third
from .answers.vocabulary import words
from .brief import Beat
from .cast import Cast
from .grammar import capitalised, fill, finished
from .material import lines
from .plots import known_directions

FOX = "the red fox"
_LONGEST = 260
_LABEL = re.compile(
    r"^(?:[A-Z][\w' -]{1,24}:\s*|(?:please )?(?:must |should )?shows?(?: that| how| us)?\b:?\s*|we see (?:that |how )?|"
    r"(?:a |the )?(?:picture|image|scene|shot|view|close-?up|wide shot) (?:of|showing|in which|where)\s*)",
    re.IGNORECASE,
)
_FOX = re.compile(r"\b(?<!red )(?<!girl )(?:the|a|our) (?:small |little |young )?fox\b|^fox\b", re.IGNORECASE)
_STAND_INS = (
    (r"\b(?:the find|what he finds|what he has found|the thing he finds|the thing)\b", "find"),
    (r"\b(?:the |his )(?:offering|gift)\b", "gift"),
    (r"\bthe villain\b", "villain"),
    (r"\bthe friend\b", "friend"),
)
_TIME = re.compile(
    r"\b(?:dawn|dusk|day|daylight|morning|noon|evening|night|midnight|sun\w*|moon\w*|rain|snow|storm|star\w*|light|dark\w*|"
    r"twilight|fog|mist|wind|cloud\w*|cave|lantern|candle|room|winter|summer|autumn|spring)\b",
    re.IGNORECASE,
)
_OBJECTS = words("a an the his her their all some everything it him them home away up down alone back")
_SETTING = re.compile(
    r"^(?:in|on|at|under|by|during|near|among|inside|outside|beneath|beside|with|through)\b", re.IGNORECASE
)


def is_known(beat: Beat) -> bool:
    """Say whether the written lines were made for what `beat` is to show (an empty direction counts as known)."""
    wanted = _plain(beat.shows)
    return not wanted or any(_plain(known) == wanted for known in known_directions().get(beat.kind, ()))


def added_setting(beat: Beat) -> str:
    """Give the setting that staff put behind a known direction ("..., in deep snow"), or ""."""
    wanted = _plain(beat.shows)
    for known in known_directions().get(beat.kind, ()):
        if wanted.startswith(_plain(known)):
            rest = wanted[len(_plain(known)) :].strip(" ,.;:-")
            return rest if _SETTING.match(rest) else ""
    return ""


def nearly_known(beat: Beat) -> bool:
    """Say whether `beat` shows a known direction with no more than a slip corrected."""
    wanted = _plain(beat.shows)
    known = (_plain(text) for text in known_directions().get(beat.kind, ()))
    return any(SequenceMatcher(None, text, wanted).ratio() > 0.93 for text in known)


def staged(beat: Beat, cast: Cast, rng: Random, *, before: str) -> str:
    """Give a scene that shows what the direction of `beat` says, with the fox in it and a detail of its mood."""
    action = _with_fox(_named(_sentence(beat.shows), cast, before=before))
    action = finished(action or f"{FOX} stands in the middle of the scene")
    return " ".join([_opened(action, rng), _mood(beat.mood, named=FOX in action.lower(), rng=rng)])


def _mood(mood: str, *, named: bool, rng: Random) -> str:
    moods: Sequence[str] = [line.text for line in lines().get(mood, lines()["calm"])]
    chosen = rng.choice(moods)
    options = re.sub(r"\(([^()]*\|[^()]*)\)", lambda match: rng.choice(match.group(1).split("|")), chosen)
    return finished(options.replace("[He]", "He" if named else "The red fox"))


def _opened(action: str, rng: Random) -> str:
    """Put a time of day in front, where the direction leaves time and weather open."""
    if not action.startswith("The red fox") or _TIME.search(action) or rng.random() < 0.5:
        return action
    return f"{rng.choice(lines()['opening']).text}, t{action[1:]}"


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().rstrip(".").lower()


def _sentence(shows: str) -> str:
    unlabelled = re.sub(r"\s+", " ", shows).strip()
    while (shorter := _LABEL.sub("", unlabelled, count=1)) != unlabelled:
        unlabelled = shorter
    text = clean(unlabelled, limit=_LONGEST)
    return _FOX.sub(FOX, re.sub(r"^he\b", FOX, text, flags=re.IGNORECASE))


def _named(text: str, cast: Cast, *, before: str) -> str:
    for pattern, slot in _STAND_INS:
        if re.search(pattern, text, flags=re.IGNORECASE):
            words = fill(f"[{slot}]", cast, before=before)
            text = words.join(re.split(pattern, text, flags=re.IGNORECASE))
    return text


def _with_fox(text: str) -> str:
    """Make a main clause of `text`, about the fox where it names nobody."""
    words = text.split(" ")
    first = words[0].lower()
    if not text or (text.lower().startswith(FOX) and _has_verb(words)):
        return text
    if text.lower().startswith(FOX) and _SETTING.match(text[len(FOX) :].strip()):
        return f"{FOX} is {text[len(FOX) :].strip()}"
    if is_gerund(first) and (len(words) == 1 or _SETTING.match(words[1]) or words[1].lower() in _OBJECTS):
        return f"{FOX} is {text}"
    if (is_base(first) and len(words) > 1) or is_third(first):
        base = base_of(first) or first
        return " ".join([FOX, third(base), *words[1:]])
    if _has_verb(words):
        return capitalised(text)
    if first == "his":
        return f"close up, {FOX} is seen with {text}"
    noun = read_noun(text, missing="an empty place")
    return f"{FOX} looks out at {noun.full}" if FOX not in text.lower() else f"here {_is(text)} {text}"


def _is(text: str) -> str:
    return "are" if " and " in text else "is"


def _has_verb(words: Sequence[str]) -> bool:
    lowered = [word.lower().strip(",") for word in words]
    for index, word in enumerate(lowered[1:], start=1):
        finite = word in {"is", "are", "has", "have", "was", "were"} or is_third(word) or is_past(word)
        plural = is_base(word) and (lowered[index - 1].endswith("s") or "they" in lowered[:index])
        if finite or plural:
            return True
    return False
