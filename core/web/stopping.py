"""How a web process stops at SIGTERM: it takes no more connections, ends the event streams, whose pages then open them
at another process, and finishes the requests that it has, within STOP_SECONDS. Daphne itself cuts all of them off."""

import asyncio
import logging
import os
import time
from collections.abc import Callable
from typing import Any

from daphne.server import Server
from django.conf import settings
from twisted.internet import reactor
from twisted.internet.defer import Deferred, maybeDeferred
from twisted.internet.interfaces import IListeningPort

log = logging.getLogger(__name__)

LOOK_SECONDS = 0.02
GIVEN_UP_SECONDS = 2.0  # for what is cancelled, to end


def finish_at_sigterm(end_streams: Callable[[], None]) -> None:
    """Have Daphne stop so. `end_streams` is called once no connection is taken any more."""

    def stop(server: Server) -> Deferred[None]:
        return Deferred.fromFuture(asyncio.ensure_future(_finish(server, end_streams)))

    Server.kill_all_applications = stop


async def _finish(server: Server, end_streams: Callable[[], None]) -> None:
    give_up = time.monotonic() + settings.STOP_SECONDS
    loop: Any = reactor
    for port in filter(IListeningPort.providedBy, loop.getReaders()):
        await maybeDeferred(port.stopListening).asFuture(asyncio.get_running_loop())
    end_streams()
    # A request is over when its application has ended; its answer has left when nothing waits to be written.
    while (_at_work(server) or loop.getWriters()) and time.monotonic() < give_up:
        await asyncio.sleep(LOOK_SECONDS)
    if late := _at_work(server):
        log.warning("%s requests are not finished after %s s and are given up.", len(late), settings.STOP_SECONDS)
        for application in late:
            application.cancel()
        await asyncio.wait(late, timeout=GIVEN_UP_SECONDS)
        # Python would wait for their threads, however long they take.
        loop.addSystemEventTrigger("after", "shutdown", os._exit, 0)


def _at_work(server: Server) -> list["asyncio.Future[Any]"]:
    """The applications, one for each request, that have not ended."""
    all_of_them = [details.get("application_instance") for details in server.connections.values()]
    return [application for application in all_of_them if application and not application.done()]
