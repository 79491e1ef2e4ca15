"""The ASGI application: the event stream on a branch of its own, everything else Django.

A stream stays open for hours. On Django's branch each would hold a thread for as long (one per request context);
on its own branch it holds none.
"""

import os

from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.asgi import get_asgi_application
from django.urls import path, re_path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "storyforge.settings")
django_application = get_asgi_application()

from api.stream import stream  # noqa: E402
from core.request_size import LimitedBodies, keep_little  # noqa: E402 (the apps must be loaded first)

keep_little()

application = ProtocolTypeRouter(
    {
        "http": URLRouter(
            [
                path("stream", AuthMiddlewareStack(stream)),
                re_path(r"", LimitedBodies(django_application)),  # type: ignore[arg-type]  # Channels takes ASGI applications here
            ]
        )
    }
)
