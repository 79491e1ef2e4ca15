"""Speaks with any server that has OpenAI's `POST /audio/speech`.

OpenAI shuts that endpoint down on 2027-01-06, with all its models; other vendors and local servers keep it at their own
SPEECH_BASE_URL.
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
from providers.openai_api import CONNECT_SECONDS, OFFICIAL, translate_errors
from providers.openai_errors import OpenAIErrors
from providers.speech.normalization import normalize_for_speech, split_text

SETTING = "SPEECH_MODEL"
MAX_CHARACTERS = 4096  # characters per request
SILENCE = 0.3  # seconds, for a text without words
MAX_BYTES = 50 * 1024 * 1024  # bytes per response
_NO_KEY = "none"  # the SDK always sends a key; a local server ignores it


class OpenAISpeaker:
    """Speaks with SPEECH_VOICE of SPEECH_MODEL, with as many requests as the text needs."""

    name = "openai"

    @property
    def model(self) -> str:
        """The model that SPEECH_MODEL names."""
        return str(settings.SPEECH_MODEL)

    def speak(self, text: str, to: Path) -> Speech:
        """Write the text as speech to the WAV file `to`. Raises ProviderError."""
        words = normalize_for_speech(text)
        sounds = _speak_parts(words) or [_silent_wav()]
        try:
            seconds = _join(sounds, to)
        except (wave.Error, EOFError) as error:
            # The response was charged.
            raise OpenAIErrors(SETTING).malformed({"character": len(words)}) from error
        return Speech(seconds, {"character": len(words)})

    def health_check(self, *, spend: bool) -> Iterable[Finding]:
        """With `spend`, speak one word, which costs a fraction of a cent; else only report the settings."""
        if not spend:
            server = settings.SPEECH_BASE_URL or OFFICIAL
            return [Finding("reading", True, f"{self.model} would be asked at {server}; only reading costs something.")]
        return list(self._test_word())

    def _test_word(self) -> Iterator[Finding]:
        with TemporaryDirectory() as folder:
            try:
                speech = self.speak("Fox.", Path(folder) / "fox.wav")
            except ProviderError as error:
                yield Finding("reading", False, error.operator)
                return
        says = f"{self.model} read a word of {speech.seconds:.1f} s."
        yield Finding("reading", True, says, self.name, self.model, speech.usage)


def _speak_parts(words: str) -> list[bytes]:
    """The text as WAV files. Raises ProviderError with the usage of the parts before the error."""
    sounds: list[bytes] = []
    done = 0
    for part in filter(None, split_text(words, MAX_CHARACTERS)):
        try:
            sounds.append(_request(part))
        except ProviderError as error:
            error.usage = {"character": done} if done else {}
            raise
        done += len(part)
    return sounds


def _request(text: str) -> bytes:
    """One request. Raises ProviderError."""
    with translate_errors(model_setting=SETTING):
        client = _client_for(settings.SPEECH_API_KEY or _NO_KEY, settings.SPEECH_BASE_URL or OFFICIAL)
        speech = client.with_options(timeout=_timeout()).audio.speech
        with speech.with_streaming_response.create(
            model=settings.SPEECH_MODEL, voice=settings.SPEECH_VOICE, input=text, response_format="wav"
        ) as response:
            return _read(response.iter_bytes(), time.monotonic() + settings.SPEECH_TIMEOUT)


def _timeout() -> httpx2.Timeout:
    return httpx2.Timeout(settings.SPEECH_TIMEOUT, connect=min(CONNECT_SECONDS, settings.SPEECH_TIMEOUT))


def _read(chunks: Iterable[bytes], deadline: float) -> bytes:
    """The response, read until `deadline` (monotonic). Raises ProviderError when it is too slow or too large."""
    data = io.BytesIO()
    for chunk in chunks:
        if time.monotonic() > deadline:
            raise OpenAIErrors(SETTING).timeout()
        if data.tell() + len(chunk) > MAX_BYTES:
            raise OpenAIErrors(SETTING).malformed()
        data.write(chunk)
    return data.getvalue()


def _silent_wav() -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(24_000)
        sound.writeframes(bytes(2 * round(SILENCE * 24_000)))
    return out.getvalue()


def _join(parts: list[bytes], to: Path) -> float:
    """Write the WAV files one after another to `to`; returns the seconds. Raises wave.Error for other data."""
    with wave.open(str(to), "wb") as joined:
        for number, part in enumerate(parts):
            with wave.open(io.BytesIO(part), "rb") as sound:
                if not number:
                    joined.setparams(sound.getparams()._replace(nframes=0))
                # A server that streams does not know the length, and writes a far too large one into the header.
                joined.writeframes(sound.readframes(min(sound.getnframes(), len(part))))
        return joined.getnframes() / joined.getframerate()


@lru_cache(maxsize=4)
def _client_for(key: str, base_url: str) -> OpenAI:
    return OpenAI(api_key=key, base_url=base_url, max_retries=0)


os.register_at_fork(after_in_child=_client_for.cache_clear)  # forked processes must not share connections
