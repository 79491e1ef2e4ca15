"""The frames of a film: title, cross-fades and captions, on pictures and clips of any length and shape."""

from pathlib import Path

import pytest

from providers.base import ProviderError
from providers.motion.frames import Frame
from tests.media_probe import light, mean
from tests.videos.film.compositor.specs import clip, order, picture
from videos.film.compositor.frames import pieces
from videos.film.compositor.spec import FilmSpec, Shot
from videos.film.compositor.timing import FADE, segments_of, total_frames

pytestmark = pytest.mark.site  # they are rendered, which takes long


def all_frames(film: FilmSpec) -> list[Frame]:
    """Every frame of a film without voices, in order."""
    segments = segments_of(film, [0.0] * len(film.shots))
    return [frame for _, found in pieces(film, segments, range(2 * len(segments)), limit=60) for frame in found]


def red(frame: Frame) -> float:
    """The red of the middle of a frame; 128 is none."""
    width, height = frame.planes[2].size
    return mean(frame.planes[2], (width // 4, height // 4, width * 3 // 4, height // 2))


@pytest.mark.parametrize("shape", ["vertical", "wide"])
def test_a_film_has_exactly_the_frames_that_were_planned(tmp_path: Path, shape: str) -> None:
    film = order(tmp_path, shape=shape)
    found = all_frames(film)
    assert len(found) == total_frames(segments_of(film, [0.0] * 3))
    assert {frame.size for frame in found} == {film.size}


def test_scenes_fade_into_one_another_and_the_last_into_black(tmp_path: Path) -> None:
    film = order(tmp_path, captions=False)
    found, segments = all_frames(film), segments_of(film, [0.0] * 3)
    first, second = segments[1], segments[2]
    before, after = red(found[first.start + 40]), red(found[second.start + 40])
    middle = red(found[second.start + FADE // 2])
    assert before - after > 40
    assert middle == pytest.approx((before + after) / 2, abs=6)
    assert mean(light(found[-1])) == pytest.approx(16, abs=1)
    assert all(mean(light(frame)) > 30 for frame in found[:-FADE])


def test_the_title_is_shown_before_the_first_scene(tmp_path: Path) -> None:
    with_title, without = all_frames(order(tmp_path))[10], all_frames(order(tmp_path, title=""))[10]
    assert light(with_title).getextrema()[1] > 200 > light(without).getextrema()[1]


def test_the_author_stands_below_the_title(tmp_path: Path) -> None:
    with_author, without = (all_frames(order(tmp_path, title="", author=name))[10] for name in ("Mia Moss", ""))
    assert light(with_author).getextrema()[1] > 200 > light(without).getextrema()[1]


@pytest.mark.parametrize("author", ["x" * 100, "Mia " * 25, "🦊"])
def test_any_author_is_within_the_frame(tmp_path: Path, author: str) -> None:
    assert len(all_frames(order(tmp_path, author=author))) == len(all_frames(order(tmp_path)))


def test_the_chosen_cover_lies_under_the_title(tmp_path: Path) -> None:
    first, second = (all_frames(order(tmp_path, title="", cover=cover))[10] for cover in (0, 1))
    assert red(first) > 128 > red(second)


@pytest.mark.parametrize("shape", ["vertical", "wide"])
def test_captions_are_burned_in_within_the_frame(tmp_path: Path, shape: str) -> None:
    shots = [Shot("The red fox walks past the old mill. " * 6, picture=picture(tmp_path, "#305070"))]
    film = order(tmp_path, shots=shots, shape=shape, scale=0.2)
    (_, segment), (width, height) = segments_of(film, [0.0]), film.size
    bare = order(tmp_path, shots=shots, shape=shape, scale=0.2, captions=False)
    moment = segment.cues[0].start + 20
    worn, plain = all_frames(film)[moment], all_frames(bare)[moment]
    lowest = (0, height * 2 // 3, width, height)
    assert light(worn).crop(lowest).getextrema()[1] > 220
    assert light(plain).crop(lowest).getextrema()[1] < 150
    edge = width // 50
    for sides in ((0, 0, edge, height), (width - edge, 0, width, height), (0, height - edge, width, height)):
        assert light(worn).crop(sides).getextrema()[1] < 150


def test_every_part_of_a_text_is_shown_in_its_time(tmp_path: Path) -> None:
    text = " ".join(f"The red fox walks past tree number {number} and says nothing." for number in range(6))
    film = order(tmp_path, shots=[Shot(text, picture=picture(tmp_path, "#305070"))], scale=0.2)
    found, (_, segment) = all_frames(film), segments_of(film, [0.0])
    shown = [light(found[(cue.start + cue.end) // 2]).point(lambda level: 255 * (level > 200)) for cue in segment.cues]
    assert len({each.tobytes() for each in shown}) == len(segment.cues) > 2


def test_a_clip_that_is_too_short_is_slowed_down_and_its_last_frame_stays(tmp_path: Path) -> None:
    film = order(tmp_path, shots=[Shot("", clip=clip(tmp_path, "#b04020", 0.5))], captions=False)
    found = all_frames(film)
    assert len(found) == total_frames(segments_of(film, [0.0]))
    assert red(found[-FADE - 5]) > 160


def test_a_clip_that_is_too_long_is_cut(tmp_path: Path) -> None:
    film = order(tmp_path, shots=[Shot("", clip=clip(tmp_path, "#b04020", 12.0))], captions=False)
    assert len(all_frames(film)) == total_frames(segments_of(film, [0.0]))


@pytest.mark.parametrize("size", ["192x108", "100x100", "64x300"])
def test_a_clip_of_another_shape_is_shown_on_its_own_blurred_copy(tmp_path: Path, size: str) -> None:
    film = order(tmp_path, shots=[Shot("", clip=clip(tmp_path, "#b04020", 1.0, size))], captions=False)
    frame = all_frames(film)[100]
    corner = mean(light(frame), (0, 0, 8, 8))
    assert 30 < corner < mean(light(frame), (50, 90, 58, 100)) - 10


def test_an_unreadable_picture_or_clip_fails_in_words(tmp_path: Path) -> None:
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"no picture")
    page = tmp_path / "page.mp4"
    page.write_text("<html>")
    for shot, why in ((Shot("", picture=broken), "picture cannot be read"), (Shot("", clip=page), "page or a message")):
        with pytest.raises(ProviderError, match=why):
            all_frames(order(tmp_path, shots=[shot]))
