"""Softer words for a prompt that a provider refused (pure text)."""

import re
from collections.abc import Iterator

CUT_AT = 1000  # characters

# Base form -> softer words. A verb's inflections are made below; "beats up" and the nouns stand as they are.
_VERBS = {
    "subdue": "stop",
    "confront": "approach",
    "overpower": "defeat non-violently",
    "attack": "confront safely",
    "fight": "challenge peacefully",
    "punch": "touch",
    "kick": "nudge",
    "hit": "tap",
    "hurt": "surprise",
    "harm": "affect",
}
_IRREGULAR = {
    "fought": "challenged peacefully",
    "beats up": "overcomes",
    "beat up": "overcome",
    "beaten up": "overcome",
    "beating up": "overcoming",
    "violence": "conflict",
    "violent": "intense",
    "violently": "intensely",
}
# These do not change in the past, so there is no "-ed" form of the original to look for.
_UNCHANGED_PAST = {"hit", "hurt", "beat up"}


def soften(prompt: str, level: int) -> tuple[str, list[list[str]]]:
    """Give the prompt for a try and what was changed, as [was, became] pairs.

    Level 0 leaves it, 1 softens whole words and their inflections, 2 also cuts to CUT_AT characters at a sentence's
    end.
    """
    if level == 0:
        return prompt, []
    changes: list[list[str]] = []
    soft = _PATTERN.sub(lambda found: _replace(found[0], changes), prompt)
    return (soft if level == 1 else cut(soft)), changes


def cut(text: str) -> str:
    """The first CUT_AT characters of `text`, ending with a sentence (with a word when there is no such end)."""
    if len(text) <= CUT_AT:
        return text
    head = text[:CUT_AT]
    ends = [found.end() for found in re.finditer(r"[.!?](?=\s|$)", head)]
    return head[: ends[-1]] if ends else head.rsplit(" ", 1)[0]


def _replace(was: str, changes: list[list[str]]) -> str:
    soft = _SOFTER[was.lower()]
    became = _like(was, soft)
    if [was, became] not in changes:
        changes.append([was, became])
    return became


def _like(was: str, soft: str) -> str:
    """`soft` in the case of `was`: ALL CAPITALS, Capitalised, or as it is."""
    if was.isupper():
        return soft.upper()
    return soft[0].upper() + soft[1:] if was[0].isupper() else soft


def _inflections() -> Iterator[tuple[str, str]]:
    for verb, soft in _VERBS.items():
        yield verb, soft
        yield _third(verb), _on_first_word(soft, _third)
        yield _progressive(verb), _on_first_word(soft, _progressive)
        if verb not in _UNCHANGED_PAST and verb != "fight":
            yield _past(verb), _on_first_word(soft, _past)


def _on_first_word(phrase: str, inflect) -> str:  # type: ignore[no-untyped-def]
    first, _, rest = phrase.partition(" ")
    return f"{inflect(first)} {rest}".strip()


def _third(verb: str) -> str:
    return verb + ("es" if verb.endswith(("ch", "sh", "s")) else "s")


def _progressive(verb: str) -> str:
    return _stem(verb) + "ing"


def _past(verb: str) -> str:
    return _stem(verb) + "ed"


def _stem(verb: str) -> str:
    if verb.endswith("e"):
        return verb[:-1]
    return verb + verb[-1] if verb in _DOUBLING else verb


_DOUBLING = {"hit", "stop", "tap"}
_SOFTER = dict(_inflections()) | _IRREGULAR
_PATTERN = re.compile(
    r"(?<![\w-])(" + "|".join(sorted(map(re.escape, _SOFTER), key=len, reverse=True)) + r")(?!\w)", re.IGNORECASE
)
