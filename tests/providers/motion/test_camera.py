"""providers.motion.camera: choosing and planning moves."""

from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from providers.motion import camera
from providers.motion.camera import Window, choose_move, plan_move
from providers.motion.focus import focus_point, kept_in_sight
from providers.motion.layout import layout_for
from providers.motion.stills import Still
from stories.beats import KINDS, MOODS
from storybook.composing.composition import compose
from storybook.composing.visibility import heads
from storybook.illustrator import plan_of
from storybook.request import Request
from storybook.signature import faces_of, signed
from videos.clips.motions import PRESETS, motion_of

PARTS = st.floats(0.0, 1.0)
SHARES = st.floats(0.2, 1.0)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("The camera slowly pushes in on the red fox.", camera.PUSH_IN),
        ("slow zoom in on his face", camera.PUSH_IN),
        ("The camera pulls out until all of the valley is seen.", camera.PULL_OUT),
        ("Zoom out", camera.PULL_OUT),
        ("The camera pans along the way, from left to right.", camera.PAN_RIGHT),
        ("The camera pans along the way, from right to left.", camera.PAN_LEFT),
        ("pan left", camera.PAN_LEFT),
        ("Tracking shot along the river", camera.PAN),
        ("The camera tilts up slowly.", camera.TILT_UP),
        ("Tilt down to his paws", camera.TILT_DOWN),
        ("The camera hardly moves.", camera.DRIFT),
        ("Static shot; only his tail twitches", camera.STILL),
    ],
)
def test_the_motion_prompt_chooses_the_move(words: str, kind: str) -> None:
    assert choose_move(words, "power", "triumphant") == kind


def test_the_motion_of_the_fox_does_not_choose_the_move() -> None:
    words = "The camera pans along the way. The fox looks up; small things move in the light and zoom out of sight."
    assert choose_move(words, "", "") == camera.PAN


@pytest.mark.parametrize(
    ("beat", "mood", "kind"),
    [
        ("power", "happy", camera.PULL_OUT),
        ("road_home", "sad", camera.PAN),
        ("dark", "triumphant", camera.PUSH_IN),
        ("ally", "triumphant", camera.PULL_OUT),
        ("", "", camera.PUSH_IN),
    ],
)
def test_without_a_phrase_beat_and_mood_choose_the_move(beat: str, mood: str, kind: str) -> None:
    assert choose_move("The fox jumps.", beat, mood) == kind


@pytest.mark.parametrize("beat", KINDS)
def test_every_motion_that_is_written_for_a_clip_is_understood(beat: str) -> None:
    words = motion_of(beat=beat, mood=MOODS[0], shows="The red fox walks.", number=3)
    asked = {"pushes in": camera.PUSH_IN, "pulls out": camera.PULL_OUT, "tilts up": camera.TILT_UP}
    asked |= {"hardly moves": camera.DRIFT, "to left": camera.PAN_LEFT, "to right": camera.PAN_RIGHT}
    asked |= {"to the left": camera.PAN_LEFT, "to the right": camera.PAN_RIGHT}
    (kind,) = {kind for part, kind in asked.items() if part in words}
    assert choose_move(words, "", "") == kind


@given(kind=st.sampled_from(sorted(camera._NEAR)), x=PARTS, y=PARTS, across=SHARES, down=SHARES, when=PARTS)
def test_the_window_never_leaves_the_picture(
    kind: str, x: float, y: float, across: float, down: float, when: float
) -> None:
    seen = plan_move(kind, (x, y), across, down, 5.0).at(when)
    for middle, share in ((seen.x, across), (seen.y, down)):
        assert middle - share * seen.part / 2 >= -1e-9
        assert middle + share * seen.part / 2 <= 1 + 1e-9


@pytest.mark.parametrize("kind", sorted(camera._NEAR))
def test_the_camera_starts_and_stops_softly_and_never_jumps(kind: str) -> None:
    path = plan_move(kind, (0.3, 0.6), 0.84, 1.0, 5.0)
    seen = [path.at(number / 149) for number in range(150)]
    steps = [_far(one, other) for one, other in pairwise(seen)]
    fastest = max(steps)
    assert fastest < 0.01
    assert steps[0] <= fastest * 0.6
    assert steps[-1] <= fastest * 0.6
    assert all(abs(one - other) <= fastest * 0.05 + 1e-12 for one, other in pairwise(steps))


def _far(one: Window, other: Window) -> float:
    return abs(one.x - other.x) + abs(one.y - other.y) + abs(one.part - other.part)


def test_a_push_in_goes_to_the_fox_and_a_pull_out_comes_from_him() -> None:
    fox = (0.6, 0.6)
    near, far = plan_move(camera.PUSH_IN, fox, 0.84, 1.0).at(1.0), plan_move(camera.PUSH_IN, fox, 0.84, 1.0).at(0.0)
    assert (near.x, near.y) == pytest.approx(fox)
    assert near.part < 0.8 < far.part == 1.0
    back = plan_move(camera.PULL_OUT, fox, 0.84, 1.0)
    assert back.at(0.0).part < 0.8 < back.at(1.0).part == 1.0


def test_a_pan_ends_on_the_side_of_the_fox() -> None:
    right, left = plan_move(camera.PAN, (0.7, 0.5), 0.84, 1.0), plan_move(camera.PAN, (0.2, 0.5), 0.84, 1.0)
    assert right.at(0.0).x < 0.5 < right.at(1.0).x
    assert left.at(1.0).x < 0.5 < left.at(0.0).x


def test_a_short_move_is_a_smaller_one() -> None:
    fox = (0.5, 0.5)
    assert (
        plan_move(camera.PUSH_IN, fox, 1, 1, 2.0).at(1.0).part > plan_move(camera.PUSH_IN, fox, 1, 1, 5.0).at(1.0).part
    )


@st.composite
def boxes(draw: st.DrawFn) -> tuple[float, float, float, float]:
    left, right = sorted((draw(PARTS), draw(PARTS)))
    top, bottom = sorted((draw(PARTS), draw(PARTS)))
    return left, top, right, bottom


@given(st.sampled_from(sorted(camera._NEAR)), PARTS, PARTS, SHARES, SHARES, PARTS, boxes())
def test_what_is_kept_in_sight_is_in_every_window_as_far_as_the_largest_holds_it(kind, x, y, across, down, when, keep):
    move = plan_move(kind, (x, y), across, down, 5.0, keep)
    holds(move.at(when), keep, across, down)


def holds(seen: Window, keep: tuple[float, float, float, float], across: float, down: float) -> None:
    """The window lies in the picture and holds the box; where the box is too large for any, its middle."""
    for middle, share, low, high in ((seen.x, across, keep[0], keep[2]), (seen.y, down, keep[1], keep[3])):
        first, last = (low, high) if high - low <= share else [(low + high) / 2] * 2
        assert middle - share * seen.part / 2 <= first + 1e-6
        assert middle + share * seen.part / 2 >= last - 1e-6
        assert middle - share * seen.part / 2 >= -1e-6
        assert middle + share * seen.part / 2 <= 1 + 1e-6


SCENES = (
    "The red fox stands alone in the snow.",
    "An old badger points, and the red fox lifts a lantern.",
    "A huge grey wolf roars at the red fox, a club held high.",
    "The red fox runs past four laughing geese in the village.",
    "The red fox flies over the hills beside an owl.",
    "The red fox sleeps under a tree, a mouse beside him.",
)


@pytest.mark.parametrize("shows", SCENES)
@pytest.mark.parametrize("shape", [(1080, 1920), (1920, 1080), (1024, 1536)])
def test_no_preset_takes_the_fox_or_who_is_with_him_out_of_the_frame(shows: str, shape: tuple[int, int]) -> None:
    plan = plan_of(Request(shows=shows), 1)
    frame = compose(plan, Random(shows), 3)
    note = signed(1, 1, faces := heads((frame.fox, *frame.others)))
    picture = Image.new("RGB", (1024, 1536))
    picture.info["storybook"] = note
    assert len(faces) == len(faces_of(note)) > len(plan.figures)
    keep = kept_in_sight(picture, focus_point(picture))
    panel = layout_for(picture.size, shape).panel
    across, down = Still([picture], (0.5, 0.5)).window(panel)
    for preset in PRESETS:
        kind = choose_move(preset.words, "", "")
        move = plan_move(kind, (frame.fox.x / 1024, 0.6), across, down, 5.0, keep)
        for step in range(11):
            holds(move.at(step / 10), keep, across, down)
            if keep[2] - keep[0] <= across and keep[3] - keep[1] <= down:
                for face in faces:
                    holds(move.at(step / 10), face, across, down)


def test_of_a_picture_that_says_nothing_the_centre_and_the_focus_are_kept() -> None:
    left, top, right, bottom = kept_in_sight(Image.new("RGB", (90, 60)), (0.9, 0.5))
    assert (left, right) == (pytest.approx(0.28), 1.0)
    assert top < 0.3 < 0.75 < bottom
