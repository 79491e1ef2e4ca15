"""Translate Google's errors into ProviderErrors, with a sentence for the operator."""

from collections.abc import Iterator
from contextlib import contextmanager

import requests
from django.conf import settings
from google.auth.exceptions import GoogleAuthError, RefreshError
from gspread.exceptions import APIError

from providers.base import ProviderError
from providers.retry_after import retry_after
from providers.sheets import google_auth

UNAVAILABLE = "The Google Sheet cannot be written or read at the moment."
QUOTA_SECONDS = 60.0  # the quota is per minute
_API_DISABLED = ("SERVICE_DISABLED", "has not been used in project", "it is disabled")


@contextmanager
def translate_errors() -> Iterator[None]:
    """Convert every error of Google inside the block to ProviderError."""
    try:
        yield
    except APIError as error:
        raise from_response(error) from error
    except GoogleAuthError as error:
        raise _no_token(error) from error
    except requests.Timeout as error:
        raise _unavailable(f"did not answer within {google_auth.TIMEOUT:.0f} s") from error
    except requests.JSONDecodeError as error:
        raise _unavailable("answered with something that is not what Google answers") from error
    except requests.RequestException as error:
        raise _unavailable(f"could not be reached ({type(error).__name__})") from error


def too_many_worksheets(most: int) -> ProviderError:
    """The sheet is full."""
    return _account(
        f"The Google Sheet {settings.GOOGLE_SHEET_ID} has {most} worksheets, as many as Google allows, so there is no "
        "room for another story. Delete old ones, or set GOOGLE_SHEET_ID to a new sheet."
    )


def from_response(error: APIError) -> ProviderError:
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
        f"Google does not accept the key in {settings.GOOGLE_SERVICE_ACCOUNT_FILE} ({said}): it was withdrawn, its "
        "account is gone, or the clock of this machine is wrong. Make a new key and put it into that file."
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
