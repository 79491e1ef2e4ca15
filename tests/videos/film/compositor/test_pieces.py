"""A film is joined from pieces, and only those are encoded again that a change touches."""

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageDraw

from providers.motion.frames import Frame, frame_of
from providers.motion.pipes import encoder
from tests.media_probe import frames_of, light, mean
from tests.videos.film.compositor.specs import COLOURS, order, tone
from videos.film.compositor.encode import render
from videos.film.compositor.frames import pieces
from videos.film.compositor.spec import FPS, FilmSpec, Rendered, Shot
from videos.film.compositor.timing import FADE, TITLE, segments_of

pytestmark = pytest.mark.site

SIZE = (108, 192)
SPOKEN = 0.4  # seconds
TEXTS = ["The red fox walks.", "He finds a lamp.", "He smiles."]


def moving(folder: Path, number: int, colour: str) -> Path:
    """A clip of two seconds in which a white bar goes on by its width with every frame."""
    path = folder / f"moving-{number}.mp4"
    with encoder(path, SIZE, FPS, limit=60) as append:
        for step in range(2 * FPS):
            image = Image.new("RGB", SIZE, colour)
            left = (number * 31 + step * 11) % 98
            ImageDraw.Draw(image).rectangle((left, 0, left + 10, SIZE[1]), fill="white")
            append(frame_of(image))
    return path


def made(folder: Path, spec: FilmSpec) -> Rendered:
    """Render the film with the pieces of the one before."""
    return render(spec, folder / "film.mp4", folder, lambda done: None, 120, kept=folder / "kept")


def kept(folder: Path) -> set[tuple[str, int]]:
    """The pieces that are kept, each with the time at which it was encoded."""
    return {(path.name, path.stat().st_mtime_ns) for path in (folder / "kept").iterdir()}


def in_one_go(folder: Path, spec: FilmSpec) -> list[Frame]:
    """The frames of the film as it is when all of it is encoded at once."""
    segments = segments_of(spec, [SPOKEN] * len(spec.shots))
    with encoder(folder / "once.mp4", spec.size, FPS, limit=60) as append:
        for _, frames in pieces(spec, segments, range(2 * len(segments)), limit=60):
            for frame in frames:
                append(frame)
    return frames_of(folder / "once.mp4", spec.size)


def apart(one: Frame, other: Frame) -> float:
    """How far two frames are apart, on the average of their pixels."""
    return mean(ImageChops.difference(light(one), light(other)))


def test_one_changed_clip_costs_its_piece_and_two_fades_and_no_frame_is_missing_or_doubled(tmp_path):
    clips = [moving(tmp_path, number, colour) for number, colour in enumerate([*COLOURS, "#808080"])]
    voice = tone(tmp_path, "voice", SPOKEN, 300)
    shots = [Shot(text, clip=clip, voice=voice) for text, clip in zip(TEXTS, clips, strict=False)]
    spec = order(tmp_path, shots=shots)
    first, before = made(tmp_path, spec), kept(tmp_path)
    assert (first.encoded, len(before)) == (8, 8)  # the title and three shots, each with the fade after it
    spec = replace(spec, shots=[shots[0], replace(shots[1], clip=clips[3]), shots[2]])
    second, after = made(tmp_path, spec), kept(tmp_path)
    assert (second.encoded, second.seconds) == (3, first.seconds)
    assert (len(after & before), len(after)) == (5, 8)  # what the film has no more is gone
    seen, wanted = frames_of(tmp_path / "film.mp4", spec.size), in_one_go(tmp_path, spec)
    assert len(seen) == len(wanted) == round(second.seconds * FPS)
    assert max(map(apart, seen, wanted)) < 1.5
    for number in range(TITLE, len(seen) - FADE):
        assert min(apart(seen[number], wanted[number + step]) for step in (-1, 1)) > 5, number


def test_a_change_costs_what_shows_it_and_nothing_else(tmp_path):
    voice = tone(tmp_path, "voice", SPOKEN, 300)
    spec = order(tmp_path)
    spec = replace(spec, shots=[replace(shot, voice=voice) for shot in spec.shots])
    made(tmp_path, spec)
    song = tone(tmp_path, "song", 2.0, 3000)
    changes = [({}, 0), ({"music": song}, 0), ({"title": "Another"}, 2), ({"captions": False}, 7)]
    for change, encoded in changes:
        spec = replace(spec, **change)
        assert made(tmp_path, spec).encoded == encoded, change
