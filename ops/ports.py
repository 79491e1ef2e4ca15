"""Which TCP ports this copy listens on: the ones you named, else the first that are free and no other copy's."""

import os
import socket
import sys
from dataclasses import dataclass, field

from ops import CannotStart

TRIES = 200


@dataclass
class Ports:
    """Chooses ports, and holds what it chose until this process ends."""

    _held: list[socket.socket] = field(default_factory=list)

    def choose(self, setting: str, first: int, host: str) -> int:
        """Give the port of `host` named by the environment variable `setting`, else the first free one from `first` on.

        Raises CannotStart when the named port is not a port or is taken, or when no port is free.
        """
        named = os.environ.get(setting, "").strip()
        if named:
            return self._named(setting, named, host)
        return self.first_free(first, host)

    def first_free(self, first: int, host: str) -> int:
        """Give the first port of `host` from `first` on that is free and that no other copy holds; 200 are tried."""
        why = None
        for port in range(first, min(first + TRIES, 65536)):
            why = self._why_not(host, port)
            if why is None:
                return port
        raise CannotStart(
            f"No port from {first} to {first + TRIES} can be used on {host} ({why}). Stop what listens there, correct "
            "HOST, or name free ports with PORT and FLOWER_PORT."
        )

    def _named(self, setting: str, named: str, host: str) -> int:
        if not named.isdecimal() or not 1 <= int(named) <= 65535:
            raise CannotStart(f"{setting} is {named!r}, which is not a port. Give a number from 1 to 65535.")
        why = self._why_not(host, int(named))
        if why:
            raise CannotStart(
                f"{setting} asks for port {named} on {host}, but it cannot be used ({why}). "
                f"Stop what listens there, or set {setting} to another port (unset, the next free one is taken)."
            )
        return int(named)

    def _why_not(self, host: str, port: int) -> str | None:
        why = bind_error(host, port)
        if why is None and not self._hold(port):
            why = "another copy is about to use it"
        return why

    def _hold(self, port: int) -> bool:
        """Tell other copies that `port` is ours, from now until its server listens.

        A name in Linux's abstract socket space does it: it leaves no file, and the kernel frees it when we end.
        """
        if sys.platform != "linux":
            return True
        mark = socket.socket(socket.AF_UNIX)
        try:
            mark.bind(f"\0storyforge-port-{port}")
        except OSError:
            mark.close()
            return False
        self._held.append(mark)
        return True


def bind_error(host: str, port: int) -> str | None:
    """Say why a server could not listen on `host`:`port`, or None when it could."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            # As servers do: a port whose last connections are still fading away is free.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen()
    except OSError as error:
        return error.strerror or str(error)
    return None
