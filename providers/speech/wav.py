"""WAV files as servers send them: with floats, without their real length, or no WAV but the bare samples."""

import io
import math
import struct
import wave
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_PCM, _FLOAT, _EXTENSIBLE = 1, 3, 0xFFFE  # formats; the last names the real one further on
_LOUDEST = 32_767


class NotASound(Exception):
    """The data are no sound that can be read."""


@dataclass(frozen=True)
class Sound:
    """Samples of 16 bits, little-endian."""

    rate: int
    channels: int
    samples: bytes


def read_wav(data: bytes) -> Sound:
    """The sound of a WAV of whole numbers of 16 bits or more, or of floats. Raises NotASound for other data."""
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise NotASound
    described, place = b"", 12
    while place + 8 <= len(data):
        name, size = data[place : place + 4], int.from_bytes(data[place + 4 : place + 8], "little")
        content = data[place + 8 : place + 8 + size]  # a server that streams gives a size far too large
        if name == b"data" and len(described) >= 16:
            return _sound(described, content)
        described = content if name == b"fmt " else described
        place += 8 + size + size % 2
    raise NotASound


def _sound(described: bytes, content: bytes) -> Sound:
    kind, channels, rate, _, _, bits = struct.unpack("<HHIIHH", described[:16])
    if kind == _EXTENSIBLE:
        kind = int.from_bytes(described[24:26], "little")
    if not (channels and rate and content):
        raise NotASound
    width = bits // 8  # bytes
    content = content[: len(content) - len(content) % (max(1, width) * channels)]
    if kind == _PCM and width in (2, 3, 4):
        return Sound(rate, channels, _upper_bytes(content, width))
    if kind == _FLOAT and width in (4, 8):
        return Sound(rate, channels, _from_floats(content, "f" if width == 4 else "d"))
    raise NotASound


def _upper_bytes(content: bytes, width: int) -> bytes:
    """Samples of `width` bytes as samples of two."""
    samples = bytearray(len(content) // width * 2)
    samples[0::2], samples[1::2] = content[width - 2 :: width], content[width - 1 :: width]
    return bytes(samples)


def _from_floats(content: bytes, code: str) -> bytes:
    levels = (0.0 if math.isnan(level) else max(-1.0, min(1.0, level)) for level in array(code, content))
    return array("h", (round(level * _LOUDEST) for level in levels)).tobytes()


def silence(seconds: float, rate: int = 24_000) -> Sound:
    """Nothing to hear."""
    return Sound(rate, 1, bytes(2 * round(seconds * rate)))


def write_wav(sounds: Sequence[Sound], to: Path) -> float:
    """Write the sounds, one after the other, to the WAV file `to`; returns the length in seconds. Raises NotASound when
    they differ in rate or channels."""
    (rate, channels), *others = {(sound.rate, sound.channels) for sound in sounds}
    if others:
        raise NotASound
    out = io.BytesIO()
    with wave.open(out, "wb") as saved:
        saved.setnchannels(channels)
        saved.setsampwidth(2)
        saved.setframerate(rate)
        saved.writeframes(b"".join(sound.samples for sound in sounds))
        seconds = saved.getnframes() / rate
    to.write_bytes(out.getvalue())
    return seconds
