"""The contract of every speaker, and how errors of the one over OpenAI's API are translated."""

import traceback
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from providers.base import ProviderError, Speaker
from providers.speech import local
from providers.speech.local import LocalSpeaker
from providers.speech.openai import OpenAISpeaker
from stories.models import SCENE_LIMIT
from tests.upstreams.http_server import Sent
from tests.upstreams.speech_server import SpeechServer, error, streamed

pytestmark = pytest.mark.site

KEY = "sk-voice-0123456789secret"
SENTENCE = "The red fox walks into the cold night, and nobody sees him go."
SHORT = "The fox walks home."


@pytest.fixture(scope="module")
def running() -> Iterator[SpeechServer]:
    with SpeechServer() as server:
        yield server


@pytest.fixture
def service(running: SpeechServer, settings: Any) -> SpeechServer:
    """The service, reset."""
    settings.SPEECH_API_KEY, settings.SPEECH_BASE_URL, settings.SPEECH_TIMEOUT = KEY, running.url, 60.0
    settings.SPEECH_MODEL, settings.SPEECH_VOICE = "tts-1", "alloy"
    running.reset()
    return running


def sound_of(path: Path) -> tuple[float, int]:
    """The length in seconds, and the loudest level."""
    with wave.open(str(path), "rb") as sound:
        frames = sound.readframes(sound.getnframes())
        levels = [int.from_bytes(frames[n : n + 2], "little", signed=True) for n in range(0, len(frames), 200)]
        return sound.getnframes() / sound.getframerate(), max(map(abs, levels))


# --- every voice ----------------------------------------------------------------------------------------------------
@pytest.fixture(params=[LocalSpeaker, OpenAISpeaker])
def speaker(request: pytest.FixtureRequest, service: SpeechServer) -> Speaker:
    made: Speaker = request.param()
    return made


def test_the_reported_length_is_that_of_the_sound(speaker, tmp_path):
    said = speaker.speak(SENTENCE, tmp_path / "a.wav")
    seconds, loudest = sound_of(tmp_path / "a.wav")
    assert said.seconds == pytest.approx(seconds, abs=0.01)
    assert 2 < seconds < 8
    assert loudest > 1_000


def test_a_longer_text_takes_longer(speaker, tmp_path):
    short, long = (speaker.speak(text, tmp_path / "a.wav").seconds for text in (SHORT, f"{SHORT} " * 8))
    assert long > 6 * short


@pytest.mark.parametrize("text", ["", " \n ", "🦊 ✨", "***"], ids=["empty", "blank", "emoji", "markup"])
def test_a_text_without_words_is_a_moment_of_silence(speaker, text, tmp_path):
    said = speaker.speak(text, tmp_path / "a.wav")
    seconds, loudest = sound_of(tmp_path / "a.wav")
    assert said.seconds == pytest.approx(seconds, abs=0.01)
    assert (0 < seconds < 1, loudest < 100) == (True, True)


@pytest.mark.parametrize(
    "text",
    ["<b>The fox</b> & *his* #1 friend", "Der Füchs läuft über die Straße", "لا", "a" * 300, "x\x00y\x1b[31mz\u202e"],
    ids=["markup", "umlauts", "arabic", "one word", "control"],
)
def test_any_text_can_be_spoken(speaker, text, tmp_path):
    assert speaker.speak(text, tmp_path / "a.wav").seconds > 0


def test_an_existing_file_is_replaced(speaker, tmp_path):
    path = tmp_path / "a.wav"
    speaker.speak(SHORT, path)
    said = speaker.speak("Fox.", path)
    assert sound_of(path)[0] == pytest.approx(said.seconds, abs=0.01)


def test_the_health_check_speaks_a_word(speaker):
    assert [finding.ok for finding in speaker.health_check(spend=True)] == [True]


# --- this machine's -------------------------------------------------------------------------------------------------
def test_a_dead_subprocess_is_restarted(tmp_path):
    speaker = LocalSpeaker()
    speaker.speak("Fox.", tmp_path / "a.wav")
    psutil.Process(local._process.pid).kill()
    local._process.wait(10)
    assert speaker.speak(SENTENCE, tmp_path / "a.wav").seconds > 2


def test_a_hanging_subprocess_is_replaced(tmp_path, settings):
    speaker = LocalSpeaker()
    speaker.speak("Fox.", tmp_path / "a.wav")
    first = local._process
    psutil.Process(first.pid).suspend()
    settings.SPEECH_TIMEOUT = 0.2
    with pytest.raises(ProviderError) as failed:
        speaker.speak(SENTENCE, tmp_path / "a.wav")
    assert "SPEECH_TIMEOUT allows 0.2 s" in failed.value.operator
    assert not failed.value.permanent
    assert first.poll() is not None
    settings.SPEECH_TIMEOUT = 60.0
    assert speaker.speak(SENTENCE, tmp_path / "a.wav").seconds > 2


def test_a_file_that_cannot_be_written_is_an_error_for_this_text_only(tmp_path):
    speaker = LocalSpeaker()
    with pytest.raises(ProviderError) as failed:
        speaker.speak(SENTENCE, tmp_path / "missing" / "a.wav")
    assert "FileNotFoundError" in failed.value.operator
    assert speaker.speak("Fox.", tmp_path / "a.wav").seconds > 0


# --- over OpenAI's API ----------------------------------------------------------------------------------------------
def test_the_request_has_the_settings(service, settings, tmp_path):
    settings.SPEECH_MODEL, settings.SPEECH_VOICE = "kokoro", "af_heart"
    said = OpenAISpeaker().speak("The <i>fox</i>   sleeps.", tmp_path / "a.wav")
    (asked,) = service.asked
    body = {"model": "kokoro", "voice": "af_heart", "input": "The fox sleeps.", "response_format": "wav"}
    assert asked.body == body
    assert asked.headers["authorization"] == f"Bearer {KEY}"
    assert said.usage == {"character": len("The fox sleeps.")}


def test_a_local_server_needs_no_key(service, settings, tmp_path):
    settings.SPEECH_API_KEY = ""
    assert OpenAISpeaker().speak("Fox.", tmp_path / "a.wav").seconds > 0


def test_the_longest_scene_is_one_request(service, tmp_path):
    text = "The red fox counts a star. " * (SCENE_LIMIT // 27)
    said = OpenAISpeaker().speak(text, tmp_path / "a.wav")
    assert [asked.body["input"] for asked in service.asked] == [text.strip()]
    assert SCENE_LIMIT <= 4096
    assert said.usage == {"character": len(text.strip())}


def test_a_streamed_wav_has_its_real_length(service, tmp_path):
    service.behaviour = streamed
    said = OpenAISpeaker().speak(SENTENCE, tmp_path / "a.wav")
    assert said.seconds == pytest.approx(0.06 * len(SENTENCE), abs=0.05)


@pytest.mark.parametrize(
    ("answer", "flags", "says"),
    [
        (error(401, "invalid_api_key", f"Incorrect API key: {KEY}"), "account", "SPEECH_API_KEY was not accepted"),
        (error(404, "model_not_found", "No such model"), "account", "SPEECH_MODEL"),
        (error(429, "insufficient_quota", "You exceeded your quota"), "account", "SPEECH_API_KEY belongs to"),
        (error(404, "not_found", "Invalid URL"), "account", "SPEECH_BASE_URL"),
        (error(400, "content_policy_violation", "No."), "policy", "because of its content"),
        (error(400, "invalid_request_error", "voice: not one of"), "permanent", "voice: not one of"),
        (error(500, "server_error", "Oops"), "later", "problem of its own"),
        (error(429, "rate_limit_exceeded", "Slow down", **{"retry-after": "7"}), "later", "limits how often"),
        (Sent(502, "text/html", data=b"<html>Bad gateway</html>"), "later", "problem of its own"),
        (Sent(drop=True), "unknown", "broke before"),
        (Sent(content_type="audio/wav", data=b"RIFFjunk"), "later", "something that is no speech"),
        (Sent(content_type="text/html", data=b"<html>hello</html>"), "later", "something that is no speech"),
        (Sent(content_type="audio/wav", data=b""), "later", "something that is no speech"),
    ],
    ids=[
        "key",
        "model",
        "credit",
        "address",
        "policy",
        "request",
        "500",
        "429",
        "html",
        "drop",
        "junk",
        "page",
        "none",
    ],
)
def test_an_error_is_translated_and_never_shows_the_key(service, answer, flags, says, tmp_path):
    service.behaviour = lambda asked, number: answer
    with pytest.raises(ProviderError) as failed:
        OpenAISpeaker().speak(SENTENCE, tmp_path / "a.wav")
    found = failed.value
    assert says in found.operator
    assert (found.account, found.policy, found.permanent, found.answered) == {
        "account": (True, False, True, True),
        "policy": (False, True, True, True),
        "permanent": (False, False, True, True),
        "later": (False, False, False, True),
        "unknown": (False, False, False, False),
    }[flags]
    assert KEY not in "".join(traceback.format_exception(found)) + found.operator + found.message
    assert len(service.asked) == 1


def test_a_rate_limit_passes_the_wait_on(service, tmp_path):
    service.behaviour = lambda asked, number: error(429, "rate_limit_exceeded", "Slow", **{"retry-after": "7"})
    with pytest.raises(ProviderError) as failed:
        OpenAISpeaker().speak(SENTENCE, tmp_path / "a.wav")
    assert failed.value.retry_after == 7


def test_a_service_that_hangs_is_given_up(service, settings, tmp_path):
    settings.SPEECH_TIMEOUT = 0.3
    service.behaviour = lambda asked, number: Sent(after=20)
    with pytest.raises(ProviderError) as failed:
        OpenAISpeaker().speak(SENTENCE, tmp_path / "a.wav")
    assert (failed.value.answered, "in time" in failed.value.message) == (False, True)


def test_a_slow_response_is_given_up(service, settings, tmp_path):
    settings.SPEECH_TIMEOUT, drops = 0.3, iter(range(1000))
    service.behaviour = lambda asked, number: Sent(pieces=(b"drip" for _ in drops), pause=0.02)
    with pytest.raises(ProviderError) as failed:
        OpenAISpeaker().speak(SENTENCE, tmp_path / "a.wav")
    assert (failed.value.answered, "in time" in failed.value.message) == (False, True)
    assert next(drops, None) is not None


def test_an_unreachable_service_costs_nothing(settings, service, tmp_path):
    settings.SPEECH_BASE_URL = "http://127.0.0.1:1/v1"
    with pytest.raises(ProviderError) as failed:
        OpenAISpeaker().speak(SENTENCE, tmp_path / "a.wav")
    assert not failed.value.reached
    assert "SPEECH_BASE_URL" in failed.value.operator


def test_the_health_check_spends_only_if_allowed(service):
    assert [finding.ok for finding in OpenAISpeaker().health_check(spend=False)] == [True]
    assert service.asked == []
    service.behaviour = lambda asked, number: error(401, "invalid_api_key", "No")
    (finding,) = OpenAISpeaker().health_check(spend=True)
    assert not finding.ok
    assert "SPEECH_API_KEY" in finding.says
