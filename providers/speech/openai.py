"""A voice of any server that answers OpenAI's `POST /audio/speech`.

OpenAI's own shuts that address down on 2027-01-06, and all models that serve it; other vendors and local servers go on
answering it at their own SPEECH_BASE_URL.
"""

import io
import os
import time
import wave
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx2
from django.conf import settings
from openai import OpenAI

from providers.base import Finding, ProviderError, Speech
from providers.openai_api import CONNECT_SECONDS, OFFICIAL, translating
from providers.openai_errors import Failures
from providers.speech.wording import parts_of, speakable

SETTING = "SPEECH_MODEL"
MOST = 4096  # characters a call
SILENCE = 0.3  # seconds, for a text in which there is nothing to say
LARGEST = 50 * 1024 * 1024  # bytes of an answer
_NO_KEY = "none"  # the SDK sends one in any case; a server on this machine does not look at it


class OpenAISpeaker:
    """Reads with SPEECH_VOICE of SPEECH_MODEL, in as many calls as the text needs."""

    name = "openai"

    @property
    def model(self) -> str:
        """The model that reads."""
        return str(settings.SPEECH_MODEL)

    def speak(self, text: str, to: Path) -> Speech:
        """Write the text as speech to the WAV file `to`. Raises ProviderError."""
        words = speakable(text)
        spoken = _parts(words) or [_silence()]
        try:
            seconds = _join(spoken, to)
        except (wave.Error, EOFError) as error:
            # What came was counted, and paid for.
            raise Failures(SETTING).malformed({"character": len(words)}) from error
        return Speech(seconds, {"character": len(words)})

    def examine(self, *, spend: bool) -> Iterable[Finding]:
        """Have a word read, which costs a fraction of a cent; without `spend` only look at the settings."""
        if not spend:
            server = settings.SPEECH_BASE_URL or OFFICIAL
            return [Finding("reading", True, f"{self.model} would be asked at {server}; only reading costs something.")]
        return list(self._read_a_word())

    def _read_a_word(self) -> Iterator[Finding]:
        with TemporaryDirectory() as folder:
            try:
                speech = self.speak("Fox.", Path(folder) / "fox.wav")
            except ProviderError as error:
                yield Finding("reading", False, error.operator)
                return
        says = f"{self.model} read a word of {speech.seconds:.1f} s."
        yield Finding("reading", True, says, self.name, self.model, speech.usage)


def _parts(words: str) -> list[bytes]:
    """The text as sound, in parts. Raises ProviderError, which says what the parts before it consumed."""
    spoken: list[bytes] = []
    read = 0
    for part in filter(None, parts_of(words, MOST)):
        try:
            spoken.append(_spoken(part))
        except ProviderError as error:
            error.usage = {"character": read} if read else {}
            raise
        read += len(part)
    return spoken


def _spoken(text: str) -> bytes:
    """One call. Raises ProviderError."""
    with translating(model_setting=SETTING):
        client = _connected(settings.SPEECH_API_KEY or _NO_KEY, settings.SPEECH_BASE_URL or OFFICIAL)
        patient = client.with_options(timeout=_timeout())
        asked = {"model": settings.SPEECH_MODEL, "voice": settings.SPEECH_VOICE, "input": text}
        with patient.audio.speech.with_streaming_response.create(**asked, response_format="wav") as answer:
            return _bounded(answer.iter_bytes(), time.monotonic() + settings.SPEECH_TIMEOUT)


def _timeout() -> httpx2.Timeout:
    return httpx2.Timeout(settings.SPEECH_TIMEOUT, connect=min(CONNECT_SECONDS, settings.SPEECH_TIMEOUT))


def _bounded(pieces: Iterable[bytes], ends: float) -> bytes:
    """All of the answer, until `ends` by the monotonic clock. Raises ProviderError for one that does not end."""
    data = io.BytesIO()
    for piece in pieces:
        if time.monotonic() > ends:
            raise Failures(SETTING).too_late()
        if data.tell() + len(piece) > LARGEST:
            raise Failures(SETTING).malformed()
        data.write(piece)
    return data.getvalue()


def _silence() -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(24_000)
        sound.writeframes(bytes(2 * round(SILENCE * 24_000)))
    return out.getvalue()


def _join(parts: list[bytes], to: Path) -> float:
    """Write the parts one after another. Gives back the seconds. Raises wave.Error for what is no sound."""
    with wave.open(str(to), "wb") as joined:
        for number, part in enumerate(parts):
            with wave.open(io.BytesIO(part), "rb") as sound:
                if not number:
                    joined.setparams(sound.getparams()._replace(nframes=0))
                # A server that streams does not know the length beforehand, and writes one that is far too large.
                joined.writeframes(sound.readframes(min(sound.getnframes(), len(part))))
        return joined.getnframes() / joined.getframerate()


@lru_cache(maxsize=4)
def _connected(key: str, base_url: str) -> OpenAI:
    return OpenAI(api_key=key, base_url=base_url, max_retries=0)


os.register_at_fork(after_in_child=_connected.cache_clear)  # two processes must not talk on one connection
