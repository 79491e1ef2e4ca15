"""Authenticate at Google as a service account, whose key is in a setting or a file."""

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
_JSON, _FILE = "GOOGLE_SERVICE_ACCOUNT_JSON", "GOOGLE_SERVICE_ACCOUNT_FILE"


def session() -> requests.Session:
    """A session with an access token. Raises ProviderError, or exceptions of google-auth."""
    try:
        credentials = _credentials(_key(), settings.GOOGLE_API_URL)
    except OSError as error:
        raise _invalid_key(f"cannot be read ({error.strerror})") from error
    except ValueError as error:
        raise _invalid_key("is not the key of a service account") from error
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
    """The account's e-mail address, with which the sheet must be shared; a description if the key cannot be read."""
    try:
        return str(json.loads(_key())["client_email"])
    except (OSError, ValueError, LookupError, TypeError):
        return "the service account"


def key_place() -> str:
    """Where the key is, for sentences."""
    return _JSON if settings.GOOGLE_SERVICE_ACCOUNT_JSON else str(settings.GOOGLE_SERVICE_ACCOUNT_FILE)


def _key() -> str:
    """The JSON key. Raises OSError, and ValueError for a file that is no text."""
    return str(settings.GOOGLE_SERVICE_ACCOUNT_JSON or Path(settings.GOOGLE_SERVICE_ACCOUNT_FILE).read_text())


@lru_cache(maxsize=1)
def _credentials(written: str, api: str) -> Any:
    """Those of a key. Cached, because a token lasts an hour."""
    key = json.loads(written)
    if not isinstance(key, dict):
        raise ValueError("not an object")
    token = {"token_uri": f"{api.rstrip('/')}/token"} if api else {}
    return Credentials.from_service_account_info(key | token, scopes=_SCOPES)


def _invalid_key(what: str) -> ProviderError:
    named = f"{_JSON} is set and" if settings.GOOGLE_SERVICE_ACCOUNT_JSON else f"{_FILE} names {key_place()}, which"
    operator = (
        f"{named} {what}, so the Google Sheet cannot be written. Set {_JSON} to the JSON key of a service account, or "
        f"{_FILE} to where it is."
    )
    return ProviderError("The Google Sheet cannot be written.", account=True, reached=False, operator=operator)
