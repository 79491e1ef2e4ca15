"""Films and downloads: asked for once, made once, stopped, failed in words, and begun again where a maker died."""

from datetime import timedelta

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from api.present_state import PresentState
from core import artifact_statuses, artifacts
from core.artifacts import Stopped, Unmakeable
from core.models import StatusEvent
from core.status import Conflict
from tests.broker import asked_for
from tests.concurrency import at_once
from tests.factories import make_story, story_folder
from tests.stack import eventually
from tests.upstreams.database_errors import failing
from videos.models import Film

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("content")]
UPDATE = 'UPDATE "videos_film"'


@pytest.fixture
def film(settings, tmp_path) -> Film:
    """A film that nobody has asked for yet."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return Film.objects.create(story=make_story())


def asked(film: Film, wanted: str = "a") -> Film:
    artifacts.ask(film, wanted, by="mia")
    return film


def begun(film: Film, wanted: str = "a") -> Film:
    assert artifacts.begin(asked(film, wanted))
    return film


def made(film: Film, wanted: str = "a") -> Film:
    (story_folder(film.story_id) / "film.mp4").touch()
    artifacts.finish(begun(film, wanted), file="film.mp4", size=7)
    return film


def again(film: Film) -> Film:
    return Film.objects.get(pk=film.pk)


def abandon(film: Film) -> None:
    """Let its lease run out, as that of a process that died does."""
    Film.objects.filter(pk=film.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def conflicts(results: list[object]) -> int:
    return sum(isinstance(result, Conflict) for result in results)


class TestDigests:
    def test_the_same_parts_have_the_same_digest_in_whichever_order_a_dict_was_filled(self):
        first = artifacts.digest_of("a", [1, 2], {"x": 1, "y": None})
        assert first == artifacts.digest_of("a", [1, 2], {"y": None, "x": 1})
        assert len(first) == 64

    @pytest.mark.parametrize("other", [("ab", ""), ("a", "b", ""), ("a", ["b"]), ("b", "a"), ("a", None)])
    def test_other_parts_have_another_digest(self, other):
        assert artifacts.digest_of("a", "b") != artifacts.digest_of(*other)


class TestAsking:
    def test_what_is_asked_for_is_queued_and_sent_and_keeps_who_asked(self, film):
        assert artifacts.ask(film, "a", by="mia", captions=False)
        assert asked_for() == [("videos.render", film.pk)]
        assert (film.status, film.wanted, film.captions) == ("queued", "a", False) == _of(again(film))
        assert StatusEvent.objects.latest("pk").by == "mia"

    def test_asking_again_while_it_waits_or_is_made_from_the_same_does_nothing(self, film):
        asked(film)
        assert not artifacts.ask(again(film), "a", by="")
        begun_one = again(film)
        artifacts.begin(begun_one)
        assert not artifacts.ask(again(film), "a", by="")
        assert (again(film).status, len(asked_for())) == ("making", 1)

    def test_what_is_there_is_made_again_only_from_something_else(self, film):
        made(film)
        assert not artifacts.ask(again(film), "a", by="")
        assert artifacts.ask(film, "b", by="")
        film = again(film)
        assert (film.status, film.file, film.made_from, film.wanted) == ("queued", "film.mp4", "a", "b")

    def test_what_is_there_is_made_again_where_its_file_is_gone(self, film):
        made(film)
        (story_folder(film.story_id) / film.file).unlink()
        assert artifacts.ask(film, "a", by="")

    @pytest.mark.parametrize(
        "end", [lambda film: artifacts.cancel(film, by=""), lambda film: artifacts.fail(film, "No.")]
    )
    def test_what_failed_or_was_stopped_is_made_again_from_the_same(self, film, end):
        end(begun(film))
        assert artifacts.ask(again(film), "a", by="")
        film = again(film)
        assert (film.status, film.tries, film.error) == ("queued", 0, "")

    def test_what_is_made_from_something_else_is_begun_anew_and_its_maker_hears_so(self, film):
        begun(film)
        artifacts.ask(again(film), "b", by="")
        with pytest.raises(Stopped):
            artifacts.finish(film, file="old.mp4", size=1)
        film = again(film)
        assert (film.status, film.wanted, film.file) == ("queued", "b", "")
        assert len(asked_for()) == 2

    def test_of_six_who_ask_at_once_one_is_the_first(self, film):
        asking = [lambda: artifacts.ask(Film.objects.get(), "a", by="")] * 6
        assert sorted(map(bool, at_once(*asking))) == [False] * 5 + [True]
        assert len(asked_for()) == 1

    def test_without_redis_it_waits_for_the_sweep(self, film, redis_outage):
        with redis_outage():
            asked(film)
        assert asked_for() == []
        abandon(film)
        artifacts.sweep()
        assert asked_for() == [("videos.render", film.pk)]


def _of(film: Film) -> tuple[str, str, bool]:
    return film.status, film.wanted, film.captions


class TestMaking:
    def test_of_four_workers_with_the_same_message_one_makes_it(self, film):
        asked(film)
        results = at_once(*[lambda: artifacts.begin(Film.objects.get())] * 4)
        assert sorted(results) == [False, False, False, True]
        assert again(film).tries == 1

    def test_a_message_of_earlier_options_begins_nothing(self, film):
        asked(film)
        old = again(film)
        artifacts.ask(film, "b", by="", captions=False)
        assert not artifacts.begin(old)
        assert artifacts.begin(film)

    def test_the_maker_says_what_it_really_is_made_from(self, film):
        asked(film)
        artifacts.begin(film, wanted="newer")
        artifacts.finish(film, file="film.mp4", size=7, seconds=60.5)
        film = again(film)
        assert (film.status, film.made_from, film.seconds, film.progress) == ("ready", "newer", 60.5, 1000)
        assert film.lease_until is None
        assert film.made_at

    def test_its_lease_is_renewed_while_it_is_made_and_not_longer(self, film, settings):
        settings.LEASE_SECONDS = 0.6
        begun(film)
        abandon(film)
        with artifacts.making(film):
            eventually(lambda: again(film).lease_until > timezone.now(), 15)
        eventually(lambda: again(film).lease_until < timezone.now(), 15)

    @pytest.mark.parametrize(
        ("error", "words"),
        [
            (Unmakeable("Scene 3 is gone."), "Scene 3 is gone."),
            (SoftTimeLimitExceeded(), "longer than is allowed, and was stopped. Without the voice"),
            (ZeroDivisionError(), "mistake of ours"),
        ],
    )
    def test_what_cannot_be_made_says_so_in_words(self, film, error, words):
        begun(film)
        with artifacts.making(film):
            raise error
        film = again(film)
        assert film.status == artifact_statuses.FAILED
        assert words in film.error
        assert "Error" not in film.error

    @pytest.mark.parametrize("error", [OperationalError, InterfaceError])
    def test_a_database_that_went_away_is_left_to_the_sweep(self, film, error):
        begun(film)
        with artifacts.making(film):
            raise error
        assert again(film).status == artifact_statuses.MAKING

    def test_a_result_whose_writing_hiccups_is_written_all_the_same(self, film, monkeypatch):
        monkeypatch.setattr("core.connections.PAUSES", (0.01,))
        begun(film)
        with failing(UPDATE) as failed:
            artifacts.finish(film, file="film.mp4", size=7)
        assert (len(failed), again(film).status, film.status) == (1, "ready", "ready")


class TestFiles:
    """Files of a film that is being made, with another maker's beside them."""

    @pytest.fixture(autouse=True)
    def _files(self, content, film):
        for name in ("film-old.mp4", "film-new.mp4", "film-theirs.mp4"):
            (story_folder(film.story_id) / name).touch()

    def names(self, film) -> list[str]:
        return sorted(path.name for path in story_folder(film.story_id).iterdir())

    def test_once_it_is_finished_only_its_own_files_stay(self, film):
        begun(film)
        with artifacts.storing(film, "film", ["film-new.mp4"]):
            artifacts.finish(film, file="film-new.mp4", size=7)
        assert self.names(film) == ["film-new.mp4"]

    @pytest.mark.parametrize("error", [Stopped, SoftTimeLimitExceeded, OSError])
    def test_where_it_is_not_finished_its_own_files_go_and_no_others(self, film, error):
        begun(film)
        with pytest.raises(error), artifacts.storing(film, "film", ["film-new.mp4", "film-new.vtt"]):
            raise error
        assert self.names(film) == ["film-old.mp4", "film-theirs.mp4"]

    def test_what_was_finished_before_it_was_stopped_stays(self, film):
        begun(film)
        artifacts.finish(film, file="film-new.mp4", size=7)
        with pytest.raises(SoftTimeLimitExceeded), artifacts.storing(film, "film", ["film-new.mp4"]):
            raise SoftTimeLimitExceeded  # it came between the writing and the end of the block
        assert "film-new.mp4" in self.names(film)


class TestProgress:
    def test_it_is_written_and_announced_at_most_once_a_second(self, film, heard):
        begun(film)
        heard()
        for thousandth in range(400, 500):
            artifacts.progress(film, thousandth / 1000)
        told = [data for _, name, data in heard() if name == "film_update"]
        assert [data["progress"] for data in told] == [400] == [again(film).progress]

    def test_it_stays_between_nothing_and_all(self, film):
        begun(film)
        artifacts.progress(film, 1.7)
        assert again(film).progress == 1000
        film.next_progress = 0.0
        artifacts.progress(film, -1)
        assert again(film).progress == 0

    def test_one_that_cannot_be_written_stops_nothing(self, film):
        begun(film)
        with failing(UPDATE):
            artifacts.progress(film, 0.5)
        assert again(film).status == artifact_statuses.MAKING


class TestStopping:
    def test_the_maker_of_what_was_stopped_hears_so_and_leaves_it(self, film):
        begun(film)
        reached = False
        with artifacts.making(film):
            artifacts.cancel(again(film), by="mia")
            artifacts.progress(film, 0.5)
            reached = True
        assert (reached, again(film).status, again(film).error) == (False, "cancelled", "")

    def test_what_waits_is_stopped_before_it_is_begun(self, film):
        asked(film)
        artifacts.cancel(film, by="")
        assert not artifacts.begin(again(film))

    def test_an_earlier_file_stays(self, film):
        made(film)
        artifacts.cancel(asked(film, "b"), by="")
        assert again(film).file == "film.mp4"

    @pytest.mark.parametrize("arrive", [made, lambda film: artifacts.fail(begun(film), "No.")])
    def test_what_is_over_cannot_be_stopped(self, film, arrive):
        arrive(film)
        with pytest.raises(Conflict, match="not being made"):
            artifacts.cancel(film, by="")

    def test_what_was_deleted_with_its_story_stops_its_maker(self, film):
        begun(film)
        film.story.delete()
        with pytest.raises(Stopped):
            artifacts.progress(film, 0.5)

    def test_of_one_who_stops_it_and_a_maker_who_finishes_one_wins(self, film):
        begun(film)
        other = again(film)

        def finish() -> str:
            try:
                artifacts.finish(film, file="film.mp4", size=7)
            except Stopped:
                return "stopped"
            return "finished"

        finished, stopped = at_once(finish, lambda: artifacts.cancel(other, by=""))
        won = "ready" if finished == "finished" else "cancelled"
        assert (again(film).status, isinstance(stopped, Conflict)) == (won, won == "ready")


class TestAbandoned:
    def test_what_its_maker_left_is_made_again(self, film):
        abandon(begun(film))
        artifacts.sweep()
        film = again(film)
        assert (film.status, film.tries) == ("queued", 1)
        assert asked_for() == [("videos.render", film.pk)] * 2
        assert artifacts.begin(film)

    def test_a_maker_that_was_only_slow_hears_that_it_was_given_up(self, film):
        abandon(begun(film))
        artifacts.sweep()
        artifacts.begin(again(film))
        with pytest.raises(Stopped):
            artifacts.finish(film, file="late.mp4", size=1)
        assert again(film).file == ""

    def test_after_three_makers_died_it_says_so(self, film):
        asked(film)
        for _ in range(artifacts.ArtifactJobs.retry.tries):
            assert artifacts.begin(again(film))
            abandon(film)
            artifacts.sweep()
        film = again(film)
        assert film.status == artifact_statuses.FAILED
        assert "three times" in film.error
        assert len(asked_for()) == artifacts.ArtifactJobs.retry.tries

    def test_what_is_being_made_is_left_alone(self, film):
        begun(film)
        artifacts.sweep()
        assert again(film).status == artifact_statuses.MAKING

    def test_a_lease_that_was_renewed_meanwhile_counts(self, film):
        abandon(begun(film))
        seen = again(film)
        with artifacts.making(film):
            Film.objects.filter(pk=film.pk).update(lease_until=timezone.now() + timedelta(hours=1))
            assert not artifacts.jobs_of(seen).reclaim(seen)
        assert again(film).status == artifact_statuses.MAKING

    def test_of_four_sweeps_at_once_one_reclaims_it(self, film):
        abandon(begun(film))
        seen = again(film)
        results = at_once(*[lambda: artifacts.jobs_of(seen).reclaim(seen)] * 4)
        assert sorted(results) == [False, False, False, True]
        assert len(asked_for()) == 2

    def test_one_that_waits_long_is_sent_again_more_and_more_seldom(self, film):
        asked(film)
        Film.objects.update(queued_at=timezone.now() - timedelta(minutes=10))
        abandon(film)
        at_once(*[artifacts.sweep] * 3)
        assert len(asked_for()) == 2
        assert again(film).lease_until > timezone.now() + timedelta(minutes=9)


class TestNews:
    def test_every_change_is_announced_by_the_model_s_own_name(self, film, heard):
        made(film)
        told = [(name, data["shape"], data["status"]) for _, name, data in heard()]
        assert told == [("film_update", "vertical", status) for status in ("queued", "making", "ready")]

    def test_a_page_that_comes_late_hears_the_present_state(self, film):
        artifacts.fail(begun(film), "No.")
        events = dict(artifacts.present_state(film.channel))
        assert events["film_update"] == again(film).event_data
        assert (events["film_update"]["error"], events["film_update"]["status"]) == ("No.", "failed")
        assert "film_update" in [event.type for event in PresentState().get_events("story-" + film.channel, 0)]

    def test_what_a_page_shows_is_the_same_as_long_as_only_progress_was_made(self, film):
        begun(film)
        before = again(film).seen
        artifacts.progress(film, 0.5)
        assert again(film).seen == before
        artifacts.finish(film, file="film.mp4", size=7)
        assert again(film).seen != before
