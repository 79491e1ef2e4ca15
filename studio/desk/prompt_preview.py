"""The prompt of a scene from the form of the story template's editor, saved or not."""

from dataclasses import dataclass

from django.http import QueryDict

from core.errors import Invalid
from images.drawing import prompts
from stories.models import SCENES, StoryTemplate

BEAT_FIELDS = ("number", "mood", "shows")
MAX_ROWS = 2 * SCENES  # of beats that are read, whatever the form says it has
# The parts of a prompt, as the sentence about empty ones names them.
LABELS = {
    "art_style": "the art style",
    "character": "the character",
    "shows": "what the beat shows",
    "mood": "its mood",
}


@dataclass(frozen=True)
class Row:
    """A beat of the form."""

    number: str
    mood: str
    shows: str
    deleted: bool


def parse_number(text: str) -> int | None:
    """The number in a field, None for anything else."""
    return int(text) if text.isdecimal() and len(text) < 10 else None


def rows_of(sent: QueryDict) -> list[Row]:
    """The beats of the form, valid or not."""
    total = min(parse_number(sent.get("beats-TOTAL_FORMS", "")) or 0, MAX_ROWS)
    return [_row(sent, f"beats-{index}-") for index in range(total)]


def _row(sent: QueryDict, prefix: str) -> Row:
    number, mood, shows = (sent.get(prefix + name, "").strip() for name in BEAT_FIELDS)
    return Row(number, mood, shows, deleted=bool(sent.get(f"{prefix}DELETE")))


def prompt_of(sent: QueryDict, number: str) -> str:
    """The prompt of the scene with that number, from what is in the form. Raises Invalid, saying what is missing."""
    row = next((row for row in rows_of(sent) if row.number == number and not row.deleted), None)
    if row is None:
        raise Invalid("preview_scene", f"There is no beat for scene {number} in the form yet. Write it first.")
    style, character = (sent.get(name, "").strip() for name in ("art_style", "character"))
    parts = {"art_style": style, "character": character, "shows": row.shows, "mood": row.mood}
    if missing := [LABELS[name] for name, text in parts.items() if not text]:
        raise Invalid("preview_scene", f"Still empty: {', '.join(missing)}. The prompt is put together from these.")
    return prompts.compose(art_style=style, character=character, depiction=row.shows, mood=row.mood)


def stored_form(template: StoryTemplate) -> QueryDict:
    """The form as it would be sent without a change."""
    beats = list(template.beats.all())
    fields = {f"beats-{i}-{name}": str(getattr(beat, name)) for i, beat in enumerate(beats) for name in BEAT_FIELDS}
    look = {"art_style": template.art_style, "character": template.character}
    sent = QueryDict(mutable=True)
    sent.update(look | fields | {"beats-TOTAL_FORMS": str(len(beats))})
    return sent
