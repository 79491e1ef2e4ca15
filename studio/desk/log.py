"""Entries in admin's own log about what staff decided; admin shows them as "History" and "Recent actions"."""

from collections.abc import Iterable
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest

from images import rejection_reasons as rejection
from stories.models import Story


def rejection_text(reasons: Iterable[str], note: str) -> str:
    """The reasons and the note of a rejection, to be added to a line of the log."""
    text = "; ".join(filter(None, [rejection.labels(reasons), note.strip()]))
    return f": {text}" if text else ""


def log_decisions(request: HttpRequest, rows: Iterable[Any], what: str) -> None:
    """Write one entry for each row."""
    entries = [
        LogEntry(
            user_id=str(request.user.pk),
            content_type=ContentType.objects.get_for_model(row),
            object_id=str(row.pk),
            object_repr=_name_of(row)[:200],
            action_flag=CHANGE,
            change_message=f"{what}.",
        )
        for row in rows
    ]
    LogEntry.objects.bulk_create(entries)


def _name_of(row: Any) -> str:
    """With its story: "Picture 7" alone would not say which."""
    return str(row) if isinstance(row, Story) else f"{row} of {row.story}"
