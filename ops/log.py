"""One log out of many: every line gets the name of the program that wrote it, in that program's colour."""

import codecs
import os
import signal
from collections import defaultdict
from typing import TextIO

WIDTH = 10  # of the names
LONGEST = 16_000  # characters; a longer line is shown in pieces rather than kept waiting for its end
COLOURS = {"redis": 31, "web": 32, "worker": 36, "beat": 35, "flower": 33, "supervisor": 1, "setup": 34}
_DECODER = codecs.getincrementaldecoder("utf-8")


def wants_colours(stream: TextIO) -> bool:
    """Say whether to colour: NO_COLOR forbids it, FORCE_COLOR asks for it, else a terminal gets it."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or stream.isatty()


class PrefixedLog:
    """Writes whole lines to `stream`. Bytes may arrive cut anywhere: inside a line, inside a character."""

    def __init__(self, stream: TextIO, *, colours: bool) -> None:
        self._stream: TextIO | None = stream
        self._colours = colours
        self._decoders: defaultdict[str, codecs.IncrementalDecoder] = defaultdict(lambda: _DECODER("replace"))
        self._pending: defaultdict[str, str] = defaultdict(str)

    def feed(self, name: str, data: bytes) -> None:
        """Take bytes that the program `name` wrote; show the lines that are complete."""
        *lines, rest = (self._pending[name] + self._decoders[name].decode(data)).split("\n")
        while len(rest) > LONGEST:
            lines.append(rest[:LONGEST])
            rest = rest[LONGEST:]
        self._pending[name] = rest
        self._write(name, lines)

    def end(self, name: str) -> None:
        """Show what the program `name` wrote last without ending the line: it has stopped."""
        rest = self._pending.pop(name, "") + self._decoders[name].decode(b"", final=True)
        del self._decoders[name]
        if rest:
            self._write(name, [rest])

    def say(self, name: str, text: str) -> None:
        """Show `text` (one line or several) under `name`."""
        self._write(name, text.split("\n"))

    def _write(self, name: str, lines: list[str]) -> None:
        if not lines or self._stream is None:
            return
        prefix = self._prefix(name)
        try:
            self._stream.write("".join(f"{prefix} {line.rstrip(chr(13))}".rstrip() + "\n" for line in lines))
            self._stream.flush()
        except (OSError, ValueError):
            self._reader_is_gone()

    def _prefix(self, name: str) -> str:
        prefix = f"{name:<{WIDTH}} |"
        return f"\033[{COLOURS.get(name, 37)}m{prefix}\033[0m" if self._colours else prefix

    def _reader_is_gone(self) -> None:
        # The terminal or the pipe was closed. Running on unseen would be a process left behind: stop in order.
        self._stream = None
        os.kill(os.getpid(), signal.SIGTERM)
