"""A speaker that asks a server of the test: a tone of the length in its response, one second by default."""

import math
import wave
from pathlib import Path

from providers.base import Speech
from tests.upstreams.client import call

ADDRESS = "TEST_SPEAKER_URL"
RATE = 8000


class UpstreamSpeaker:
    """Speaks everything as one tone; with `seconds` 0 the file is empty."""

    name = "upstream"
    model = "test-1"

    def speak(self, text: str, to: Path) -> Speech:
        """Ask the server, then make the sound."""
        answer = call(ADDRESS, {"text": text})
        seconds = answer.get("seconds", 1.0)
        write_tone(to, seconds)
        return Speech(seconds, usage=answer.get("usage", {}))


def write_tone(to: Path, seconds: float, pitch: float = 440.0) -> None:
    """Write a WAV with one tone."""
    with wave.open(str(to), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        values = (int(9000 * math.sin(2 * math.pi * pitch * n / RATE)) for n in range(int(seconds * RATE)))
        sound.writeframes(b"".join(value.to_bytes(2, "little", signed=True) for value in values))
