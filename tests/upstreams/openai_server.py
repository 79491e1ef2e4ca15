"""A fake OpenAI server: pictures, streamed or not, chat, moderation and the list of models.

A test says how it behaves with the replies of `openai_replies`, all of which can be imported from here too. It also
runs by itself: `python -m tests.upstreams.openai_server`.
"""

import base64
import json
import math
import os
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from io import BytesIO
from itertools import repeat
from typing import Any

from PIL import Image

from tests.upstreams.http_server import Asked, LocalServer, Sent
from tests.upstreams.openai_replies import *  # noqa: F403
from tests.upstreams.openai_replies import (
    Drawing,
    Reply,
    chat_text,
    error,
    moderated,
    picture,
    rate_limited,
    unmoderatable,
)

Behaviour = Callable[[Asked, int], Reply]
"""The reply to a request; the number counts the requests of its kind before it."""

DRAWS, WRITES, MODERATES = ("/v1/images/generations", "/v1/images/edits"), "/v1/chat/completions", "/v1/moderations"
MODELS = ("gpt-6-luna", "gpt-image-2.6-flare", "omni-moderation-latest")
LONGEST_TRICKLE = 10_000  # pieces


class OpenAIServer(LocalServer):
    """The service. Every attribute may be changed at any time.

    `url` goes into OPENAI_BASE_URL. `asked` lists every request, `paid` those whose picture or text would be billed
    (noted on arrival, also where the answer is dropped on its way), `refused_by_rate` those that came too soon.
    `listing` answers GET /v1/models in place of `models` when it is set.
    """

    def __init__(self) -> None:
        super().__init__()
        self.url = self.address + "/v1"
        self._lock = threading.Lock()
        self.reset()

    def reset(self) -> None:
        """Forget all requests and changed attributes."""
        self.asked: list[Asked] = []
        self.paid: list[Asked] = []
        self.refused_by_rate: list[Asked] = []
        self.images: Behaviour = lambda asked, number: picture()
        self.chat: Behaviour = lambda asked, number: chat_text({})
        self.moderation: Behaviour = lambda asked, number: moderated()
        self.models: list[dict[str, Any]] = [model(name) for name in MODELS]
        self.listing: Reply | None = None
        self.images_per_minute: int | None = None
        self.window_seconds = 60.0
        self.think = 0.0
        self.rate_headers = {
            "x-ratelimit-limit-requests": "250",
            "x-ratelimit-remaining-requests": "249",
            "x-ratelimit-reset-requests": "240ms",
        }
        self._counts: dict[str, int] = {}
        self._starts: list[float] = []

    def respond(self, asked: Asked) -> Sent:
        """Record the request and respond."""
        path = asked.path.partition("?")[0]
        kind = "images" if path in DRAWS else path
        with self._lock:
            number = self._counts.get(kind, 0)
            self._counts[kind] = number + 1
            self.asked.append(asked)
        reply = self._image(asked, number) if kind == "images" else self._other(path, asked, number)
        if reply.paid:
            self.paid.append(asked)
        return _wire(reply, asked, number)

    def give(self, asked: Asked, reply: Reply) -> Sent:
        """Record the request and respond with `reply`, whatever was asked for."""
        with self._lock:
            self.asked.append(asked)
        return _wire(reply, asked, 0)

    def _image(self, asked: Asked, number: int) -> Reply:
        wait = self._too_soon(asked)
        reply = self.images(asked, number) if wait is None else _come_back(wait)
        headers = self.rate_headers | dict(reply.headers) | {"x-request-id": f"req_{number + 1}"}
        return replace(reply, headers=headers, after=reply.after + (self.think if reply.paid else 0.0))

    def _too_soon(self, asked: Asked) -> float | None:
        """By how many seconds the request is too early; None when it is not. Refused requests do not count."""
        if self.images_per_minute is None:
            return None
        with self._lock:
            self._starts = [start for start in self._starts if start > asked.at - self.window_seconds]
            if len(self._starts) < self.images_per_minute:
                self._starts.append(asked.at)
                return None
            self.refused_by_rate.append(asked)
            return min(self._starts) + self.window_seconds - asked.at

    def _other(self, path: str, asked: Asked, number: int) -> Reply:
        if path == WRITES:
            return self.chat(asked, number)
        if path == MODERATES:
            return unmoderatable(asked.body) or self.moderation(asked, number)
        if path == "/v1/models":
            return self.listing or Reply(body={"object": "list", "data": self.models})
        if path.startswith("/v1/models/"):
            return self.listing or self._one_model(path.removeprefix("/v1/models/"))
        return error(404, None, f"Invalid URL ({asked.method} {path})")

    def _one_model(self, name: str) -> Reply:
        found = next((known for known in self.models if known["id"] == name), None)
        missing = error(404, "model_not_found", f"The model '{name}' does not exist")
        return Reply(body=found) if found else missing


def model(name: str, shutdown_date: str | None = None) -> dict[str, Any]:
    """A row of the list of models; `shutdown_date` as "2026-12-01"."""
    return {"id": name, "object": "model", "created": 1, "owned_by": "system", "shutdown_date": shutdown_date}


def _come_back(wait: float) -> Reply:
    return rate_limited(math.ceil(wait), {"retry-after-ms": str(math.ceil(wait * 1000))})


def _wire(reply: Reply, asked: Asked, number: int) -> Sent:
    """The reply as an HTTP response."""
    common: dict[str, Any] = {"headers": reply.headers, "after": reply.after}
    streams = asked.body.get("stream") in (True, "true")
    if streams and (reply.drawing or reply.cut or reply.in_stream):
        pieces = _events(reply, asked, number)
        return Sent(content_type="text/event-stream", pieces=pieces, pause=reply.trickle, **common)
    if reply.trickle:
        return Sent(pieces=repeat(b" ", LONGEST_TRICKLE), pause=reply.trickle, **common)
    if reply.drop or reply.cut:
        return Sent(drop=True, **common)
    body = _answer(reply, asked, number) if reply.drawing else reply.body
    text = body if isinstance(body, str) else json.dumps(body)
    return Sent(reply.status, reply.content_type, data=text.encode(errors="surrogateescape"), **common)


def _answer(reply: Reply, asked: Asked, number: int) -> dict[str, Any]:
    data = [{"b64_json": _encoded(reply.drawing, asked, number)}]
    return _about(asked) | {"created": 1, "data": data} | ({"usage": reply.usage} if reply.usage else {})


def _about(asked: Asked) -> dict[str, Any]:
    size, quality = asked.body.get("size", "1024x1024"), asked.body.get("quality", "medium")
    return {"size": size, "quality": quality, "output_format": "png", "background": "opaque"}


def _events(reply: Reply, asked: Asked, number: int) -> Iterator[bytes]:
    """The chunks of a stream: unfinished pictures, then the finished one or an error."""
    kind = "image_edit" if asked.path.endswith("edits") else "image_generation"
    partials = LONGEST_TRICKLE if reply.trickle else int(asked.body.get("partial_images") or 0)
    for index in range(partials):
        unfinished = _encoded(Drawing("silver", (reply.drawing or Drawing()).size), asked, number)
        yield _event(f"{kind}.partial_image", asked, b64_json=unfinished, partial_image_index=index)
    if reply.in_stream:
        yield f"event: error\ndata: {json.dumps(reply.body)}\n\n".encode()
    elif reply.drawing:
        usage = {"usage": reply.usage} if reply.usage else {}
        yield _event(f"{kind}.completed", asked, b64_json=_encoded(reply.drawing, asked, number), **usage)


def _event(name: str, asked: Asked, **more: Any) -> bytes:
    data = {"type": name, "created_at": 1} | _about(asked) | more
    return f"event: {name}\ndata: {json.dumps(data)}\n\n".encode()


def _encoded(drawing: Drawing | None, asked: Asked, number: int) -> str:
    drawing = drawing or Drawing()
    if drawing.format == "junk":
        return base64.b64encode(b"This is no picture at all. " * 99).decode()
    width, height = (int(side) for side in str(asked.body.get("size", "1024x1024")).split("x"))
    colour = drawing.colour or f"hsl({number * 47 % 360}, 70%, 55%)"
    return painted(colour, drawing.size or (width, height), drawing.format, drawing.bytes)


@cache
def painted(colour: str, size: tuple[int, int], format: str = "PNG", weight: int = 0) -> str:  # noqa: A002
    """A picture in base64: one colour, and noise from the top down for about `weight` bytes."""
    image = Image.new("RGB", size, colour)
    if rows := min(size[1], weight // (3 * size[0])):
        image.paste(Image.frombytes("RGB", (size[0], rows), os.urandom(3 * size[0] * rows)))
    out = BytesIO()
    image.save(out, format, **({"compress_level": 1} if format == "PNG" else {}))
    return base64.b64encode(out.getvalue()).decode()


if __name__ == "__main__":
    with OpenAIServer() as server:
        print(server.url, flush=True)  # noqa: T201
        while True:
            time.sleep(3600)
