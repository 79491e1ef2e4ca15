"""A whole film: as players see it, cancelled, and too slow."""

from pathlib import Path

import pytest
from PIL import Image

from providers import ffmpeg
from providers.base import ProviderError
from tests.media_probe import frames_of, light, loudness, mean, running, sound_and_rate
from tests.videos.film.compositor.specs import COLOURS, clip, order, picture, tone
from videos.film.compositor.encode import render
from videos.film.compositor.sound import LOUDNESS
from videos.film.compositor.spec import FilmSpec, Rendered, Shot

pytestmark = pytest.mark.site


class Stopped(Exception):
    """The film was cancelled."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("film")


@pytest.fixture(scope="module")
def told() -> list[float]:
    return []


@pytest.fixture(scope="module")
def film(folder: Path, told: list[float]) -> tuple[Path, Rendered]:
    """A film of a picture, a clip and a clip of another shape, with voices and music."""
    voices = [tone(folder, f"voice-{number}", 1.0 + number, 300) for number in range(2)]
    shots = [
        Shot("The red fox walks.", picture=picture(folder, COLOURS[0]), voice=voices[0], beat="ordinary"),
        Shot("He finds a lamp & smiles.", clip=clip(folder, COLOURS[1], 1.5), voice=voices[1]),
        Shot("Nobody reads this out.", clip=clip(folder, COLOURS[2], 1.0, "192x108")),
    ]
    music = tone(folder, "music", 2.0, 3000)
    work = folder / "work"
    work.mkdir()
    to = folder / "film.mp4"
    return to, render(order(folder, shots=shots, music=music), to, work, told.append, 120)


def test_a_film_is_what_browsers_and_phones_play(film: tuple[Path, Rendered]) -> None:
    path, rendered = film
    found = ffmpeg.check_playable(path)
    assert (found.width, found.height, found.video) == (108, 192, "h264")
    assert sound_and_rate(path) == ("aac", 30.0)
    assert found.seconds == pytest.approx(rendered.seconds, abs=0.1)
    data = path.read_bytes()
    assert rendered.size == len(data)
    assert data.index(b"moov") < data.index(b"mdat")
    said = ffmpeg.run(["-i", str(path), "-f", "null", "-"], limit=60, verbosity="info")
    assert "h264 (High)" in said
    assert "yuv420p(tv, bt709" in said


def test_only_the_end_is_black(film: tuple[Path, Rendered]) -> None:
    path, rendered = film
    frames = frames_of(path)
    assert len(frames) == round(rendered.seconds * 30)
    assert all(mean(light(frame)) > 25 for frame in frames[:-15])
    assert mean(light(frames[-1])) < 20


def test_it_is_as_loud_as_films_are(film: tuple[Path, Rendered]) -> None:
    whole, peak = loudness(film[0])
    assert whole == pytest.approx(LOUDNESS, abs=1.0)
    assert peak <= -1.0


def test_the_captions_come_along_as_a_file(film: tuple[Path, Rendered]) -> None:
    vtt = film[1].vtt
    assert vtt.startswith("WEBVTT\n\n")
    assert [line for line in vtt.splitlines() if "fox" in line or "lamp" in line or "Nobody" in line] == [
        "The red fox walks.",
        "He finds a lamp &amp; smiles.",
        "Nobody reads this out.",
    ]


def test_it_has_a_poster_with_its_title(film: tuple[Path, Rendered], tmp_path: Path) -> None:
    path = tmp_path / "poster.jpg"
    path.write_bytes(film[1].poster)
    with Image.open(path) as poster:
        assert poster.size == (108, 192)
        assert poster.convert("L").getextrema()[1] > 200


def test_it_reports_its_progress(film: tuple[Path, Rendered], told: list[float]) -> None:
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert len({round(done, 2) for done in told}) > 20


def test_nothing_is_left_of_its_making(film: tuple[Path, Rendered], folder: Path) -> None:
    assert list((folder / "work").iterdir()) == []
    assert running() == []


def test_a_wide_film_without_any_sound_has_a_silent_track(tmp_path: Path) -> None:
    to = tmp_path / "wide.mp4"
    shots = [Shot("", picture=picture(tmp_path, COLOURS[0]))]
    render(FilmSpec("", shots, shape="wide", scale=0.1), to, tmp_path, lambda done: None, 60)
    found = ffmpeg.check_playable(to)
    assert (found.width, found.height, sound_and_rate(to)) == (192, 108, ("aac", 30.0))
    assert loudness(to)[0] <= -70


@pytest.mark.parametrize("after", [0.0, 0.3])
def test_a_film_that_is_cancelled_leaves_nothing(tmp_path: Path, after: float) -> None:
    def progress(done: float) -> None:
        if done >= after:
            raise Stopped

    work, to = tmp_path / "work", tmp_path / "film.mp4"
    work.mkdir()
    voice = tone(tmp_path, "voice", 2.0, 300)
    shots = [Shot("The fox.", clip=clip(tmp_path, colour, 5.0), voice=voice) for colour in COLOURS]
    with pytest.raises(Stopped) as caught:
        render(order(tmp_path, shots=shots), to, work, progress, 60)
    assert caught.tb  # also while the exception is still looked at
    assert running() == []
    assert not to.exists()
    assert list(work.iterdir()) == []


def test_a_film_that_takes_too_long_says_so_and_leaves_nothing(tmp_path: Path) -> None:
    work, to = tmp_path / "work", tmp_path / "film.mp4"
    work.mkdir()
    shots = [Shot("The red fox walks. " * 200, picture=picture(tmp_path, COLOURS[0]))]
    with pytest.raises(ProviderError, match="took longer than 1 s"):
        render(order(tmp_path, shots=shots, scale=0.5), to, work, lambda done: None, 1.0)
    assert not to.exists()
    assert list(work.iterdir()) == []
    assert running() == []
