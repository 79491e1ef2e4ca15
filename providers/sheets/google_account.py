"""Who asks Google: a service account, whose key lies in a file."""

import json
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import requests
from django.conf import settings
from google.auth.exceptions import TransportError
from google.auth.transport.requests import Request
from google.oauth2.service_account import Credentials

from providers.base import ProviderError

TIMEOUT = 10.0  # seconds
_SCOPES = ["https://www.googleapis.com/auth/spreadsheets"]
_FILE = "GOOGLE_SERVICE_ACCOUNT_FILE"


def session() -> requests.Session:
    """A session that may ask for the next minutes. Raises ProviderError, or what google-auth raises."""
    path = Path(settings.GOOGLE_SERVICE_ACCOUNT_FILE)
    try:
        credentials = _credentials(path, path.stat().st_mtime_ns, settings.GOOGLE_API_URL)
    except OSError as error:
        raise _unusable(f"cannot be read ({error.strerror})") from error
    except ValueError as error:
        raise _unusable("is not the key of a service account") from error
    if not credentials.valid:
        _ask_for_token(credentials)
    allowed = requests.Session()
    allowed.headers["Authorization"] = f"Bearer {credentials.token}"
    return allowed


def _ask_for_token(credentials: Any) -> None:
    """Not through google-auth's own session: that asks Google for more than a token, from another thread."""
    with requests.Session() as asking:
        try:
            credentials.refresh(partial(Request(asking), timeout=TIMEOUT))
        except TypeError as error:  # it takes a page of HTML for a token
            raise TransportError("no JSON") from error


def forget() -> None:
    """Ask for a new token the next time."""
    _credentials.cache_clear()


def address() -> str:
    """The account's e-mail address, with which the sheet has to be shared, or some words for it."""
    try:
        return str(json.loads(Path(settings.GOOGLE_SERVICE_ACCOUNT_FILE).read_bytes())["client_email"])
    except (OSError, ValueError, LookupError, TypeError):
        return "the service account"


@lru_cache(maxsize=1)
def _credentials(path: Path, changed: int, api: str) -> Any:
    """The key in the file as it was `changed` last. Kept, because a token lasts for an hour."""
    key = json.loads(path.read_bytes())
    if not isinstance(key, dict):
        raise ValueError("not an object")
    token = {"token_uri": f"{api.rstrip('/')}/token"} if api else {}
    return Credentials.from_service_account_info(key | token, scopes=_SCOPES)


def _unusable(what: str) -> ProviderError:
    operator = (
        f"{_FILE} names {settings.GOOGLE_SERVICE_ACCOUNT_FILE}, which {what}, so the Google Sheet cannot be written. "
        f"Put the JSON key of a service account there, or set {_FILE} to where it is."
    )
    return ProviderError("The Google Sheet cannot be written.", account=True, reached=False, operator=operator)
