"""One log for all programs: each line begins with the name of the program that wrote it, in that program's colour."""

import codecs
import os
import signal
from collections import defaultdict
from typing import TextIO

NAME_WIDTH = 10
LONGEST_LINE = 16_000  # characters; a longer line is shown in pieces
COLOURS = {"redis": 31, "web": 32, "worker": 36, "beat": 35, "flower": 33, "supervisor": 1, "setup": 34}
_DECODER = codecs.getincrementaldecoder("utf-8")


def wants_colours(stream: TextIO) -> bool:
    """Whether to write colours: no with NO_COLOR, yes with FORCE_COLOR, else only to a terminal."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or stream.isatty()


class PrefixedLog:
    """Writes whole lines to `stream`. The bytes of a program may be cut anywhere, also inside a character."""

    def __init__(self, stream: TextIO, *, colours: bool) -> None:
        self._stream: TextIO | None = stream
        self._colours = colours
        self._decoders: defaultdict[str, codecs.IncrementalDecoder] = defaultdict(lambda: _DECODER("replace"))
        self._unfinished: defaultdict[str, str] = defaultdict(str)

    def feed(self, name: str, data: bytes) -> None:
        """Take bytes that the program `name` wrote, and show the lines that are complete."""
        *lines, rest = (self._unfinished[name] + self._decoders[name].decode(data)).split("\n")
        while len(rest) > LONGEST_LINE:
            lines.append(rest[:LONGEST_LINE])
            rest = rest[LONGEST_LINE:]
        self._unfinished[name] = rest
        self._write(name, lines)

    def end(self, name: str) -> None:
        """Show the unfinished line of the program `name`, which has stopped."""
        rest = self._unfinished.pop(name, "") + self._decoders[name].decode(b"", final=True)
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
            # The terminal or the pipe is closed, so nobody sees us any more: stop, and leave no process behind.
            self._stream = None
            os.kill(os.getpid(), signal.SIGTERM)

    def _prefix(self, name: str) -> str:
        prefix = f"{name:<{NAME_WIDTH}} |"
        return f"\033[{COLOURS.get(name, 37)}m{prefix}\033[0m" if self._colours else prefix
