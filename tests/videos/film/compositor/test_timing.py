"""The time of every scene and caption, and the .vtt file."""

import re
from pathlib import Path

import pytest

from tests.videos.film.compositor.specs import order
from videos.film.compositor.spec import FPS, FilmSpec, Shot
from videos.film.compositor.timing import FADE, TITLE, Cue, segments_of, total_frames, webvtt


def scenes(*texts: str) -> FilmSpec:
    """A film of these scenes, for its timing only."""
    return FilmSpec("The red fox", [Shot(text, picture=Path("none.png")) for text in texts])


def test_twenty_short_scenes_without_a_voice_are_about_a_minute() -> None:
    film = scenes(*["The red fox walks past the old mill, alone."] * 20)
    assert total_frames(segments_of(film, [0.0] * 20)) / FPS == pytest.approx(60, abs=4)


def test_every_scene_stays_as_long_as_its_voice_speaks() -> None:
    title, first, second = segments_of(scenes("One.", "Two."), [2.0, 7.5])
    assert second.count - first.count == pytest.approx(5.5 * FPS, abs=1)
    assert title.count == TITLE
    assert first.start == title.count - FADE
    assert second.start == first.start + first.count - FADE
    for segment, seconds in ((first, 2.0), (second, 7.5)):
        begun, ended = segment.cues[0].start, segment.cues[-1].end
        assert ended - begun == pytest.approx(seconds * FPS, abs=1)
        assert segment.start < begun
        assert ended <= segment.start + segment.count - FADE  # it is silent while it fades away


def test_a_long_text_without_a_voice_stays_until_it_is_read() -> None:
    text = "The red fox walks past the old mill. " * 20
    _, long = segments_of(scenes(text), [0.0])
    assert long.count / FPS > len(text) / 25


def test_without_captions_a_scene_is_no_longer_than_its_minimum() -> None:
    film = FilmSpec("", [Shot("The red fox walks. " * 50, picture=Path("none.png"))], captions=False)
    assert segments_of(film, [0.0])[1].count < 4 * FPS


def test_the_parts_of_a_text_follow_one_another() -> None:
    _, segment = segments_of(scenes("The red fox walks past the old mill. " * 20), [40.0])
    assert len(segment.cues) > 4
    for one, other in zip(segment.cues, segment.cues[1:], strict=False):
        assert one.start < one.end == other.start


def test_a_scene_without_words_has_no_cue() -> None:
    assert segments_of(scenes(""), [0.0])[1].cues == []


def test_the_vtt_escapes_texts_and_formats_times() -> None:
    text = webvtt([Cue(0, 45, "If 1 < 2 --> run & hide"), Cue(108_045, 108_060, "two\nlines")])
    head, *blocks = text.strip().split("\n\n")
    assert head == "WEBVTT"
    assert blocks == [
        "00:00:00.000 --> 00:00:01.500\nIf 1 &lt; 2 --&gt; run &amp; hide",
        "01:00:01.500 --> 01:00:02.000\ntwo lines",
    ]


def test_every_cue_of_a_film_ends_before_the_film(tmp_path: Path) -> None:
    segments = segments_of(order(tmp_path), [0.0] * 3)
    times = re.findall(r"--> (\S+)", webvtt(cue for segment in segments for cue in segment.cues))
    assert len(times) == 3
    assert times == sorted(times)
    assert float(times[-1].split(":")[-1]) < total_frames(segments) / FPS
