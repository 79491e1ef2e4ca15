"""What became of the rows of a batch, as CSV."""

import csv
import io

from django.conf import settings
from django.urls import reverse

from batches.models import Batch
from batches.queries import state_of, with_counts

HEAD = ("line", "state", "error", "title", "address", "answers")
# A spreadsheet takes a cell that begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(batch: Batch) -> str:
    """A line for every row, with the address of its story."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(HEAD)
    for row in with_counts(batch.rows.all()):
        address = settings.SITE_URL + reverse("story:story", args=[row.story_id]) if row.story_id else ""
        told = "; ".join(f"{key}: {value}" for key, value in row.answers.items() if value)
        title = row.story.title if row.story else ""
        table.writerow([row.line, *map(as_text, (state_of(row), row.error, title, address, told))])
    return out.getvalue()


def as_text(cell: str) -> str:
    """The cell as every spreadsheet takes it: for a text, not a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
