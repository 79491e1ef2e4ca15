"""The prompt of a picture: one art style and one character description in every one; and softer words for a prompt that
a provider refused (pure text)."""

import re
from collections.abc import Sequence

CUT_AT = 1000  # characters of a prompt that was refused twice
_FOX = re.compile(r"\b(the (?:little |small |young )?red fox(?:['’]s)?)(?![\w(])(?!\s*\()", re.IGNORECASE)

SHEET_SHOWS = "The red fox alone, from several sides."
SHEET_IS_SENT = (
    "The character sheet that is sent along shows the red fox: draw the same animal, with the same face, fur and "
    "proportions. Draw the one scene that is described here, not a sheet."
)


def compose(
    *,
    art_style: str,
    character: str,
    depiction: str,
    mood: str,
    change: str = "",
    demands: Sequence[str] = (),
    sheet: bool = False,
) -> str:
    """Put a prompt together: the style first, then the scene with the character described at every mention of it,
    the mood, what earlier rejections demand, and what a reviewer asked to change. `sheet` says that a character sheet
    is sent along."""
    parts = [art_style.strip(), f"Scene: {describe_character(depiction, character)}", f"Mood: {mood}."]
    if sheet:
        parts.append(SHEET_IS_SENT)
    if demands:
        parts.append("It must hold:\n" + "\n".join(f"- {demand}" for demand in demands))
    if change:
        parts.append(f"Change: {change}")
    return "\n\n".join(parts)


def without_sheet(prompt: str) -> str:
    """The prompt without its mention of a character sheet, which cannot be sent along after all."""
    return prompt.replace(f"{SHEET_IS_SENT}\n\n", "").replace(SHEET_IS_SENT, "").rstrip()


def compose_sheet(*, art_style: str, character: str, change: str = "") -> str:
    """The prompt of a character sheet: the fox alone, in the style and by the description of the scenes."""
    fox = f"Character sheet: the red fox ({without_loose_parentheses(character)}), alone, on a plain, light ground."
    views = (
        "One large figure of him standing, seen from the front; smaller ones from the side and from behind; and two or "
        "three studies of his face with different moods. The same animal every time. No letters, no numbers, no frame."
    )
    parts = [art_style.strip(), fox, views]
    if change:
        parts.append(f"Change: {change}")
    return "\n\n".join(parts)


def describe_character(depiction: str, character: str) -> str:
    """Put the description after every mention of the red fox; a text without one gets a sentence that names him."""
    text = depiction.strip()
    if not _FOX.search(text):
        text = f"{text} The picture shows the red fox."
    described = without_loose_parentheses(character)
    return _FOX.sub(lambda found: f"{found[1]} ({described})", text)


def without_loose_parentheses(character: str) -> str:
    """The description, to be put in parentheses. If its own are not in pairs they are removed, because they would end
    it early."""
    depth = 0
    for mark in character:
        depth += (mark == "(") - (mark == ")")
        if depth < 0:
            break
    text = character if depth == 0 else character.replace("(", "").replace(")", "")
    return text.strip()


def add_note(earlier: str, note: str) -> str:
    """The reviewers' notes so far with one more, newest last; only the three newest."""
    notes = [line for line in earlier.split("\n") if line]
    return "\n".join([*notes, note][-3:]) if note else earlier


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


_SOFTER = {
    "subdue": "stop",
    "subdues": "stops",
    "subduing": "stopping",
    "subdued": "stopped",
    "confront": "approach",
    "confronts": "approaches",
    "confronting": "approaching",
    "confronted": "approached",
    "overpower": "defeat non-violently",
    "overpowers": "defeats non-violently",
    "overpowering": "defeating non-violently",
    "overpowered": "defeated non-violently",
    "attack": "confront safely",
    "attacks": "confronts safely",
    "attacking": "confronting safely",
    "attacked": "confronted safely",
    "fight": "challenge peacefully",
    "fights": "challenges peacefully",
    "fought": "challenged peacefully",
    "fighting": "challenging peacefully",
    "punch": "touch",
    "punches": "touches",
    "punching": "touching",
    "punched": "touched",
    "kick": "nudge",
    "kicks": "nudges",
    "kicking": "nudging",
    "kicked": "nudged",
    "hit": "tap",
    "hits": "taps",
    "hitting": "tapping",
    "hurt": "surprise",
    "hurts": "surprises",
    "hurting": "surprising",
    "harm": "affect",
    "harms": "affects",
    "harming": "affecting",
    "harmed": "affected",
    "beats up": "overcomes",
    "beat up": "overcome",
    "beaten up": "overcome",
    "beating up": "overcoming",
    "violence": "conflict",
    "violent": "intense",
    "violently": "intensely",
}
_PATTERN = re.compile(
    r"(?<![\w-])(" + "|".join(sorted(map(re.escape, _SOFTER), key=len, reverse=True)) + r")(?!\w)", re.IGNORECASE
)
