"""Chooses the TCP ports of this copy: those that the settings name, else the first that no program and no copy uses."""

import os
import socket
import sys
from dataclasses import dataclass, field

from ops import CannotStart

TRIES = 200


@dataclass
class Ports:
    """Chooses ports, and reserves each of them until this process ends."""

    _reservations: list[socket.socket] = field(default_factory=list)

    def choose(self, setting: str, first: int, host: str) -> int:
        """Return the port of `host` that the environment variable `setting` names, else the first free from `first` on.

        Raises CannotStart when the named port is not a port or is taken, or when no port is free.
        """
        named = os.environ.get(setting, "").strip()
        if named:
            return self._named(setting, named, host)
        return self.first_free(first, host)

    def first_free(self, first: int, host: str) -> int:
        """Return the first port of `host`, from `first` on, that is free and not reserved; 200 are tried."""
        reason = None
        for port in range(first, min(first + TRIES, 65536)):
            reason = self._reserve(host, port)
            if reason is None:
                return port
        raise CannotStart(
            f"No port from {first} to {first + TRIES} can be used on {host} ({reason}). Stop what listens there, "
            "correct HOST, or name free ports with PORT and FLOWER_PORT."
        )

    def _named(self, setting: str, named: str, host: str) -> int:
        if not named.isdecimal() or not 1 <= int(named) <= 65535:
            raise CannotStart(f"{setting} is {named!r}, which is not a port. Give a number from 1 to 65535.")
        if reason := self._reserve(host, int(named)):
            raise CannotStart(
                f"{setting} asks for port {named} on {host}, but it cannot be used ({reason}). "
                f"Stop what listens there, or set {setting} to another port (unset, the next free one is taken)."
            )
        return int(named)

    def _reserve(self, host: str, port: int) -> str | None:
        """Keep `port` from other copies until its server listens. Return None, or why the port cannot be used.

        The reservation is a name in Linux's abstract socket space: it leaves no file, and the kernel frees it when this
        process ends.
        """
        if reason := bind_error(host, port):
            return reason
        if sys.platform != "linux":
            return None
        reservation = socket.socket(socket.AF_UNIX)
        try:
            reservation.bind(f"\0storyforge-port-{port}")
        except OSError:
            reservation.close()
            return "another copy is about to use it"
        self._reservations.append(reservation)
        return None


def bind_error(host: str, port: int) -> str | None:
    """Return why a server could not listen on `host`:`port`, or None when it could."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as server:
            # Servers set this too: a port is free while its last connections are in TIME_WAIT.
            server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            server.bind(address)
            server.listen()
    except OSError as error:
        return error.strerror or str(error)
    return None
