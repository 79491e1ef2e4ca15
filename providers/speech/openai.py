"""Speaks with any server that has OpenAI's `POST /audio/speech`.

OpenAI shuts that endpoint down on 2027-01-06, with all its models; other vendors and local servers keep it at their own
SPEECH_BASE_URL.
"""

import re
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings

from providers.base import Finding, ProviderError, Speech
from providers.openai_api import client, error_inside, read_body, translate_errors
from providers.openai_errors import SPEAKING_ERRORS
from providers.openai_servers import OFFICIAL, server_for
from providers.speech.normalization import normalize_for_speech
from providers.speech.wav import NotASound, Sound, read_wav, silence, write_wav
from providers.text.openai_response import parse_json

SILENCE = 0.3  # seconds, for a text without words
MAX_BYTES = 50 * 1024 * 1024  # bytes per response
# Where a long text is parted: after a sentence, else after a comma, else between words.
_PAUSES = (re.compile(r"(?<=[.!?]) "), re.compile(r"(?<=[,;:]) "), re.compile(" "))


class OpenAISpeaker:
    """Speaks with SPEECH_VOICE of SPEECH_MODEL, with one request per text of at most SPEECH_CHARACTERS."""

    name = "openai"
    errors = SPEAKING_ERRORS
    response_format = "wav"

    @property
    def model(self) -> str:
        """The model that SPEECH_MODEL names."""
        return str(settings.SPEECH_MODEL)

    def speak(self, text: str, to: Path) -> Speech:
        """Write the text as speech to the WAV file `to`. Raises ProviderError, with the usage of the parts of a long
        text that were read before."""
        words = normalize_for_speech(text)
        sounds, spoken = [], 0
        for part in parts(words, settings.SPEECH_CHARACTERS):
            try:
                sounds.append(self._request(part))
            except NotASound as error:
                raise self.errors.malformed({"character": spoken + len(part)}) from error  # the response was charged
            except ProviderError as error:
                error.usage = {"character": spoken} if spoken else error.usage
                raise
            spoken += len(part)
        try:
            seconds = write_wav(sounds or [silence(SILENCE)], to)
        except NotASound as error:
            raise self.errors.malformed({"character": spoken}) from error
        return Speech(seconds, {"character": len(words)})

    def health_check(self, *, spend: bool) -> Iterable[Finding]:
        """With `spend`, speak one word, which costs a fraction of a cent; else only report the settings."""
        if not spend:
            server = server_for(self.errors.work).url or OFFICIAL
            return [Finding("reading", True, f"{self.model} would be asked at {server}; only reading costs something.")]
        with TemporaryDirectory() as folder:
            try:
                speech = self.speak("Fox.", Path(folder) / "fox.wav")
            except ProviderError as error:
                return [Finding("reading", False, error.operator)]
        says = f"{self.model} read a word of {speech.seconds:.1f} s."
        return [Finding("reading", True, says, self.name, self.model, speech.usage)]

    def _request(self, text: str) -> Sound:
        """One request. Raises ProviderError, and NotASound for a response that is none."""
        timeout: float = settings.SPEECH_TIMEOUT
        speech = client(timeout, self.errors).audio.speech.with_streaming_response
        asked = {"model": self.model, "voice": settings.SPEECH_VOICE, "input": text}
        with translate_errors(self.errors), speech.create(**asked, response_format=self.response_format) as response:  # type: ignore[arg-type]
            data = read_body(response, time.monotonic() + timeout, self.errors, limit=MAX_BYTES)
            content_type = response.headers.get("content-type", "")
        if data.startswith(b"{") and (error := error_inside(parse_json(data.decode(errors="replace")), self.errors)):
            raise error
        return self._sound(data, content_type)

    def _sound(self, data: bytes, content_type: str) -> Sound:
        """The sound of a response. Raises NotASound for other data."""
        return read_wav(data)


def parts(text: str, longest: int) -> Iterator[str]:
    """The text in parts of at most `longest` characters, each as long as it can be, parted where a reader pauses."""
    while len(text) > longest:
        ends = (max((end.end() for end in pause.finditer(text, 0, longest + 1)), default=0) for pause in _PAUSES)
        end = next((end for end in ends if end > longest // 4), longest)
        yield text[:end].rstrip()
        text = text[end:]
    if text:
        yield text
