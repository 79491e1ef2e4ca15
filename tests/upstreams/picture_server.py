"""The base of the fake picture services: what was asked, what is answered instead, and jobs that take a few looks.

To use one: `with FalPictures() as server:` and `server.switch_on(settings)`. Then change `looks`, `fate` or `behaviour`
at any time.
"""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Any, ClassVar

from PIL import Image

from tests.upstreams.http_server import Asked, LocalServer, Sent

Behaviour = Callable[[Asked, int], Sent | None]
"""The response to a request, None for the usual one; the number counts the requests before it."""

DROPPED, HANGING = Sent(drop=True), Sent(after=30.0)


def html(status: int = 200) -> Sent:
    """An HTML page of a proxy."""
    return Sent(status, "text/html", data=b"<html><body>Please come back later.</body></html>")


def in_json(body: Any, status: int = 200, **headers: str) -> Sent:
    """A JSON response."""
    return Sent(status, headers=headers, data=json.dumps(body).encode())


@cache
def png(width: int, height: int, colour: str = "orange") -> bytes:
    """A picture of one colour."""
    out = BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "PNG")
    return out.getvalue()


@dataclass
class Job:
    """A job: its size in pixels, and how often it was looked at."""

    name: str
    size: tuple[int, int]
    looks: int = 0


class PictureServer(LocalServer):
    """The service. A job is over when it was looked at `looks` times; then `fate` says why it failed, "" for not."""

    environment: ClassVar[dict[str, str]]  # the settings without the address
    address_setting: ClassVar[str]
    key: ClassVar[str] = ""

    def __init__(self) -> None:
        super().__init__()
        self.behaviour: Behaviour = lambda asked, number: None
        self.looks, self.fate = 2, ""
        self.asked: list[Asked] = []
        self.jobs: dict[str, Job] = {}
        self.lock = threading.RLock()

    def switch_on(self, settings: Any) -> None:
        """Make this process use the server."""
        for name, value in self.environment.items():
            setattr(settings, name, value)
        self.point(settings, self.address)

    def point(self, settings: Any, address: str) -> None:
        """Make this process use a server at that address."""
        setattr(settings, self.address_setting, address)

    def respond(self, asked: Asked) -> Sent:
        """The response of `behaviour`, else the usual one."""
        with self.lock:
            self.asked.append(asked)
            return self.behaviour(asked, len(self.asked) - 1) or self.serve(asked)

    def serve(self, asked: Asked) -> Sent:
        """The usual response."""
        raise NotImplementedError

    def submitted(self) -> list[Asked]:
        """The requests that are paid for."""
        return [asked for asked in self.asked if asked.method == "POST"]
