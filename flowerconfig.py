"""Read by Flower when it starts in this folder: it needs a password, asks for it at every address, and answers only to
its own names."""

import sys
from typing import Any

from django.conf import settings
from django.http.request import split_domain_port, validate_host
from flower.views import BaseHandler
from flower.views.monitor import Healthcheck, Metrics
from tornado.options import options
from tornado.web import HTTPError, authenticated

if not (any(options.basic_auth or []) or options.auth):
    sys.exit("Flower can stop the workers, so it needs a password: set FLOWER_BASIC_AUTH to name:password.")

for _open in (Metrics, Healthcheck):  # Flower itself leaves these two open
    _open.get = authenticated(_open.get)

# A page of another site whose name leads to this machine all at once must not speak to Flower in its visitor's name.
_OWN_NAMES = ["localhost", "127.0.0.1", "[::1]", *settings.ALLOWED_HOSTS]


def _check_host(handler: Any) -> None:
    name, _ = split_domain_port(handler.request.host)
    if not validate_host(name, _OWN_NAMES):
        raise HTTPError(400, f"{name} is no name of this site. Add it to ALLOWED_HOSTS.")


BaseHandler.prepare = _check_host
