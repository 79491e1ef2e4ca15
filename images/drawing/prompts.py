"""The prompt of a picture: one art style and one character description in every one (pure text)."""

import re
from collections.abc import Sequence

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
