"""Requests of films: by people, and automatic ones."""

import pytest

from core import artifact_statuses
from core.errors import Invalid
from core.status import Conflict, move
from images import statuses as picture_statuses
from stories import statuses as story_statuses
from tests.broker import asked_for
from tests.concurrency import at_once
from tests.factories import illustrated_story
from tests.videos.factories import change_clip, finish_film, read_again
from videos.film.contents import contents_of
from videos.film.services import request_film
from videos.models import Film, Music
from videos.tasks import sweep

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("content")]


class TestRequests:
    def test_a_request_queues_the_film_with_its_options_and_records_by_whom(self, story):
        before = len(asked_for())
        film = request_film(story, shape=Film.WIDE, captions=False, voice=False, music=False, by="mia")
        assert asked_for()[before:] == [("videos.render", film.pk)]
        film = read_again(film)
        assert (film.shape, film.captions, film.voice, film.music) == ("wide", False, False, False)
        assert film.status == artifact_statuses.QUEUED

    def test_the_same_request_again_queues_nothing(self, story):
        request_film(story, by="")
        before = len(asked_for())
        request_film(story, by="")
        assert len(asked_for()) == before

    def test_four_requests_at_once_queue_one_film(self, story):
        before = len(asked_for())
        at_once(*[lambda: request_film(story, by="")] * 4)
        assert (Film.objects.count(), len(asked_for()) - before) == (1, 1)

    def test_each_shape_is_a_film_of_its_own(self, story):
        upright, wide = (request_film(story, shape=shape, by="") for shape in (Film.VERTICAL, Film.WIDE))
        assert upright.pk != wide.pk

    @pytest.mark.parametrize("option", ["captions", "voice", "music"])
    def test_other_options_queue_the_film_again(self, story, option, settings):
        settings.SPEECH_PROVIDER = "upstream"
        Music.objects.create(story=story, name="song.mp3", file="music-1.m4a")
        finish_film(request_film(story, by=""))
        film = request_film(story, by="", **{option: False})
        assert film.status == artifact_statuses.QUEUED

    def test_a_film_with_a_notice_can_be_requested_again(self, story):
        finish_film(request_film(story, by=""), notice="It has no voice.")
        assert request_film(story, by="").status == artifact_statuses.QUEUED

    def test_an_unknown_shape_is_refused(self, story):
        with pytest.raises(Invalid, match=r"vertical.*wide") as raised:
            request_film(story, shape="round", by="")
        assert raised.value.field == "shape"

    @pytest.mark.parametrize(
        ("status", "words"),
        [
            (story_statuses.FILMING, "are being made just now"),
            (story_statuses.APPROVED, "Make the clips first"),
            (story_statuses.REVIEWING, "once all twenty pictures are approved"),
        ],
    )
    def test_a_refused_request_says_why(self, story, status, words):
        story.status = status
        with pytest.raises(Conflict, match=words):
            request_film(story, by="")
        assert not Film.objects.exists()

    def test_no_film_can_be_requested_while_a_picture_is_not_approved(self, story):
        picture = story.illustrations.get(number=7)
        move(picture, picture_statuses.QUEUED)
        with pytest.raises(Conflict, match="once all twenty"):
            request_film(story, by="")

    def test_a_story_without_a_single_clip_has_a_film_of_its_pictures(self, settings):
        story = illustrated_story(picture_statuses.APPROVED)
        move(story, story_statuses.FILMING)
        move(story, story_statuses.UNFILMED)
        film = request_film(story, by="")
        assert [part.take for part in contents_of(read_again(film)).parts] == [None] * 20


class TestAutomaticFilm:
    def test_a_story_that_is_finished_gets_its_upright_film(self):
        story = illustrated_story(picture_statuses.APPROVED)
        move(story, story_statuses.FILMING)
        assert asked_for() == []
        move(story, story_statuses.FINISHED)
        film = Film.objects.get()
        assert (film.shape, film.status) == (Film.VERTICAL, artifact_statuses.QUEUED)
        assert asked_for() == [("videos.render", film.pk)]

    def test_the_sweep_requests_a_missing_automatic_film(self, story):
        before = len(asked_for())
        sweep()
        sweep()
        assert asked_for()[before:] == [("videos.render", Film.objects.get().pk)]

    def test_the_automatic_film_has_the_options_of_the_last_one(self, story):
        finish_film(request_film(story, captions=False, by=""))
        change_clip(story)
        move(story, story_statuses.FILMING)
        move(story, story_statuses.FINISHED)
        film = Film.objects.get()
        assert (film.captions, film.status) == (False, artifact_statuses.QUEUED)

    def test_a_story_without_a_clip_gets_no_automatic_film(self):
        story = illustrated_story(picture_statuses.APPROVED)
        move(story, story_statuses.FILMING)
        move(story, story_statuses.UNFILMED)
        assert not Film.objects.exists()

    def test_a_failing_automatic_film_does_not_stop_the_story(self):
        story = illustrated_story(picture_statuses.APPROVED)
        move(story, story_statuses.FILMING)
        move(story.illustrations.get(number=7), picture_statuses.QUEUED)
        move(story, story_statuses.FINISHED)
        assert not Film.objects.exists()
