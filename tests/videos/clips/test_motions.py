"""Every scene gets a motion of its own: the camera moves by its beat, the fox by its mood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers.motion.camera import choose_move
from stories.beats import KINDS, MOODS
from videos.clips.motions import LIMIT, PRESETS, motion_of, with_preset


@pytest.mark.parametrize("beat", KINDS)
def test_every_beat_has_a_camera_move_that_the_local_provider_knows(beat):
    words = motion_of(beat=beat, mood="calm", shows="", number=1)
    assert "camera" in words
    assert "The fox" in words


def test_the_camera_follows_what_happens():
    assert "pushes in" in motion_of(beat="sadness", mood="sad", shows="", number=1)
    assert "pulls out" in motion_of(beat="overcome", mood="triumphant", shows="", number=1)
    assert "pans" in motion_of(beat="road_home", mood="peaceful", shows="", number=1)


def test_every_mood_moves_the_fox_in_another_way():
    assert len({motion_of(beat="call", mood=mood, shows="", number=1) for mood in MOODS}) == len(MOODS)


def test_two_pans_in_a_row_go_opposite_ways():
    first, second = (motion_of(beat="seeking", mood="calm", shows="", number=number) for number in (1, 2))
    assert "from left to right" in first
    assert "from right to left" in second


def test_the_first_sentence_of_what_the_picture_shows_goes_along():
    words = motion_of(beat="call", mood="calm", shows="The red fox sees a star. It falls.", number=1)
    assert "The red fox sees a star." in words
    assert "It falls" not in words


@given(st.text(max_size=3000), st.sampled_from([*KINDS, "", "unheard of"]), st.sampled_from([*MOODS, ""]))
def test_whatever_the_picture_shows_it_is_one_line_of_at_most_500_characters(shows, beat, mood):
    words = motion_of(beat=beat, mood=mood, shows=shows, number=3)
    assert 0 < len(words) <= LIMIT
    assert "\n" not in words


@pytest.mark.parametrize("preset", PRESETS, ids=[preset.name for preset in PRESETS])
def test_a_preset_takes_the_place_of_the_camera_and_leaves_the_other_words(preset):
    before = motion_of(beat="seeking", mood="sad", shows="The red fox sees a star.", number=1)
    after = with_preset(before, preset.name)
    assert after.startswith(preset.words)
    assert after.count("camera") == 1
    assert after.endswith(before.partition(". ")[2])
    assert choose_move(after, "", "") == preset.name.replace("-", " ")
    assert with_preset(after, preset.name) == after
    assert len(after) <= LIMIT


def test_without_a_preset_the_motion_stays_as_it_is():
    assert with_preset("He  runs.", "") == with_preset("He  runs.", "spiral") == "He  runs."
    assert with_preset("", "still") == PRESETS[-1].words
