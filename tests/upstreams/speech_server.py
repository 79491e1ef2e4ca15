"""A local server with `POST /audio/speech`, as vendors and local servers have it."""

import io
import json
import math
import struct
import wave
from collections.abc import Callable
from functools import cache

from tests.upstreams.http_server import Asked, LocalServer, Sent

RATE = 24_000
SECONDS_A_CHARACTER = 0.06
Behaviour = Callable[[Asked, int], Sent]
"""The response to a request; the number counts the requests before it."""


@cache
def _second_of_tone() -> bytes:
    levels = (round(9_000 * math.sin(frame / 20)) for frame in range(RATE))
    return b"".join(struct.pack("<h", level) for level in levels)


def tone(seconds: float) -> bytes:
    """A WAV of a hum."""
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes((_second_of_tone() * math.ceil(seconds))[: 2 * round(seconds * RATE)])
    return out.getvalue()


def spoken(asked: Asked, number: int = 0) -> Sent:
    """Speech whose length depends on the text."""
    return Sent(content_type="audio/wav", data=tone(SECONDS_A_CHARACTER * len(asked.body["input"])))


def streamed(asked: Asked, number: int = 0) -> Sent:
    """Speech from a server that does not know its length in advance: the header has the largest sizes."""
    data = bytearray(spoken(asked).data)
    data[4:8] = data[40:44] = b"\xff\xff\xff\xff"
    return Sent(
        content_type="audio/wav", pieces=[bytes(data[place : place + 9_000]) for place in range(0, len(data), 9_000)]
    )


def error(status: int, code: str, says: str, **headers: str) -> Sent:
    """An error in OpenAI's form."""
    body = {"error": {"message": says, "type": code, "param": None, "code": code}}
    return Sent(status, headers=headers, data=json.dumps(body).encode())


class SpeechServer(LocalServer):
    """The service. `url` goes into SPEECH_BASE_URL; `asked` lists every request; `behaviour` may be changed."""

    def __init__(self) -> None:
        super().__init__()
        self.url = self.address + "/v1"
        self.reset()

    def reset(self) -> None:
        """Forget all requests and the changed behaviour."""
        self.asked: list[Asked] = []
        self.behaviour: Behaviour = spoken

    def respond(self, asked: Asked) -> Sent:
        """Record the request and respond."""
        if asked.path != "/v1/audio/speech":
            return error(404, "not_found", f"Invalid URL ({asked.method} {asked.path})")
        self.asked.append(asked)
        return self.behaviour(asked, len(self.asked) - 1)
