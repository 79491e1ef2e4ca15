"""Google Sheets, with gspread and a service account."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.conf import settings
from gspread.exceptions import APIError
from gspread.http_client import HTTPClient

from providers.base import Cell, Finding, Idea, ProviderError
from providers.sheets import google_auth
from providers.sheets.google_errors import too_many_worksheets, translate_errors

MAX_WORKSHEETS = 200
FROZEN_ROWS = 2  # the title and the header
LONGEST_CELL = 50_000  # characters
_GOOGLE = "https://sheets.googleapis.com"


class GoogleSheets:
    """The sheet that GOOGLE_SHEET_ID names. A write is one request, except for the first in a worksheet."""

    name = "google"

    def write(self, worksheet: str, rows: Sequence[Sequence[Cell]], changed: Iterable[int]) -> None:
        """Write `rows` into the worksheet. Raises ProviderError."""
        with translate_errors():
            client = _client()
            try:
                _send(client, worksheet, rows, changed)
            except APIError as error:
                # Google sends the same error for a missing worksheet as for an invalid range.
                if error.response.status_code != 400 or worksheet in (there := _worksheets(client)):
                    raise
                _add(client, worksheet, rows, len(there))
                _send(client, worksheet, rows, range(len(rows)))

    def ideas(self) -> Sequence[Idea]:
        """The list of ideas: columns A and C of the first worksheet. Raises ProviderError."""
        with translate_errors():
            # A range without a title refers to the first worksheet.
            found = _client().values_get(settings.GOOGLE_SHEET_ID, "A1:C")
        padded = ([*map(str, row), "", "", ""] for row in found.get("values", []))
        return [Idea(number, row[0], row[2]) for number, row in enumerate(padded, 1)]

    def mark_idea(self, row: int, status: str) -> None:
        """Set column C of the row in the first worksheet. Raises ProviderError."""
        with translate_errors():
            body = {"values": [[status]]}
            _client().values_update(settings.GOOGLE_SHEET_ID, f"C{row}", {"valueInputOption": "RAW"}, body)

    def health_check(self, *, spend: bool) -> Iterable[Finding]:
        """Open the sheet and write its own title into it. Costs nothing."""
        try:
            yield from _check()
        except ProviderError as error:
            yield Finding("Google Sheet", False, error.operator)


class _Client(HTTPClient):
    """Sends requests to GOOGLE_API_URL if that is set, without retries."""

    def request(self, method: str, endpoint: str, *args: Any, **more: Any) -> Any:
        """As in gspread."""
        base = settings.GOOGLE_API_URL.rstrip("/") or _GOOGLE
        return super().request(method, endpoint.replace(_GOOGLE, base, 1), *args, **more)


def _client() -> _Client:
    client = _Client(None, google_auth.session())  # type: ignore[arg-type]
    client.set_timeout(google_auth.TIMEOUT)
    return client


def _send(client: _Client, worksheet: str, rows: Sequence[Sequence[Cell]], numbers: Iterable[int]) -> None:
    """RAW: a prompt that begins with "=" stays text."""
    data = [{"range": f"'{worksheet}'!A{number + 1}", "values": [_shortened(rows[number])]} for number in numbers]
    client.values_batch_update(settings.GOOGLE_SHEET_ID, {"valueInputOption": "RAW", "data": data})


def _shortened(row: Sequence[Cell]) -> list[Cell]:
    return [
        cell[: LONGEST_CELL - 1] + "…" if isinstance(cell, str) and len(cell) > LONGEST_CELL else cell for cell in row
    ]


def _worksheets(client: _Client) -> list[str]:
    metadata = client.fetch_sheet_metadata(settings.GOOGLE_SHEET_ID)
    return [sheet["properties"]["title"] for sheet in metadata["sheets"]]


def _add(client: _Client, worksheet: str, rows: Sequence[Sequence[Cell]], there: int) -> None:
    """The worksheet is no larger than needed: Google limits the cells of a whole sheet."""
    if there >= MAX_WORKSHEETS:
        raise too_many_worksheets(MAX_WORKSHEETS)
    size = {"rowCount": len(rows), "columnCount": max(map(len, rows)), "frozenRowCount": FROZEN_ROWS}
    properties = {"title": worksheet, "gridProperties": size}
    client.batch_update(settings.GOOGLE_SHEET_ID, {"requests": [{"addSheet": {"properties": properties}}]})


def _check() -> Iterator[Finding]:
    with translate_errors():
        client = _client()
        metadata = client.fetch_sheet_metadata(settings.GOOGLE_SHEET_ID)
        title, count = metadata["properties"]["title"], len(metadata["sheets"])
        same = {"properties": {"title": title}, "fields": "title"}
        client.batch_update(settings.GOOGLE_SHEET_ID, {"requests": [{"updateSpreadsheetProperties": same}]})
    if count >= MAX_WORKSHEETS:
        raise too_many_worksheets(MAX_WORKSHEETS)
    room = f"it has {count} of {MAX_WORKSHEETS} worksheets"
    yield Finding("Google Sheet", True, f"“{title}” can be written; {room}.")
