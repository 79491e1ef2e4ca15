"""ASGI middleware around everything: gives each request an id, which its log lines, its answer and the tasks that it
sends carry, and, where LOG_FORMAT is "json", logs a line for each answer."""

import logging
import time
from typing import Any

from django.conf import settings
from django.urls import Resolver404, resolve

from core.log_context import about, request_id_from
from core.web.access_log import LONGEST_METHOD, is_quiet, route_of
from core.web.request_size import Application, Message, Receive, Scope, Send
from core.web.visitors import client_address

log = logging.getLogger("access")
HEADER = b"x-request-id"


class RequestLog:
    """The middleware."""

    def __init__(self, application: Any) -> None:
        self.application: Application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        request_id = request_id_from(headers.get(HEADER, ""))
        forwarded, peer = headers.get(b"x-forwarded-for", ""), (scope.get("client") or ("",))[0]
        status, size, began = 500, 0, time.monotonic()

        async def send_with_id(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
                message = message | {"headers": [*message.get("headers", ()), (HEADER, request_id.encode())]}
            size += len(message.get("body", b""))
            await send(message)

        facts = {"request_id": request_id, "story_id": _story_of(scope), "address": client_address(forwarded, peer)}
        with about(**facts):
            try:
                await self.application(scope, receive, send_with_id)
            finally:
                if settings.LOG_FORMAT == "json":
                    _write(scope, status, size, time.monotonic() - began)


def _story_of(scope: Scope) -> str:
    try:
        return str(resolve(scope["path"]).kwargs.get("story_id", ""))
    except Resolver404:
        return ""


def _write(scope: Scope, status: int, size: int, seconds: float) -> None:
    method, route = scope["method"][:LONGEST_METHOD], route_of(scope["path"])
    if not is_quiet(route, status):
        facts = {"method": method, "route": route, "status": status, "size": size, "seconds": round(seconds, 3)}
        log.info("%s %s %s", method, route, status, extra={"facts": facts})
