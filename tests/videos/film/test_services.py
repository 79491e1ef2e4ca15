"""Films: who may have one made, what goes into it, when it is out of date, and that it is asked for by itself."""

import pytest

from core import artifact_statuses, artifacts, storage
from core.errors import Invalid
from core.status import Conflict, move
from images import statuses as picture_statuses
from stories import statuses as story_statuses
from tests.broker import asked_for
from tests.concurrency import at_once
from tests.factories import drawn_version, illustrated_story
from tests.videos.factories import finished_story, made_take
from videos import statuses
from videos.film.contents import contents_of, is_outdated
from videos.film.services import request_film
from videos.models import Film, Music
from videos.sweep import sweep

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("content")]


@pytest.fixture
def story(settings, tmp_path):
    """A finished story, without files and without the film that it got by itself."""
    settings.MEDIA_ROOT, settings.SPEECH_PROVIDER = tmp_path / "media", "none"
    story = finished_story(files=False)
    Film.objects.all().delete()
    return story


def fresh(film: Film) -> Film:
    return Film.objects.select_related("story").get(pk=film.pk)


def made(film: Film, **fields: object) -> Film:
    film = fresh(film)
    assert artifacts.begin(film)
    (storage.folder_of(film.story_id) / "film.mp4").touch()
    artifacts.finish(film, file="film.mp4", size=1, **fields)
    return film


class TestAsking:
    def test_it_is_queued_with_its_options_and_keeps_who_asked(self, story):
        before = len(asked_for())
        film = request_film(story, shape=Film.WIDE, captions=False, voice=False, music=False, by="mia")
        assert asked_for()[before:] == [("videos.render", film.pk)]
        film = fresh(film)
        assert (film.shape, film.captions, film.voice, film.music) == ("wide", False, False, False)
        assert film.status == artifact_statuses.QUEUED

    def test_asking_again_for_the_same_does_nothing(self, story):
        request_film(story, by="")
        before = len(asked_for())
        request_film(story, by="")
        assert len(asked_for()) == before

    def test_four_who_ask_at_once_get_one_film(self, story):
        before = len(asked_for())
        at_once(*[lambda: request_film(story, by="")] * 4)
        assert (Film.objects.count(), len(asked_for()) - before) == (1, 1)

    def test_each_shape_is_a_film_of_its_own(self, story):
        upright, wide = (request_film(story, shape=shape, by="") for shape in (Film.VERTICAL, Film.WIDE))
        assert upright.pk != wide.pk

    @pytest.mark.parametrize("option", ["captions", "voice", "music"])
    def test_another_wish_has_it_made_anew(self, story, option, settings):
        settings.SPEECH_PROVIDER = "upstream"
        Music.objects.create(story=story, name="song.mp3", file="music-1.m4a")
        made(request_film(story, by=""))
        film = request_film(story, by="", **{option: False})
        assert film.status == artifact_statuses.QUEUED

    def test_a_film_in_which_something_is_missing_can_be_made_once_more(self, story):
        made(request_film(story, by=""), notice="It has no voice.")
        assert request_film(story, by="").status == artifact_statuses.QUEUED

    def test_a_shape_that_there_is_not_is_refused_by_name(self, story):
        with pytest.raises(Invalid, match=r"vertical.*wide") as raised:
            request_film(story, shape="round", by="")
        assert raised.value.field == "shape"

    @pytest.mark.parametrize(
        ("status", "words"),
        [
            (story_statuses.FILMING, "are being made just now"),
            (story_statuses.APPROVED, "Make the videos first"),
            (story_statuses.REVIEWING, "once all twenty pictures are approved"),
        ],
    )
    def test_while_none_can_be_made_it_says_why(self, story, status, words):
        story.status = status
        with pytest.raises(Conflict, match=words):
            request_film(story, by="")
        assert not Film.objects.exists()

    def test_a_picture_that_is_not_approved_any_more_holds_it_back(self, story):
        picture = story.illustrations.get(number=7)
        move(picture, picture_statuses.QUEUED)
        with pytest.raises(Conflict, match="once all twenty"):
            request_film(story, by="")

    def test_a_story_without_a_single_clip_has_a_film_of_its_pictures(self, settings):
        story = illustrated_story(picture_statuses.APPROVED)
        move(story, story_statuses.FILMING)
        move(story, story_statuses.UNFILMED)
        film = request_film(story, by="")
        assert [part.take for part in contents_of(fresh(film)).parts] == [None] * 20


class TestByItself:
    def test_a_story_that_is_finished_gets_its_upright_film(self):
        story = illustrated_story(picture_statuses.APPROVED)
        move(story, story_statuses.FILMING)
        assert asked_for() == []
        move(story, story_statuses.FINISHED)
        film = Film.objects.get()
        assert (film.shape, film.status) == (Film.VERTICAL, artifact_statuses.QUEUED)
        assert asked_for() == [("videos.render", film.pk)]

    def test_one_that_nobody_asked_for_is_found_by_the_sweep(self, story):
        before = len(asked_for())
        sweep()
        sweep()
        assert asked_for()[before:] == [("videos.render", Film.objects.get().pk)]

    def test_it_is_made_as_it_was_asked_for_last(self, story):
        made(request_film(story, captions=False, by=""))
        change_a_clip(story)
        move(story, story_statuses.FILMING)
        move(story, story_statuses.FINISHED)
        film = Film.objects.get()
        assert (film.captions, film.status) == (False, artifact_statuses.QUEUED)

    def test_a_story_without_a_clip_is_not_filmed_by_itself(self):
        story = illustrated_story(picture_statuses.APPROVED)
        move(story, story_statuses.FILMING)
        move(story, story_statuses.UNFILMED)
        assert not Film.objects.exists()

    def test_it_holds_nothing_up_where_a_picture_is_being_changed(self):
        story = illustrated_story(picture_statuses.APPROVED)
        move(story, story_statuses.FILMING)
        move(story.illustrations.get(number=7), picture_statuses.QUEUED)
        move(story, story_statuses.FINISHED)
        assert not Film.objects.exists()


def change_a_clip(story) -> None:
    clip = story.clips.get(number=7)
    clip.current = made_take(clip, clip.illustration, files=False)
    clip.save()


def change_text(story) -> None:
    story.scenes.filter(number=3).update(text="The red fox sleeps.")


def change_title(story) -> None:
    story.title = "Another"
    story.save()


def bring_music(story) -> None:
    Music.objects.create(story=story, name="song.mp3", file="music-1.m4a")


class TestOutOfDate:
    @pytest.mark.parametrize("change", [change_a_clip, change_text, change_title, bring_music])
    def test_it_is_out_of_date_once_what_it_was_made_of_changes(self, story, change):
        film = made(request_film(story, by=""))
        assert not is_outdated(fresh(film))
        change(story)
        assert is_outdated(fresh(film))

    def test_another_voice_makes_it_out_of_date_only_where_there_is_one(self, story, settings):
        settings.SPEECH_PROVIDER = "upstream"
        spoken = made(request_film(story, by=""))
        silent = made(request_film(story, shape=Film.WIDE, voice=False, by=""))
        settings.SPEECH_VOICE = "another"
        assert is_outdated(fresh(spoken))
        assert not is_outdated(fresh(silent))

    def test_music_that_it_does_not_play_does_not_concern_it(self, story):
        film = made(request_film(story, music=False, by=""))
        bring_music(story)
        assert not is_outdated(fresh(film))

    def test_a_film_whose_file_is_gone_is_out_of_date(self, story):
        film = made(request_film(story, by=""))
        (storage.folder_of(story.pk) / film.file).unlink()
        assert is_outdated(fresh(film))

    def test_what_was_never_made_is_not_out_of_date(self, story):
        assert not is_outdated(fresh(request_film(story, by="")))


class TestContents:
    def test_every_scene_is_there_in_order_with_its_take(self, story):
        parts = contents_of(Film(story=story)).parts
        assert [part.number for part in parts] == list(range(1, 21))
        assert all(part.take for part in parts)
        assert parts[6].text == "The red fox walks past tree number 7."

    def test_a_clip_that_failed_again_shows_its_earlier_take(self, story):
        story.clips.filter(number=7).update(status=statuses.FAILED)
        assert contents_of(Film(story=story)).parts[6].take

    def test_a_clip_of_a_picture_that_is_not_the_approved_one_is_not_shown(self, story):
        picture = story.illustrations.get(number=7)
        picture.current = drawn_version(picture)
        picture.save()
        part = contents_of(Film(story=story)).parts[6]
        assert (part.take, part.picture) == (None, picture.current)

    def test_a_scene_without_a_clip_shows_its_picture_moved_as_it_was_asked_for(self, story):
        story.clips.filter(number=7).update(current=None, status=statuses.FAILED, motion="Pan to the left.")
        part = contents_of(Film(story=story)).parts[6]
        assert (part.take, part.motion) == (None, "Pan to the left.")
