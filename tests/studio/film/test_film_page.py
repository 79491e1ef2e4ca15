"""The film's page: what it shows in every state, and what its buttons do, with scripts and without."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import artifact_statuses, storage
from stories import statuses as story_statuses
from stories.models import Story
from tests.broker import sent_tasks
from tests.browser import film_stories
from tests.factories import illustrated_story, visitor
from videos import statuses
from videos.clips.motions import PRESETS, with_preset
from videos.film.contents import is_outdated
from videos.models import Clip, Film, Music

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """Files of these tests are kept by themselves."""
    settings.MEDIA_ROOT = tmp_path


def page(story: Story, query: str = "") -> str:
    answer = visitor().get(f"/stories/{story.pk}/film/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def press(story: Story, button: str, headers=None, **fields):
    return visitor().post(f"/stories/{story.pk}/film/{button}", fields, headers=headers)


def clip(story: Story, number: int) -> Clip:
    return story.clips.get(number=number)


def test_before_all_pictures_are_approved_the_page_says_how_many_are_missing():
    story = illustrated_story("pending_approval")
    story.illustrations.filter(number__lte=19).update(status="approved")
    assert "1 of them is not approved yet" in page(story)
    assert "make-videos" not in page(story)


def test_the_videos_of_an_approved_story_are_asked_for_on_its_page_and_on_the_film_s(commit):
    story = film_stories.approved_story()
    assert 'class="make-videos"' in page(story)
    assert 'class="make-videos"' in visitor().get(f"/stories/{story.pk}/").content.decode()
    with commit():
        answer = press(story, "videos")
    assert (answer.status_code, answer["Location"]) == (302, f"/stories/{story.pk}/film/")
    story.refresh_from_db()
    assert story.status == story_statuses.FILMING
    assert "<strong>0 of 20</strong> clips are ready" in page(story)
    assert sent_tasks() == [("videos.begin", None)]


def test_the_button_says_what_the_videos_cost(settings):
    settings.VIDEO_PROVIDER, settings.PRICES = "kling", {}
    story = film_stories.approved_story()
    assert 'Make the clips <span class="price">about $' in page(story)


def test_videos_that_are_being_made_are_not_asked_for_twice():
    story = film_stories.being_filmed()
    answer = press(story, "videos")
    assert answer.status_code == 409
    assert "are being made already" in answer.content.decode()


def test_the_page_shows_how_far_the_clips_are_and_plays_those_that_are_ready():
    shown = page(film_stories.being_filmed())
    assert "<strong>7 of 20</strong> clips are ready" in shown
    assert shown.count("<video") == 7
    assert shown.count('preload="none"') == 7
    assert shown.count('aria-label="Change clip') == 7


def test_a_failed_and_an_overdue_clip_say_why_and_offer_ways_on():
    shown = page(film_stories.in_trouble())
    assert "The picture was refused because of its content." in shown
    assert 'aria-label="Make again: clip 19"' in shown
    assert 'aria-label="Go on waiting: clip 20"' in shown
    assert 'aria-label="Try again: clip 20"' in shown
    assert 'aria-label="Show this: take 1 of clip 2"' in shown
    assert 'aria-label="Make again: clip 3"' in shown
    assert "Make it here instead" not in shown  # everything is made here


def test_what_stopped_all_clips_is_said_once_and_to_staff_in_full(admin_client):
    story = film_stories.filmed_story(dict.fromkeys(range(1, 21), statuses.FAILED), story_statuses.UNFILMED)
    story.clips.update(error="No clips are made now.")
    Story.objects.filter(pk=story.pk).update(error="No clips are made now.", stopped="KLING_ACCESS_KEY is refused.")
    shown = page(story)
    assert shown.count("No clips are made now.") == 1
    assert "KLING_ACCESS_KEY" not in shown
    assert "KLING_ACCESS_KEY is refused." in admin_client.get(f"/stories/{story.pk}/film/").content.decode()
    assert "Make the missing clips" in shown


def test_a_service_outside_can_be_left_for_this_machine(settings, commit):
    settings.VIDEO_PROVIDER = "kling"
    story = film_stories.in_trouble()
    assert 'aria-label="Make it here instead: clip 19"' in page(story)
    with commit():
        assert press(story, "clips/19/here").status_code == 302
    assert (clip(story, 19).status, clip(story, 19).provider) == (statuses.QUEUED, "local")


def test_a_clip_may_end_on_the_next_picture_where_the_service_can_do_that(settings, commit):
    story = film_stories.filmed_story()
    assert "ends_on_next" not in page(story)
    settings.VIDEO_PROVIDER, settings.HAILUO_MODEL = "hailuo", "MiniMax-H3"
    assert page(story).count('name="ends_on_next"') == 19  # nothing follows the last one
    with commit():
        press(story, "clips/7/redo", motion="The fox jumps.", ends_on_next="yes")
    assert clip(story, 7).ends_on_next


def test_a_clip_is_made_again_with_another_motion(commit):
    story = film_stories.filmed_story()
    with commit():
        answer = press(story, "clips/7/redo", motion="The camera  flies\nover the fox.")
    assert (answer.status_code, answer["Location"]) == (302, f"/stories/{story.pk}/film/#clip-7")
    assert (clip(story, 7).status, clip(story, 7).motion) == (statuses.QUEUED, "The camera flies over the fox.")


def test_a_clip_is_made_again_with_a_camera_that_was_picked(commit):
    story = film_stories.filmed_story()
    assert all(f'name="preset" value="{one.name}"' in page(story) for one in PRESETS)
    with commit():
        press(story, "clips/7/redo", motion="The camera flies. The fox yawns.", preset="pan-left")
    assert clip(story, 7).motion == with_preset("The fox yawns.", "pan-left")


def test_a_motion_that_is_not_taken_stands_in_its_box_with_the_reason():
    story = film_stories.filmed_story()
    answer = press(story, "clips/7/redo", HTMX, motion="x" * 501)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "501 characters; 500 are allowed" in shown
    assert "x" * 501 in shown
    assert "<html" not in shown
    assert "<html" in press(story, "clips/7/redo", motion="").content.decode()
    assert clip(story, 7).status == statuses.READY


def test_an_earlier_take_is_chosen():
    story = film_stories.in_trouble()
    first = clip(story, 2).takes.get(number=1)
    assert press(story, "clips/2/choose", take="1").status_code == 302
    assert clip(story, 2).current == first
    assert press(story, "clips/2/choose", take="9").status_code == 404


def test_one_goes_on_waiting_for_an_overdue_clip(commit):
    story = film_stories.in_trouble()
    with commit():
        assert press(story, "clips/20/wait").status_code == 302
    assert clip(story, 20).status == statuses.WORKING
    assert press(story, "clips/19/wait").status_code == 409


def test_clips_are_limited_by_the_hour(settings):
    settings.CLIPS_PER_STORY_HOUR = 1
    story = film_stories.filmed_story()
    assert press(story, "clips/7/again", HTMX).status_code == 200
    refused = press(story, "clips/8/again", HTMX)
    assert (refused.status_code, "There can be 1 clip for this story an hour" in refused.content.decode()) == (
        429,
        True,
    )
    assert int(refused["Retry-After"]) > 0
    assert clip(story, 8).status == statuses.READY


def test_films_are_limited_by_the_hour_and_what_is_being_made_already_does_not_count(settings):
    settings.FILMS_PER_STORY_HOUR = 1
    story = film_stories.with_film()
    Film.objects.all().delete()
    for _ in range(3):
        assert press(story, "make", HTMX, shape="vertical", captions="on").status_code == 200
    refused = press(story, "make", HTMX, shape="wide", captions="on")
    assert refused.status_code == 429
    assert "There can be 1 film or download of this story an hour" in refused.content.decode()
    assert int(refused["Retry-After"]) > 0
    assert list(story.films.values_list("shape", flat=True)) == ["vertical"]


def test_a_film_that_cannot_be_made_does_not_count(settings):
    settings.FILMS_PER_STORY_HOUR = -1
    assert press(film_stories.with_film(), "make", HTMX, shape="round").status_code == 422


def test_the_film_is_shown_with_its_captions_and_offered_to_be_kept():
    story = film_stories.with_film()
    shown = page(story)
    assert f'<source src="/media/{story.pk}/film-vertical.mp4"' in shown
    assert f'src="/media/{story.pk}/film-vertical.vtt" srclang="en" label="Captions">' in shown  # they are burned in
    assert 'download="a-test-of-courage-vertical.mp4"' in shown
    assert "1:02" in shown
    assert "An evening waltz.mp3" in shown
    assert "Something has changed since" not in shown


def test_a_film_whose_file_is_gone_is_offered_to_be_made():
    story = film_stories.with_film()
    storage.remove(story.pk, ["film-vertical.mp4"])
    shown = page(story)
    assert "This film is not made yet." in shown
    assert "film-vertical" not in shown


def test_the_wide_film_is_another_one_with_captions_to_switch_on():
    shown = page(film_stories.with_film(), "?shape=wide")
    assert "film-wide.mp4" in shown
    assert 'label="Captions" default>' in shown
    assert "Something has changed since this film was made." in shown
    assert "This film is not made yet." not in shown
    assert "film-vertical.mp4" in page(film_stories.with_film(), "?shape=round")


def test_a_film_is_asked_for_as_it_is_ticked(commit):
    story = film_stories.filmed_story()
    with commit():
        answer = press(story, "make", shape="wide", captions="yes")
    assert answer["Location"] == f"/stories/{story.pk}/film/?shape=wide#film"
    film = story.films.get()
    assert (film.shape, film.captions, film.voice, film.music) == ("wide", True, False, False)
    assert film.status == artifact_statuses.QUEUED
    assert "The film waits for its turn." in page(story, "?shape=wide")


def test_a_film_in_the_making_shows_how_far_it_is_and_can_be_stopped():
    story = film_stories.being_rendered()
    assert 'value="400" data-progress-of="film:vertical"' in page(story)
    assert press(story, "cancel", shape="vertical").status_code == 302
    assert "The making of the film was stopped." in page(story)
    again = press(story, "cancel", HTMX, shape="vertical")
    assert (again.status_code, "is not being made just now" in again.content.decode()) == (409, True)
    assert press(story, "cancel", shape="wide").status_code == 404


def test_a_film_that_failed_says_why():
    story = film_stories.filmed_story()
    film_stories.film_of(story, artifact_statuses.FAILED, error="There is no room left on this machine.")
    assert "There is no room left on this machine." in page(story)


def test_no_film_is_offered_while_the_clips_are_made():
    story = film_stories.being_filmed()
    assert "Make the film" not in page(story)
    answer = press(story, "make", shape="vertical")
    assert (answer.status_code, Film.objects.count()) == (409, 0)
    assert "The clips are being made just now" in answer.content.decode()


def test_music_is_refused_in_words_and_taken_away():
    story = film_stories.with_film()
    assert "No file arrived." in press(story, "music", HTMX).content.decode()
    assert press(story, "music/remove", shape="vertical").status_code == 302
    assert Music.objects.count() == 0
    assert "An evening waltz.mp3" not in page(story)


def test_a_finished_story_shows_its_film_above_the_pictures():
    story = film_stories.with_film()
    shown = visitor().get(f"/stories/{story.pk}/").content.decode()
    assert shown.index("film-vertical.mp4") < shown.index('id="progress"')
    assert f'href="/stories/{story.pk}/film/"' in shown
    assert "make-videos" not in shown


def test_a_story_without_a_film_says_how_far_it_is():
    story = film_stories.being_filmed()
    shown = visitor().get(f"/stories/{story.pk}/panels").content.decode()
    assert "<strong>7 of 20</strong> clips are ready" in shown


def test_the_page_asks_the_database_as_often_with_twenty_clips_as_with_one():
    story, client = film_stories.with_film(), visitor()
    asked = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/stories/{story.pk}/film/")
        asked.append(len(queries))
        story.clips.filter(number__gt=1).delete()
    assert asked[0] <= asked[1]


def test_what_the_page_shows_of_a_film_changes_with_what_it_is_made_from():
    story = film_stories.with_film()
    assert not is_outdated(story.films.get(shape=Film.VERTICAL))
    story.scenes.filter(number=3).update(text="The red fox sits down beside a frozen lake.")
    assert "Something has changed since this film was made." in page(story)
