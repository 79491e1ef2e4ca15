"""The contract of voices at OpenRouter, and of servers with short texts or other sounds than OpenAI's."""

import struct
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from providers import openrouter, prices
from providers.base import ProviderError
from providers.speech.openai import OpenAISpeaker, parts
from providers.speech.openrouter import OpenRouterSpeaker
from tests.providers.contract.services.conftest import COMMON, OPENROUTER
from tests.providers.contract.services.outcomes import check
from tests.upstreams.http_server import Sent
from tests.upstreams.openai_server import Reply, _wire
from tests.upstreams.openrouter_server import SECONDS_A_CHARACTER, OpenRouterServer
from tests.upstreams.speech_server import SpeechServer, error, spoken

TEXT = "The red fox walks into the cold night, and nobody sees him go."
# A parameter of pictures, and texts inside a 200 that are no speech.
OUTCOMES = {name: reply for name, reply in (COMMON | OPENROUTER).items() if not name.startswith("unclear")}


@pytest.fixture
def router(settings: Any) -> Iterator[OpenRouterServer]:
    openrouter._kept.clear()
    with OpenRouterServer() as server:
        settings.OPENROUTER_API_KEY, settings.OPENROUTER_BASE_URL = server.key, server.url
        settings.SPEECH_MODEL, settings.SPEECH_VOICE = "mistralai/voxtral-mini-tts-2603", "en_paul_neutral"
        yield server


@pytest.fixture
def service(settings: Any) -> Iterator[SpeechServer]:
    with SpeechServer() as server:
        settings.SPEECH_BASE_URL, settings.SPEECH_API_KEY = server.url, ""
        yield server


def length_of(path: Path) -> float:
    with wave.open(str(path), "rb") as sound:
        return sound.getnframes() / sound.getframerate()


def test_bare_samples_become_a_wav(router: OpenRouterServer, tmp_path: Path) -> None:
    said = OpenRouterSpeaker().speak(TEXT, tmp_path / "a.wav")
    assert (
        said.seconds == pytest.approx(length_of(tmp_path / "a.wav")) == pytest.approx(SECONDS_A_CHARACTER * len(TEXT))
    )
    assert router.asked[0].body["response_format"] == "pcm"
    assert str(prices.cost("openrouter", OpenRouterSpeaker().model, said.usage)) == "0.000992"


def test_the_health_check_speaks_only_if_allowed(router: OpenRouterServer, settings: Any) -> None:
    assert all(finding.ok for finding in OpenRouterSpeaker().health_check(spend=False))
    assert [asked.method for asked in router.asked] == ["GET", "GET"]
    assert all(finding.ok for finding in OpenRouterSpeaker().health_check(spend=True))
    settings.SPEECH_MODEL = "nobody/speaks"
    assert [finding.what for finding in OpenRouterSpeaker().health_check(spend=True) if not finding.ok] == [
        "SPEECH_MODEL"
    ]


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_an_error_is_translated(router: OpenRouterServer, settings: Any, tmp_path: Path, outcome: str) -> None:
    settings.SPEECH_TIMEOUT = 0.3 if outcome.endswith("silent") else 20.0
    reply: Reply = OUTCOMES[outcome]()
    router.speech = lambda asked: _wire(reply, asked, 0)
    with pytest.raises(ProviderError) as raised:
        OpenRouterSpeaker().speak(TEXT, tmp_path / "a.wav")
    check(raised.value, outcome, router.key)
    assert len(router.asked) == 1


@pytest.mark.parametrize("kind", ["audio/mpeg", "text/html", "audio/pcm"])
def test_what_is_no_speech_was_charged(router: OpenRouterServer, tmp_path: Path, kind: str) -> None:
    router.speech = lambda asked: Sent(content_type=kind, data=b"" if kind == "audio/pcm" else b"ID3 or a page")
    with pytest.raises(ProviderError) as raised:
        OpenRouterSpeaker().speak(TEXT, tmp_path / "a.wav")
    assert raised.value.usage == {"character": len(TEXT)}


def test_a_long_text_is_read_in_parts(service: SpeechServer, settings: Any, tmp_path: Path) -> None:
    settings.SPEECH_CHARACTERS = 200
    text = " ".join(f"The red fox counts {number} stars above the hill." for number in range(12))
    said = OpenAISpeaker().speak(text, tmp_path / "a.wav")
    asked = [asked.body["input"] for asked in service.asked]
    assert all(len(part) <= 200 and part.endswith("hill.") for part in asked)
    assert " ".join(asked) == text
    assert said.seconds == pytest.approx(length_of(tmp_path / "a.wav"), abs=0.01)
    assert said.usage == {"character": len(text)}


def test_the_parts_before_an_error_are_counted(service: SpeechServer, settings: Any, tmp_path: Path) -> None:
    settings.SPEECH_CHARACTERS = 50
    service.behaviour = lambda asked, number: error(500, "server_error", "Oops") if number else spoken(asked)
    with pytest.raises(ProviderError) as raised:
        OpenAISpeaker().speak(TEXT, tmp_path / "a.wav")
    assert raised.value.usage == {"character": len("The red fox walks into the cold night,")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("The fox.", ["The fox."]),
        ("One two. Three four five six.", ["One two.", "Three four", "five six."]),
        ("a" * 30, ["a" * 12, "a" * 12, "a" * 6]),
    ],
)
def test_a_text_is_parted_where_a_reader_pauses(text: str, expected: list[str]) -> None:
    assert list(parts(text, 12)) == expected


@pytest.mark.parametrize(("code", "bits"), [("f", 32), ("d", 64)])
@pytest.mark.parametrize("extensible", [False, True])
def test_a_wav_of_floats_is_read(service: SpeechServer, tmp_path: Path, code: str, bits: int, extensible: bool) -> None:
    levels = [0.5, -1.5, float("nan"), 1.0]
    samples = struct.pack(f"<{len(levels)}{code}", *levels)
    said = struct.pack("<HHIIHH", 0xFFFE if extensible else 3, 1, 16_000, 16_000 * bits // 8, bits // 8, bits)
    said += struct.pack("<HHIH14x", 22, bits, 0, 3) if extensible else b""
    data = b"RIFF\xff\xff\xff\xffWAVEfmt " + struct.pack("<I", len(said)) + said + b"fact\x04\0\0\0\0\0\0\0"
    wav = data + b"data\xff\xff\xff\xff" + samples
    service.behaviour = lambda asked, number: Sent(content_type="audio/wav", data=wav)
    OpenAISpeaker().speak("Fox.", tmp_path / "a.wav")
    with wave.open(str(tmp_path / "a.wav"), "rb") as sound:
        assert sound.getparams()[:4] == (1, 2, 16_000, 4)
        assert struct.unpack("<4h", sound.readframes(4)) == (16_384, -32_767, 0, 32_767)


def test_a_wav_of_24_bits_is_read(service: SpeechServer, tmp_path: Path) -> None:
    header = b"RIFF\xff\xff\xff\xffWAVEfmt \x10\0\0\0" + struct.pack("<HHIIHH", 1, 1, 8_000, 24_000, 3, 24)
    wav = header + b"data\x06\0\0\0" + b"\x99\x34\x12\x00\x00\x80"
    service.behaviour = lambda asked, number: Sent(content_type="audio/wav", data=wav)
    OpenAISpeaker().speak("Fox.", tmp_path / "a.wav")
    with wave.open(str(tmp_path / "a.wav"), "rb") as sound:
        assert struct.unpack("<2h", sound.readframes(2)) == (0x1234, -0x8000)
