"""Speaks with any server that has OpenAI's `POST /audio/speech`.

OpenAI shuts that endpoint down on 2027-01-06, with all its models; other vendors and local servers keep it at their own
SPEECH_BASE_URL.
"""

import io
import time
import wave
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings

from providers.base import Finding, ProviderError, Speech
from providers.openai_api import client, read_body, translate_errors
from providers.openai_errors import SPEAKING_ERRORS
from providers.openai_servers import OFFICIAL
from providers.speech.normalization import normalize_for_speech

SILENCE = 0.3  # seconds, for a text without words
MAX_BYTES = 50 * 1024 * 1024  # bytes per response


class OpenAISpeaker:
    """Speaks with SPEECH_VOICE of SPEECH_MODEL, with one request per text."""

    name = "openai"

    @property
    def model(self) -> str:
        """The model that SPEECH_MODEL names."""
        return str(settings.SPEECH_MODEL)

    def speak(self, text: str, to: Path) -> Speech:
        """Write the text (OpenAI takes 4,096 characters; a scene has 2,000) as speech to the WAV file `to`. Raises
        ProviderError."""
        words = normalize_for_speech(text)
        usage = {"character": len(words)}
        try:
            seconds = _save(_request(words) if words else _silent_wav(), to)
        except (wave.Error, EOFError) as error:
            raise SPEAKING_ERRORS.malformed(usage) from error  # the response was charged
        return Speech(seconds, usage)

    def health_check(self, *, spend: bool) -> Iterable[Finding]:
        """With `spend`, speak one word, which costs a fraction of a cent; else only report the settings."""
        if not spend:
            server = settings.SPEECH_BASE_URL or OFFICIAL
            return [Finding("reading", True, f"{self.model} would be asked at {server}; only reading costs something.")]
        with TemporaryDirectory() as folder:
            try:
                speech = self.speak("Fox.", Path(folder) / "fox.wav")
            except ProviderError as error:
                return [Finding("reading", False, error.operator)]
        says = f"{self.model} read a word of {speech.seconds:.1f} s."
        return [Finding("reading", True, says, self.name, self.model, speech.usage)]


def _request(text: str) -> bytes:
    """One request. Raises ProviderError."""
    speech = client(settings.SPEECH_TIMEOUT, SPEAKING_ERRORS).audio.speech.with_streaming_response
    with (
        translate_errors(SPEAKING_ERRORS),
        speech.create(
            model=settings.SPEECH_MODEL, voice=settings.SPEECH_VOICE, input=text, response_format="wav"
        ) as response,
    ):
        deadline = time.monotonic() + settings.SPEECH_TIMEOUT
        return read_body(response, deadline, SPEAKING_ERRORS, limit=MAX_BYTES)


def _silent_wav() -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(24_000)
        sound.writeframes(bytes(2 * round(SILENCE * 24_000)))
    return out.getvalue()


def _save(data: bytes, to: Path) -> float:
    """Write the WAV to `to` and return its length in seconds. Raises wave.Error or EOFError for other data.

    A server that streams does not know the length, and writes a far too large one into the header.
    """
    with wave.open(io.BytesIO(data), "rb") as sound, wave.open(str(to), "wb") as saved:
        saved.setparams(sound.getparams()._replace(nframes=0))
        saved.writeframes(sound.readframes(min(sound.getnframes(), len(data))))
        return saved.getnframes() / saved.getframerate()
