"""Read by Flower when it starts in this folder: it needs a password, and asks for it at every address."""

import os
import sys

from flower.views.monitor import Healthcheck, Metrics
from tornado.options import options
from tornado.web import authenticated

# `make run` sets FLOWER_NO_AUTH; its Flower then listens on this machine only.
if not (any(options.basic_auth or []) or options.auth or os.environ.get("FLOWER_NO_AUTH")):
    sys.exit("Flower can stop the workers, so it needs a password: set FLOWER_BASIC_AUTH to name:password.")

for _open in (Metrics, Healthcheck):  # Flower itself leaves these two open
    _open.get = authenticated(_open.get)
