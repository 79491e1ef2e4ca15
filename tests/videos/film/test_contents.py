"""What goes into a film, and when a film is out of date."""

import pytest

from tests.factories import drawn_version, story_folder
from tests.videos.factories import change_clip, finish_film, read_again
from videos import statuses
from videos.film.contents import contents_of, is_outdated
from videos.film.services import request_film
from videos.models import Film, Music

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("content")]


def change_text(story) -> None:
    story.scenes.filter(number=3).update(text="The red fox sleeps.")


def change_title(story) -> None:
    story.title = "Another"
    story.save()


def name_an_author(story) -> None:
    story.author = "Mia"
    story.save()


def choose_a_cover(story) -> None:
    story.cover = 7
    story.save()


def bring_music(story) -> None:
    Music.objects.create(story=story, name="song.mp3", file="music-1.m4a")


class TestOutOfDate:
    @pytest.mark.parametrize(
        "change", [change_clip, change_text, change_title, name_an_author, choose_a_cover, bring_music]
    )
    def test_a_film_is_out_of_date_once_its_contents_change(self, story, change):
        film = finish_film(request_film(story, by=""))
        assert not is_outdated(read_again(film))
        change(story)
        assert is_outdated(read_again(film))

    def test_another_voice_makes_it_out_of_date_only_where_there_is_one(self, story, settings):
        settings.SPEECH_PROVIDER = "upstream"
        spoken = finish_film(request_film(story, by=""))
        silent = finish_film(request_film(story, shape=Film.WIDE, voice=False, by=""))
        settings.SPEECH_VOICE = "another"
        assert is_outdated(read_again(spoken))
        assert not is_outdated(read_again(silent))

    def test_new_music_does_not_outdate_a_film_without_music(self, story):
        film = finish_film(request_film(story, music=False, by=""))
        bring_music(story)
        assert not is_outdated(read_again(film))

    def test_a_film_whose_file_is_gone_is_out_of_date(self, story):
        film = finish_film(request_film(story, by=""))
        (story_folder(story.pk) / film.file).unlink()
        assert is_outdated(read_again(film))

    def test_a_film_that_was_never_made_is_not_out_of_date(self, story):
        assert not is_outdated(read_again(request_film(story, by="")))


class TestContents:
    def test_every_scene_is_there_in_order_with_its_take(self, story):
        parts = contents_of(Film(story=story)).parts
        assert [part.number for part in parts] == list(range(1, 21))
        assert all(part.take for part in parts)
        assert parts[6].text == "The red fox walks past tree number 7."

    def test_a_clip_that_failed_again_shows_its_earlier_take(self, story):
        story.clips.filter(number=7).update(status=statuses.FAILED)
        assert contents_of(Film(story=story)).parts[6].take

    def test_a_clip_of_an_earlier_version_of_the_picture_is_not_shown(self, story):
        picture = story.illustrations.get(number=7)
        picture.current = drawn_version(picture)
        picture.save()
        part = contents_of(Film(story=story)).parts[6]
        assert (part.take, part.picture) == (None, picture.current)

    def test_a_scene_without_a_clip_shows_its_picture_with_the_clip_s_motion(self, story):
        story.clips.filter(number=7).update(current=None, status=statuses.FAILED, motion="Pan to the left.")
        part = contents_of(Film(story=story)).parts[6]
        assert (part.take, part.motion) == (None, "Pan to the left.")
