"""Speaks with any voice that OpenRouter has, which sends bare samples and no WAV."""

import re
from collections.abc import Iterable

from providers.base import Finding
from providers.openrouter import NAME, OpenRouterErrors, check_account
from providers.speech.openai import OpenAISpeaker
from providers.speech.wav import NotASound, Sound

ERRORS = OpenRouterErrors(
    "SPEECH_MODEL", "voice's service", "speech", "The scenes cannot be read out", "service of the voice"
)
_RATE, _CHANNELS = 24_000, 1  # where the response does not say them


class OpenRouterSpeaker(OpenAISpeaker):
    """Asks as OpenAI is asked. The answer does not say what it was charged, so the table of prices counts."""

    name = NAME
    errors = ERRORS
    response_format = "pcm"

    def health_check(self, *, spend: bool) -> Iterable[Finding]:
        """Check the key and the model; with `spend` also speak one word. Never raises."""
        findings = list(check_account(self.errors, "/models?output_modalities=speech"))
        yield from findings
        if spend and all(finding.ok for finding in findings):
            yield from super().health_check(spend=True)

    def _sound(self, data: bytes, content_type: str) -> Sound:
        """The sound of a response of a type like "audio/pcm;rate=24000;channels=1"."""
        if not data or not content_type.startswith("audio/pcm"):
            raise NotASound
        said = {name: int(value) for name, value in re.findall(r"(rate|channels)=([1-9]\d{0,5})\b", content_type)}
        channels = said.get("channels", _CHANNELS)
        return Sound(said.get("rate", _RATE), channels, data[: len(data) - len(data) % (2 * channels)])
