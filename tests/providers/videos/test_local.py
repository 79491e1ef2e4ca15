"""The local animator: real camera moves over real pictures."""

import os
import time
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw

from providers import ffmpeg
from providers.base import ClipJob, ProviderError
from providers.motion.frames import Frame
from providers.videos import local
from providers.videos.local import LocalAnimator
from tests.media_probe import SMALL, frames_of, light, mean, running, sound_and_rate
from tests.upstreams.clip_requests import make_request, still

PUSH, PULL = "The camera pushes in on the fox.", "The camera pulls out."


@pytest.fixture(autouse=True)
def small(settings: Any, tmp_path: Path) -> Path:
    """Small clips, in a temporary folder."""
    settings.FILM_SCALE, settings.VAR_DIR = 0.2, tmp_path
    return tmp_path / "clips"


def scene(kind: str = "PNG", mode: str = "RGB") -> bytes:
    """A picture with a fox-like shape at the right."""
    image = Image.new("RGB", (256, 384), (30, 60, 30))
    draw = ImageDraw.Draw(image)
    draw.ellipse((140, 180, 200, 240), (230, 115, 40))
    draw.ellipse((155, 205, 185, 238), "white")
    out = BytesIO()
    image.convert(mode).save(out, kind)
    return out.getvalue()


def made(**changes: Any) -> Path:
    """The file of a new clip."""
    return Path(LocalAnimator().submit(make_request(**({"picture": scene(), "seconds": 1.0} | changes))).source)


def face(frame: Frame) -> tuple[float, int]:
    """The x position of the fox's white (0 to 1), and its number of pixels."""
    box = light(frame).point(lambda level: 255 if level > 190 else 0).getbbox() or (0, 0, 0, 0)
    return (box[0] + box[2]) / 2 / SMALL[0], (box[2] - box[0]) * (box[3] - box[1])


def test_a_clip_is_what_browsers_and_phones_play() -> None:
    path = made(seconds=2.0)
    found = ffmpeg.check_playable(path)
    assert (found.width, found.height, found.video, sound_and_rate(path)) == (216, 384, "h264", ("", 30.0))
    assert found.seconds == pytest.approx(2.0, abs=0.04)
    head = path.read_bytes()
    assert head.index(b"moov") < head.index(b"mdat")
    said = ffmpeg.run(["-i", str(path), "-f", "null", "-"], limit=60, verbosity="info")
    assert "h264 (High)" in said
    assert "yuv420p(tv, bt709" in said


def test_a_push_in_goes_to_the_fox() -> None:
    frames = frames_of(made(motion=PUSH, seconds=3.0))
    (begun, small), (ended, large) = face(frames[0]), face(frames[-1])
    assert large > small * 1.3
    assert abs(ended - 0.5) < abs(begun - 0.5)


def test_a_pull_out_is_the_other_way_round() -> None:
    frames = frames_of(made(motion=PULL, seconds=3.0))
    assert face(frames[0])[1] > face(frames[-1])[1] * 1.3


def test_without_words_the_beat_decides() -> None:
    frames = frames_of(made(motion="", beat="power", mood="happy", seconds=3.0))
    assert face(frames[0])[1] > face(frames[-1])[1] * 1.3


@pytest.mark.parametrize("size", [(1024, 1536), (301, 999), (999, 301), (17, 13), (1, 1), (640, 640), (3000, 200)])
def test_a_picture_of_any_size_becomes_a_clip(size: tuple[int, int]) -> None:
    frames = frames_of(made(picture=still(*size), seconds=0.2))
    assert len(frames) == 6
    assert all(mean(light(frame), (0, 0, 108, 4)) > 40 for frame in frames)


@pytest.mark.parametrize(
    ("kind", "mode"), [("JPEG", "RGB"), ("WEBP", "RGB"), ("PNG", "RGBA"), ("PNG", "L"), ("PNG", "P")]
)
def test_a_picture_of_any_kind_becomes_a_clip(kind: str, mode: str) -> None:
    assert ffmpeg.check_playable(made(picture=scene(kind, mode), seconds=0.2)).video == "h264"


def test_a_damaged_picture_is_a_permanent_error_and_leaves_no_file(small: Path) -> None:
    for broken in (b"", b"not a picture", still()[:60]):
        with pytest.raises(ProviderError, match="cannot be read") as caught:
            made(picture=broken)
        assert caught.value.permanent
    assert list(small.iterdir()) == []


def test_a_finished_clip_is_not_made_again() -> None:
    first = made()
    before = first.stat()
    assert made() == first
    assert (first.stat().st_ino, first.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_clip_is_found_by_its_key_and_can_be_fetched_twice(tmp_path: Path) -> None:
    animator, request = LocalAnimator(), make_request(picture=scene(), seconds=0.2)
    assert animator.find(request.key) is None
    job = animator.submit(request)
    assert animator.find(request.key) == animator.poll(job.id) == job
    assert job.done
    for name in ("one.mp4", "two.mp4"):
        animator.fetch(job, tmp_path / name)
        assert ffmpeg.check_playable(tmp_path / name).seconds == pytest.approx(0.2, abs=0.04)


def test_a_missing_clip_is_a_permanent_error(tmp_path: Path) -> None:
    for ask in (
        lambda: LocalAnimator().poll("gone-1"),
        lambda: LocalAnimator().fetch(ClipJob("gone-1"), tmp_path / "to"),
    ):
        with pytest.raises(ProviderError) as caught:
            ask()
        assert caught.value.permanent


def test_a_key_cannot_lead_out_of_the_folder() -> None:
    with pytest.raises(ValueError, match="no key"):
        LocalAnimator().find("../secret")


def test_unfetched_clips_are_removed_after_a_day(small: Path) -> None:
    old, new = made(key="old-1"), made(key="new-1")
    left = small / "making-abc.mp4"
    left.write_bytes(b"half")
    for path in (old, left):
        os.utime(path, times=(time.time() - 90_000, time.time() - 90_000))
    last = made(key="last-1")
    assert sorted(small.iterdir()) == sorted([new, last])


def test_a_clip_over_the_time_limit_is_an_error_and_leaves_no_file(
    monkeypatch: pytest.MonkeyPatch, small: Path
) -> None:
    monkeypatch.setattr(local, "LIMIT", 0.3)
    with pytest.raises(ProviderError, match="took longer"):
        made(seconds=600.0)
    assert list(small.iterdir()) == []
    assert running() == []
