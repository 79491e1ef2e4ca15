"""Google Sheets, with gspread and a service account."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import requests
from django.conf import settings
from google.auth.exceptions import GoogleAuthError, RefreshError
from gspread.exceptions import APIError
from gspread.http_client import HTTPClient

from providers.base import Cell, Finding, Idea, ProviderError
from providers.retry_after import retry_after
from providers.sheets import google_auth

MAX_WORKSHEETS = 200
FROZEN_ROWS = 2  # the title and the header
LONGEST_CELL = 50_000  # characters
UNAVAILABLE = "The Google Sheet cannot be written or read at the moment."
QUOTA_SECONDS = 60.0  # the quota is per minute
_GOOGLE = "https://sheets.googleapis.com"
_API_DISABLED = ("SERVICE_DISABLED", "has not been used in project", "it is disabled")


class GoogleSheets:
    """The sheet that GOOGLE_SHEET_ID names, with one worksheet per story; its first worksheet is a list of ideas. A
    write is one request, except for the first in a worksheet."""

    name = "google"

    def write(self, worksheet: str, rows: Sequence[Sequence[Cell]], changed: Iterable[int]) -> None:
        """Write `rows` from the top of the worksheet with that title, which is created when missing. In an existing
        worksheet only the rows numbered in `changed` (from 0) are sent. Text stays text, whatever it begins with.
        Raises ProviderError."""
        with _translate_errors():
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
        """The list of ideas, from the top: columns A and C of the first worksheet. Raises ProviderError."""
        with _translate_errors():
            # A range without a title refers to the first worksheet.
            found = _client().values_get(settings.GOOGLE_SHEET_ID, "A1:C")
        padded = ([*map(str, row), "", "", ""] for row in found.get("values", []))
        return [Idea(number, row[0], row[2]) for number, row in enumerate(padded, 1)]

    def mark_idea(self, row: int, status: str) -> None:
        """Set the status of the idea in that row: column C of the first worksheet. Raises ProviderError."""
        with _translate_errors():
            body = {"values": [[status]]}
            _client().values_update(settings.GOOGLE_SHEET_ID, f"C{row}", {"valueInputOption": "RAW"}, body)

    def remove(self, worksheet: str) -> None:
        """Delete the worksheet with that title; one that is gone does not matter. Raises ProviderError."""
        with _translate_errors():
            client = _client()
            found = client.fetch_sheet_metadata(settings.GOOGLE_SHEET_ID)["sheets"]
            for properties in (sheet["properties"] for sheet in found):
                if properties["title"] == worksheet:
                    request = {"deleteSheet": {"sheetId": properties["sheetId"]}}
                    client.batch_update(settings.GOOGLE_SHEET_ID, {"requests": [request]})

    def health_check(self, *, spend: bool) -> Iterable[Finding]:
        """Open the sheet and write its own title into it. Costs nothing."""
        try:
            with _translate_errors():
                client = _client()
                metadata = client.fetch_sheet_metadata(settings.GOOGLE_SHEET_ID)
                title, count = metadata["properties"]["title"], len(metadata["sheets"])
                same = {"properties": {"title": title}, "fields": "title"}
                client.batch_update(settings.GOOGLE_SHEET_ID, {"requests": [{"updateSpreadsheetProperties": same}]})
            if count >= MAX_WORKSHEETS:
                raise _too_many_worksheets()
        except ProviderError as error:
            return [Finding("Google Sheet", False, error.operator)]
        room = f"it has {count} of {MAX_WORKSHEETS} worksheets"
        return [Finding("Google Sheet", True, f"“{title}” can be written; {room}.")]


class _Client(HTTPClient):
    """Sends requests to GOOGLE_API_URL if that is set, without retries."""

    def request(self, method: str, endpoint: str, *args: Any, **more: Any) -> Any:
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
        raise _too_many_worksheets()
    size = {"rowCount": len(rows), "columnCount": max(map(len, rows)), "frozenRowCount": FROZEN_ROWS}
    properties = {"title": worksheet, "gridProperties": size}
    client.batch_update(settings.GOOGLE_SHEET_ID, {"requests": [{"addSheet": {"properties": properties}}]})


@contextmanager
def _translate_errors() -> Iterator[None]:
    """Convert every error of Google inside the block to ProviderError."""
    try:
        yield
    except APIError as error:
        raise _from_response(error) from error
    except GoogleAuthError as error:
        raise _no_token(error) from error
    except requests.Timeout as error:
        raise _unavailable(f"did not answer within {google_auth.TIMEOUT:.0f} s") from error
    except requests.JSONDecodeError as error:
        raise _unavailable("answered with something that is not what Google answers") from error
    except requests.RequestException as error:
        raise _unavailable(f"could not be reached ({type(error).__name__})") from error


def _too_many_worksheets() -> ProviderError:
    return _account(
        f"The Google Sheet {settings.GOOGLE_SHEET_ID} has {MAX_WORKSHEETS} worksheets, as many as Google allows, so "
        "there is no room for another story. Delete old ones, or set GOOGLE_SHEET_ID to a new sheet."
    )


def _from_response(error: APIError) -> ProviderError:
    """The ProviderError for an error response."""
    status = error.response.status_code
    says = str(error.error.get("message", "")) if error.code != -1 else ""  # an HTML page is not quoted
    if status == 401:
        google_auth.forget_token()
        return _bad_key("401")
    if status == 403:
        return _forbidden(str(error.error), says)
    if status == 404:
        return _account(
            f"Google knows no sheet {settings.GOOGLE_SHEET_ID!r}. Set GOOGLE_SHEET_ID to what stands between /d/ and "
            "/edit in the sheet's address."
        )
    if status == 429:
        wait = retry_after(error.response.headers, QUOTA_SECONDS)
        return ProviderError(
            UNAVAILABLE, retry_after=wait, operator=f"Google's quota for Sheets is used up.{_quote(says)}"
        )
    if 400 <= status < 500:
        return ProviderError(
            UNAVAILABLE, permanent=True, operator=f"Google did not accept what was sent ({status}).{_quote(says)}"
        )
    return _unavailable(f"has a problem of its own ({status})")


def _no_token(error: GoogleAuthError) -> ProviderError:
    """No access token. A RefreshError means that Google responded."""
    if not isinstance(error, RefreshError) or error.retryable:
        return _unavailable("could not be asked for a token")
    said = error.args[0] if error.args else ""
    return _bad_key(str(said).partition("<")[0].strip()[:200] or "no reason given")


def _bad_key(said: str) -> ProviderError:
    return _account(
        f"Google does not accept the key in {google_auth.key_place()} ({said}): it was withdrawn, its account is gone, "
        "or the clock of this machine is wrong. Make a new key and put it there."
    )


def _forbidden(whole: str, says: str) -> ProviderError:
    if any(mark in whole for mark in _API_DISABLED):
        return _account(f"The Google Sheets API is off in the service account's project; switch it on.{_quote(says)}")
    return _account(
        f"{google_auth.account_email()} may not write the Google Sheet {settings.GOOGLE_SHEET_ID}. Share the sheet "
        "with that address as an editor, or correct GOOGLE_SHEET_ID."
    )


def _unavailable(what: str) -> ProviderError:
    where = "GOOGLE_API_URL" if settings.GOOGLE_API_URL else "Google Sheets"
    return ProviderError(
        UNAVAILABLE,
        answered=False,
        operator=f"{where} {what}. If this lasts, see whether this machine reaches the internet.",
    )


def _account(operator: str) -> ProviderError:
    return ProviderError(UNAVAILABLE, account=True, operator=operator)


def _quote(says: str) -> str:
    """Google's message on one short line."""
    says = " ".join(says.split())[:300]
    return f' It says: "{says}"' if says else ""
