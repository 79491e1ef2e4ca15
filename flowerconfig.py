"""Read by Flower when it starts in this folder: it needs a password, asks for it at every address, and answers only to
its own names."""

import os
import sys
from typing import Any
from urllib.parse import urlsplit

from flower.views import BaseHandler
from flower.views.monitor import Healthcheck, Metrics
from tornado.options import options
from tornado.web import HTTPError, authenticated

if not (any(options.basic_auth or []) or options.auth):
    sys.exit("Flower can stop the workers, so it needs a password: set FLOWER_BASIC_AUTH to name:password.")

for _open in (Metrics, Healthcheck):  # Flower itself leaves these two open
    _open.get = authenticated(_open.get)

# A page of another site whose name leads to this machine all at once must not speak to Flower in its visitor's name.
_OWN_NAMES = {"localhost", "127.0.0.1", "::1", *filter(None, os.environ.get("ALLOWED_HOSTS", "").split(","))}


def _check_host(handler: Any) -> None:
    name = urlsplit(f"//{handler.request.host}").hostname or ""
    if not any(name == own or (own.startswith(".") and f".{name}".endswith(own)) for own in _OWN_NAMES):
        raise HTTPError(400, f"{name} is no name of this site. Add it to ALLOWED_HOSTS.")


BaseHandler.prepare = _check_host
