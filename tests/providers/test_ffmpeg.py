"""providers.ffmpeg: time limits, progress, and reasons why a file is broken."""

import subprocess
import sys
from pathlib import Path

import psutil
import pytest
from PIL import Image

from providers import ffmpeg
from providers.base import ProviderError
from tests.media_probe import running

ENDLESS = ["-f", "lavfi", "-i", "testsrc=size=640x480:duration=100000", "-f", "null", "-"]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A film with sound, and broken files."""
    folder = tmp_path_factory.mktemp("files")
    picture = ["-f", "lavfi", "-i", "testsrc=size=90x160:rate=25:duration=3"]
    tone = ["-f", "lavfi", "-i", "sine=duration=3"]
    whole = folder / "whole.mp4"
    ffmpeg.run([*picture, *tone, "-pix_fmt", "yuv420p", "-movflags", "+faststart", str(whole)], limit=60)
    ffmpeg.run([*tone, str(folder / "sound.mp4")], limit=60)
    cover = ["-i", str(_cover(folder)), "-map", "0", "-map", "1", "-disposition:v", "attached_pic"]
    ffmpeg.run([*tone, *cover, str(folder / "covered.mp3")], limit=60)
    (folder / "half.mp4").write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    (folder / "empty.mp4").write_bytes(b"")
    (folder / "page.mp4").write_text("<!DOCTYPE html><title>Link expired</title>")
    (folder / "noise.mp4").write_bytes(bytes(range(256)) * 40)
    (folder / "list.mp4").write_text(f"#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3,\nfile://{whole}\n#EXT-X-ENDLIST\n")
    return folder


def _cover(folder: Path) -> Path:
    ffmpeg.run(["-f", "lavfi", "-i", "color=red:s=64x64", "-frames:v", "1", str(folder / "cover.png")], limit=60)
    return folder / "cover.png"


def test_probe_reads_the_properties_of_a_film(files: Path) -> None:
    found = ffmpeg.check_playable(files / "whole.mp4")
    assert (found.width, found.height, found.video) == (90, 160, "h264")
    assert found.seconds == pytest.approx(3.0, abs=0.1)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("half.mp4", "its end is missing"),
        ("empty.mp4", "it is empty"),
        ("page.mp4", "it is a page or a message"),
        ("noise.mp4", "it is broken, or of a kind"),
        ("sound.mp4", "it has no picture"),
        ("list.mp4", "it is broken, or of a kind"),
        ("gone.mp4", "there is no such file"),
    ],
)
def test_a_broken_film_is_refused_with_a_reason(files: Path, name: str, why: str) -> None:
    with pytest.raises(ProviderError, match=why):
        ffmpeg.check_playable(files / name)


def test_cover_art_is_not_a_video(files: Path) -> None:
    assert ffmpeg.probe(files / "covered.mp3", ffmpeg.SOUNDS).video == ""


def test_a_poster_is_the_frame_at_that_second(tmp_path: Path) -> None:
    film = tmp_path / "film.mp4"
    red, blue = (["-f", "lavfi", "-i", f"color={name}:s=64x96:d=1"] for name in ("red", "blue"))
    ffmpeg.run([*red, *blue, "-filter_complex", "concat=n=2", "-pix_fmt", "yuv420p", str(film)], limit=60)
    posters = [ffmpeg.poster(film, at=moment) for moment in (0.5, 1.5)]
    colours = []
    for number, poster in enumerate(posters):
        assert (poster.content_type, poster.width, poster.height) == ("image/jpeg", 64, 96)
        path = tmp_path / f"{number}.jpg"
        path.write_bytes(poster.data)
        with Image.open(path) as image:
            colours.append(image.getpixel((32, 48)))
    assert colours[0][0] > 200 > 60 > colours[0][2]
    assert colours[1][2] > 200 > 60 > colours[1][0]


def test_there_is_no_poster_after_the_end(files: Path) -> None:
    with pytest.raises(ProviderError):
        ffmpeg.poster(files / "whole.mp4", at=60)


def test_progress_is_reported_until_the_end(tmp_path: Path) -> None:
    told: list[float] = []
    arguments = ["-f", "lavfi", "-i", "testsrc=size=320x240:duration=20", str(tmp_path / "film.mp4")]
    ffmpeg.run(arguments, limit=60, seconds=20.0, progress=told.append)
    assert told == sorted(told)
    assert told[-1] == pytest.approx(1.0, abs=0.02)


def test_an_exception_of_the_progress_callback_stops_ffmpeg() -> None:
    def cancel(done: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ffmpeg.run(ENDLESS, limit=60, progress=cancel)
    assert running() == []


def test_a_run_over_the_time_limit_is_stopped() -> None:
    with pytest.raises(ProviderError, match="took longer than 1 s"):
        ffmpeg.run(ENDLESS, limit=1)
    assert running() == []


def test_the_output_of_ffmpeg_is_in_the_operators_message(tmp_path: Path) -> None:
    with pytest.raises(ProviderError) as caught:
        ffmpeg.run(["-f", "lavfi", "-i", "nosuchfilter", str(tmp_path / "film.mp4")], limit=60)
    assert "nosuchfilter" in caught.value.operator
    assert "nosuchfilter" not in caught.value.message


_WORKER = f"""
from providers import ffmpeg
ffmpeg.run({ENDLESS!r}, limit=600, progress=lambda done: print("running", flush=True))
"""


def test_ffmpeg_does_not_outlive_a_worker_that_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", _WORKER], stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdout
        assert worker.stdout.readline() == "running\n"
        (child,) = psutil.Process(worker.pid).children()
        assert "testsrc" in " ".join(child.cmdline())
        worker.kill()
    _, left = psutil.wait_procs([child], timeout=10)
    assert left == []


def test_ffmpeg_runs_at_low_priority() -> None:
    mine, seen = psutil.Process().nice(), []

    def look(done: float) -> None:
        # Before it is ffmpeg it is what starts ffmpeg, which still has to make itself nice.
        seen.extend(child.nice() for child in psutil.Process().children() if child.name().startswith("ffmpeg"))
        if seen:
            raise TimeoutError

    with pytest.raises(TimeoutError):
        ffmpeg.run(ENDLESS, limit=60, progress=look)
    assert seen[0] > mine
