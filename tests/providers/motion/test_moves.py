"""What the camera does: the words that ask for it, and windows that never leave the picture."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers.motion import moves
from providers.motion.moves import Window, chosen, move
from stories.beats import KINDS, MOODS
from videos.motions import motion_of

PARTS = st.floats(0.0, 1.0)
SHARES = st.floats(0.2, 1.0)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("The camera slowly pushes in on the red fox.", moves.PUSH_IN),
        ("slow zoom in on his face", moves.PUSH_IN),
        ("The camera pulls out until all of the valley is seen.", moves.PULL_OUT),
        ("Zoom out", moves.PULL_OUT),
        ("The camera pans along the way, from left to right.", moves.PAN_RIGHT),
        ("The camera pans along the way, from right to left.", moves.PAN_LEFT),
        ("pan left", moves.PAN_LEFT),
        ("Tracking shot along the river", moves.PAN),
        ("The camera tilts up slowly.", moves.TILT_UP),
        ("Tilt down to his paws", moves.TILT_DOWN),
        ("The camera hardly moves.", moves.DRIFT),
        ("Static shot; only his tail twitches", moves.STILL),
    ],
)
def test_the_camera_does_what_the_words_say(words: str, kind: str) -> None:
    assert chosen(words, "power", "triumphant") == kind


def test_what_is_said_of_the_fox_does_not_move_the_camera() -> None:
    words = "The camera pans along the way. The fox looks up; small things move in the light and zoom out of sight."
    assert chosen(words, "", "") == moves.PAN


@pytest.mark.parametrize(
    ("beat", "mood", "kind"),
    [
        ("power", "happy", moves.PULL_OUT),
        ("road_home", "sad", moves.PAN),
        ("dark", "triumphant", moves.PUSH_IN),
        ("ally", "triumphant", moves.PULL_OUT),
        ("", "", moves.PUSH_IN),
    ],
)
def test_without_words_the_scene_decides(beat: str, mood: str, kind: str) -> None:
    assert chosen("The fox jumps.", beat, mood) == kind


@pytest.mark.parametrize("beat", KINDS)
def test_every_motion_that_is_written_for_a_clip_is_understood(beat: str) -> None:
    words = motion_of(beat=beat, mood=MOODS[0], shows="The red fox walks.", number=3)
    asked = {"pushes in": moves.PUSH_IN, "pulls out": moves.PULL_OUT, "tilts up": moves.TILT_UP}
    asked |= {"hardly moves": moves.DRIFT, "to left": moves.PAN_LEFT, "to right": moves.PAN_RIGHT}
    asked |= {"to the left": moves.PAN_LEFT, "to the right": moves.PAN_RIGHT}
    (kind,) = {kind for part, kind in asked.items() if part in words}
    assert chosen(words, "", "") == kind


@given(kind=st.sampled_from(sorted(moves._NEAR)), x=PARTS, y=PARTS, across=SHARES, down=SHARES, when=PARTS)
def test_nothing_beyond_the_picture_is_ever_seen(
    kind: str, x: float, y: float, across: float, down: float, when: float
) -> None:
    seen = move(kind, (x, y), across, down, 5.0).at(when)
    for middle, share in ((seen.x, across), (seen.y, down)):
        assert middle - share * seen.part / 2 >= -1e-9
        assert middle + share * seen.part / 2 <= 1 + 1e-9


@pytest.mark.parametrize("kind", sorted(moves._NEAR))
def test_the_camera_starts_and_stops_softly_and_never_jumps(kind: str) -> None:
    path = move(kind, (0.3, 0.6), 0.84, 1.0, 5.0)
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
    near, far = move(moves.PUSH_IN, fox, 0.84, 1.0).at(1.0), move(moves.PUSH_IN, fox, 0.84, 1.0).at(0.0)
    assert (near.x, near.y) == pytest.approx(fox)
    assert near.part < 0.8 < far.part == 1.0
    back = move(moves.PULL_OUT, fox, 0.84, 1.0)
    assert back.at(0.0).part < 0.8 < back.at(1.0).part == 1.0


def test_a_pan_ends_on_the_side_of_the_fox() -> None:
    right, left = move(moves.PAN, (0.7, 0.5), 0.84, 1.0), move(moves.PAN, (0.2, 0.5), 0.84, 1.0)
    assert right.at(0.0).x < 0.5 < right.at(1.0).x
    assert left.at(1.0).x < 0.5 < left.at(0.0).x


def test_a_short_move_is_a_smaller_one() -> None:
    fox = (0.5, 0.5)
    assert move(moves.PUSH_IN, fox, 1, 1, 2.0).at(1.0).part > move(moves.PUSH_IN, fox, 1, 1, 5.0).at(1.0).part
