"""Google Sheets, through gspread and a service account."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.conf import settings
from gspread.exceptions import APIError
from gspread.http_client import HTTPClient

from providers.base import Cell, Finding, Idea, ProviderError
from providers.sheets import google_account
from providers.sheets.google_errors import full, in_our_words

MOST_WORKSHEETS = 200
FROZEN_ROWS = 2  # the title and the header stay in sight
LONGEST_CELL = 50_000  # characters
_GOOGLE = "https://sheets.googleapis.com"


class GoogleSheets:
    """The sheet that GOOGLE_SHEET_ID names. A write is one request, but for the first to a worksheet."""

    name = "google"

    def write(self, worksheet: str, rows: Sequence[Sequence[Cell]], changed: Iterable[int]) -> None:
        """Show `rows` in the worksheet. Raises ProviderError."""
        with in_our_words():
            client = _client()
            try:
                _send(client, worksheet, rows, changed)
            except APIError as error:
                # Google answers the same to a worksheet that is not there as to a range that makes no sense.
                if error.response.status_code != 400 or worksheet in (there := _worksheets(client)):
                    raise
                _add(client, worksheet, rows, len(there))
                _send(client, worksheet, rows, range(len(rows)))

    def ideas(self) -> Sequence[Idea]:
        """The list of ideas: columns A and C of the first worksheet. Raises ProviderError."""
        with in_our_words():
            # A range without a worksheet's title is the first one's.
            found = _client().values_get(settings.GOOGLE_SHEET_ID, "A1:C")
        padded = ([*map(str, row), "", "", ""] for row in found.get("values", []))
        return [Idea(number, row[0], row[2]) for number, row in enumerate(padded, 1)]

    def mark_idea(self, row: int, status: str) -> None:
        """Write into column C of the first worksheet. Raises ProviderError."""
        with in_our_words():
            body = {"values": [[status]]}
            _client().values_update(settings.GOOGLE_SHEET_ID, f"C{row}", {"valueInputOption": "RAW"}, body)

    def examine(self, *, spend: bool) -> Iterable[Finding]:
        """Open the sheet, and write its own title into it. Costs nothing."""
        try:
            yield from _examined()
        except ProviderError as error:
            yield Finding("Google Sheet", False, error.operator)


class _Client(HTTPClient):
    """Asks the server that GOOGLE_API_URL names, where it names one. It does not try again by itself."""

    def request(self, method: str, endpoint: str, *args: Any, **more: Any) -> Any:
        """As gspread's."""
        at = settings.GOOGLE_API_URL.rstrip("/") or _GOOGLE
        return super().request(method, endpoint.replace(_GOOGLE, at, 1), *args, **more)


def _client() -> _Client:
    client = _Client(None, google_account.session())  # type: ignore[arg-type]
    client.set_timeout(google_account.TIMEOUT)
    return client


def _send(client: _Client, worksheet: str, rows: Sequence[Sequence[Cell]], numbers: Iterable[int]) -> None:
    """RAW: a prompt that begins with "=" stays a text."""
    data = [{"range": f"'{worksheet}'!A{number + 1}", "values": [_cut(rows[number])]} for number in numbers]
    client.values_batch_update(settings.GOOGLE_SHEET_ID, {"valueInputOption": "RAW", "data": data})


def _cut(row: Sequence[Cell]) -> list[Cell]:
    return [
        cell[: LONGEST_CELL - 1] + "…" if isinstance(cell, str) and len(cell) > LONGEST_CELL else cell for cell in row
    ]


def _worksheets(client: _Client) -> list[str]:
    about = client.fetch_sheet_metadata(settings.GOOGLE_SHEET_ID)
    return [sheet["properties"]["title"] for sheet in about["sheets"]]


def _add(client: _Client, worksheet: str, rows: Sequence[Sequence[Cell]], there: int) -> None:
    """No larger than needed: the cells of a whole sheet are counted."""
    if there >= MOST_WORKSHEETS:
        raise full(MOST_WORKSHEETS)
    size = {"rowCount": len(rows), "columnCount": max(map(len, rows)), "frozenRowCount": FROZEN_ROWS}
    properties = {"title": worksheet, "gridProperties": size}
    client.batch_update(settings.GOOGLE_SHEET_ID, {"requests": [{"addSheet": {"properties": properties}}]})


def _examined() -> Iterator[Finding]:
    with in_our_words():
        client = _client()
        about = client.fetch_sheet_metadata(settings.GOOGLE_SHEET_ID)
        title, count = about["properties"]["title"], len(about["sheets"])
        same = {"properties": {"title": title}, "fields": "title"}
        client.batch_update(settings.GOOGLE_SHEET_ID, {"requests": [{"updateSpreadsheetProperties": same}]})
    if count >= MOST_WORKSHEETS:
        raise full(MOST_WORKSHEETS)
    room = f"it has {count} of {MOST_WORKSHEETS} worksheets"
    yield Finding("Google Sheet", True, f"“{title}” can be written; {room}.")
