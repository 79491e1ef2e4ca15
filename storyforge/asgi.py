"""The ASGI application: the event stream and what load balancers ask on their own, everything else Django.

A stream stays open for hours. In Django each would hold a thread as long; on its own it holds none.
"""

import os
from typing import Any

import django
from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from daphne.access import AccessLogGenerator
from django.core.asgi import get_asgi_application
from django.urls import path, re_path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "storyforge.settings")
django.setup(set_prefix=False)

from storyforge.static_files import collect_if_outdated  # noqa: E402

collect_if_outdated()  # before the middleware looks for them
django_application = get_asgi_application()

from api.stream import end_all, stream  # noqa: E402
from core.web import access_log, probes  # noqa: E402 (the apps must be loaded first)
from core.web.daphne_limits import limit_daphne  # noqa: E402
from core.web.request_log import RequestLog  # noqa: E402
from core.web.request_size import BodySizeLimit, Receive, Scope, Send  # noqa: E402
from core.web.stopping import finish_at_sigterm  # noqa: E402

limit_daphne()
finish_at_sigterm(end_all)
AccessLogGenerator.__call__ = access_log.write

event_stream: Any = AuthMiddlewareStack(stream)
pages: Any = BodySizeLimit(django_application)  # type: ignore[arg-type]


async def stream_or_preflight(scope: Scope, receive: Receive, send: Send) -> None:
    """The event stream. Whether a page of another site may open it, its browser asks before, and Django answers."""
    answer = pages if scope["method"] == "OPTIONS" else event_stream
    await answer(scope, receive, send)


application = ProtocolTypeRouter(
    {
        "http": RequestLog(
            URLRouter(
                [
                    path("livez", probes.livez),  # type: ignore[arg-type]  # Channels takes ASGI applications here
                    path("readyz", probes.readyz),  # type: ignore[arg-type]
                    path("stream", stream_or_preflight),  # type: ignore[arg-type]
                    re_path(r"", pages),
                ]
            )
        )
    }
)
