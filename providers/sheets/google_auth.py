"""Authenticate at Google as a service account, whose key is in a file."""

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
    """A session with an access token. Raises ProviderError, or exceptions of google-auth."""
    path = Path(settings.GOOGLE_SERVICE_ACCOUNT_FILE)
    try:
        credentials = _credentials(path, path.stat().st_mtime_ns, settings.GOOGLE_API_URL)
    except OSError as error:
        raise _invalid_key_file(f"cannot be read ({error.strerror})") from error
    except ValueError as error:
        raise _invalid_key_file("is not the key of a service account") from error
    if not credentials.valid:
        _refresh(credentials)
    authorized = requests.Session()
    authorized.headers["Authorization"] = f"Bearer {credentials.token}"
    return authorized


def _refresh(credentials: Any) -> None:
    """Get a token with our own session: google-auth's asks Google for more than a token, from another thread."""
    with requests.Session() as token_session:
        try:
            credentials.refresh(partial(Request(token_session), timeout=TIMEOUT))
        except TypeError as error:  # google-auth raises it for an HTML page instead of a token
            raise TransportError("no JSON") from error


def forget_token() -> None:
    """Get a new token next time."""
    _credentials.cache_clear()


def account_email() -> str:
    """The account's e-mail address, with which the sheet must be shared; a description if the file cannot be read."""
    try:
        return str(json.loads(Path(settings.GOOGLE_SERVICE_ACCOUNT_FILE).read_bytes())["client_email"])
    except (OSError, ValueError, LookupError, TypeError):
        return "the service account"


@lru_cache(maxsize=1)
def _credentials(path: Path, changed: int, api: str) -> Any:
    """The key file in its version of `changed`. Cached, because a token lasts an hour."""
    key = json.loads(path.read_bytes())
    if not isinstance(key, dict):
        raise ValueError("not an object")
    token = {"token_uri": f"{api.rstrip('/')}/token"} if api else {}
    return Credentials.from_service_account_info(key | token, scopes=_SCOPES)


def _invalid_key_file(what: str) -> ProviderError:
    operator = (
        f"{_FILE} names {settings.GOOGLE_SERVICE_ACCOUNT_FILE}, which {what}, so the Google Sheet cannot be written. "
        f"Put the JSON key of a service account there, or set {_FILE} to where it is."
    )
    return ProviderError("The Google Sheet cannot be written.", account=True, reached=False, operator=operator)
