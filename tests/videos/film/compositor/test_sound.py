"""The sound of a film, measured by ffmpeg's own meter."""

from pathlib import Path

import pytest

from providers.ffmpeg import Deadline
from tests.media_probe import loudness
from tests.videos.film.compositor.specs import clip, tone
from videos.film.compositor.sound import LOUDNESS, Mixer, Voice

pytestmark = pytest.mark.site

SECONDS = 14.0
VOICE, MUSIC = 300.0, 3000.0  # hertz
ONLY_MUSIC = ("highpass=f=1800:poles=2", "highpass=f=1800:poles=2")


@pytest.fixture
def mixer(tmp_path: Path) -> Mixer:
    """A mixer for a film of 14 seconds."""
    return Mixer(tmp_path, SECONDS, Deadline(60), lambda done: None)


@pytest.mark.parametrize("level", [0.02, 0.9])
@pytest.mark.parametrize("what", ["voice", "music", "both"])
def test_every_film_is_as_loud_as_films_are(tmp_path: Path, mixer: Mixer, what: str, level: float) -> None:
    voices = [Voice(tone(tmp_path, "v", 4, VOICE, level), start) for start in (1.0, 7.0)] if what != "music" else []
    music = tone(tmp_path, "m", 5, MUSIC, level) if what != "voice" else None
    whole, peak = loudness(mixer.mixed(voices, music))
    assert whole == pytest.approx(LOUDNESS, abs=1.0)
    assert peak <= -1.0


def test_the_music_is_softer_while_the_voice_speaks(tmp_path: Path, mixer: Mixer) -> None:
    mixed = mixer.mixed([Voice(tone(tmp_path, "v", 5, VOICE), 3.0)], tone(tmp_path, "m", 4, MUSIC))
    spoken, _ = loudness(mixed, *ONLY_MUSIC, start=4.0, seconds=3.5)
    alone, _ = loudness(mixed, *ONLY_MUSIC, start=9.0, seconds=2.5)
    assert alone - spoken > 6


def test_a_voice_is_heard_where_its_scene_is(tmp_path: Path, mixer: Mixer) -> None:
    mixed = mixer.mixed([Voice(tone(tmp_path, "v", 2, VOICE), 6.0)], None)
    assert loudness(mixed, start=2.0, seconds=3.0)[0] < -60
    assert loudness(mixed, start=6.2, seconds=1.6)[0] > -25
    assert loudness(mixed, start=9.0, seconds=3.0)[0] < -60


def test_short_music_is_repeated_until_the_end_and_fades_out(tmp_path: Path, mixer: Mixer) -> None:
    mixed = mixer.mixed([], tone(tmp_path, "m", 2, MUSIC))
    assert loudness(mixed, start=9.0, seconds=2.0)[0] > -20
    assert loudness(mixed, start=SECONDS - 0.5, seconds=0.5)[0] < -22


def test_without_voice_and_music_it_is_silent(mixer: Mixer) -> None:
    assert loudness(mixer.mixed([], None))[0] <= -70


def test_silence_is_not_made_louder(tmp_path: Path, mixer: Mixer) -> None:
    assert loudness(mixer.mixed([], tone(tmp_path, "m", 3, MUSIC, level=0.0)))[0] <= -70


def test_the_picture_of_a_film_is_no_music(tmp_path: Path, mixer: Mixer) -> None:
    with pytest.raises(Exception, match="ffmpeg could not do it"):
        mixer.mixed([], clip(tmp_path, "#b04020", 1.0))
