"""Limits on the size of request bodies, by the request's Content-Length and again while the body is read. Daphne keeps
bodies before it calls any application: `core.web.daphne_limits` has it keep no more than these."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestAborted
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve

from core.web.middleware import ASGI_HEADERS

Scope = dict[str, Any]
Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

API = "ninja"


class BodySizeLimit:
    """ASGI middleware that answers 413, in words, when a body is larger than its URL allows (settings.BODY_LIMITS). A
    body whose length is missing or wrong is stopped while Django reads it, which it does before it answers."""

    def __init__(self, application: Application) -> None:
        self.application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        limit, for_api = limit_of(scope["path"])
        length = _header(scope, b"content-length") or "0"
        if not length.isdecimal():
            return await _refuse(scope, send, 400, "The length of the body is no number.", for_api=for_api)
        size = 0

        async def receive_within_limit() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > limit:
                raise RequestAborted  # on which Django gives up
            return message

        if int(length) <= limit:
            await self.application(scope, receive_within_limit, send)
        if max(int(length), size) > limit:
            await _refuse(scope, send, 413, _sentence(limit), for_api=for_api)


def limit_of(path: str) -> tuple[int, bool]:
    """How many bytes a body for this path may have, and whether the JSON API answers there."""
    try:
        found = resolve(path)
    except Resolver404:
        return settings.BODY_LIMITS[""], False
    names = (found.view_name, found.app_name, "")
    return next(settings.BODY_LIMITS[name] for name in names if name in settings.BODY_LIMITS), found.app_name == API


def _header(scope: Scope, name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")


def _sentence(limit: int) -> str:
    allowed = f"{limit // 1024} KiB" if limit < 1024 * 1024 else f"{limit // 1024 // 1024} MB"
    return f"What you sent is too large: {allowed} are allowed here. Nothing was changed."


async def _refuse(scope: Scope, send: Send, status: int, sentence: str, *, for_api: bool) -> None:
    if for_api:
        kind, text = b"application/json", json.dumps({"error": sentence})
    else:
        template = "_problem.html" if _header(scope, b"hx-request") else "refused.html"
        kind, text = b"text/html; charset=utf-8", render_to_string(template, {"sentence": sentence})
    body = text.encode()
    headers = [
        (b"content-type", kind),
        (b"content-length", str(len(body)).encode()),
        (b"hx-retarget", b"#problem"),
        (b"hx-reswap", b"outerHTML"),
        *ASGI_HEADERS,
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
