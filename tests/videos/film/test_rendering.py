"""Films that are really made: what is in them, which files stay, and what happens when an input is missing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core import artifact_statuses, artifacts
from core.models import StatusEvent
from providers import ffmpeg
from tests.factories import story_folder
from tests.media_probe import sound_and_rate
from tests.removals import files_on_disk, remove_files
from tests.upstreams.json_server import Answer
from tests.videos.factories import finished_story, requested_film
from tests.videos.film.audio import music_upload, speaker_server, spoken_texts
from videos.film import kept_pieces, music, narration, rendering
from videos.film.compositor.spec import Rendered
from videos.film.contents import may_be_seen
from videos.models import Film, Music

pytestmark = [pytest.mark.site, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("content")]


@pytest.fixture(autouse=True)
def _small(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT, settings.VAR_DIR = tmp_path / "media", tmp_path / "var"
    settings.SPEECH_PROVIDER, settings.FILM_SCALE = "none", 0.1
    settings.PRICES = {"test-1": {}}
    monkeypatch.setattr(narration, "PAUSE", 0.01)


@pytest.fixture
def speaker(settings, monkeypatch):
    with speaker_server(settings, monkeypatch) as server:
        yield server


def filmed(story, **options: object) -> Film:
    film = requested_film(story, **options)
    rendering.render_film(film.pk)
    return Film.objects.get(pk=film.pk)


def kept(story, beginning: str = "film-") -> list[str]:
    return sorted(p.name for p in story_folder(story.pk).iterdir() if p.name.startswith(beginning))


def nothing_is_left(tmp_path) -> bool:
    return [path.name for path in (tmp_path / "var" / "rendering").iterdir()] == [".lock"]


def path_of(film: Film, name: str = ""):
    return story_folder(film.story_id) / (name or film.file)


def test_a_film_is_stored_with_captions_and_poster_and_nothing_else_stays(tmp_path):
    story = finished_story(2)
    film = filmed(story)
    found = ffmpeg.check_playable(path_of(film))
    assert (film.status, film.error, film.notice) == (artifact_statuses.READY, "", "")
    assert (found.width, found.height, sound_and_rate(path_of(film))) == (108, 192, ("aac", 30.0))
    assert found.seconds == pytest.approx(film.seconds, abs=0.2)
    assert film.size == path_of(film).stat().st_size
    assert "The red fox walks past tree number 2." in path_of(film, film.captions_file).read_text()
    assert path_of(film, film.poster_file).read_bytes().startswith(b"\xff\xd8")
    assert kept(story) == sorted([film.file, film.captions_file, film.poster_file])
    assert nothing_is_left(tmp_path)


def test_a_film_stays_what_it_is_when_music_is_added_and_not_when_a_text_is_changed():
    story = finished_story(1)
    film = filmed(story)
    Music.objects.create(story=story, name="Song", file="music-1.m4a")
    assert may_be_seen(film)
    story.scenes.filter(number=1).update(text="Another text.")
    assert not may_be_seen(Film.objects.get())


def test_progress_is_announced_and_never_decreases(heard, monkeypatch):
    monkeypatch.setattr(artifacts, "PROGRESS_SECONDS", 0.0)
    story = finished_story(1)
    heard()
    filmed(story)
    told = [data for _, name, data in heard() if name == "film_update"]
    assert {data["status"] for data in told} == {"queued", "making", "ready"}
    making = [data["progress"] for data in told if data["status"] == "making"]
    assert making == sorted(making)
    assert len(set(making)) > 3
    assert told[-1]["progress"] == 1000


def test_the_next_film_replaces_the_last_of_its_shape_only():
    story = finished_story(1)
    wide = filmed(story, shape=Film.WIDE)
    first = filmed(story)
    second = filmed(story, captions=False)
    assert second.file != first.file
    assert not path_of(first).exists()
    assert kept(story, "film-wide") == sorted([wide.file, wide.captions_file, wide.poster_file])
    assert len(kept(story, "film-vertical")) == 3


def test_a_film_with_one_other_clip_is_joined_from_the_pieces_of_the_last(monkeypatch):
    encoded: list[int] = []
    store = rendering._store

    def counted(film, made, rendered, *others):
        encoded.append(rendered.encoded)
        store(film, made, rendered, *others)

    monkeypatch.setattr(rendering, "_store", counted)
    story = finished_story(3)
    film = filmed(story)
    first = path_of(film, film.pieces_file)
    story.clips.filter(number=2).update(current=None)  # its picture moves instead
    film = filmed(story)
    assert encoded == [8, 3]
    assert kept(story, "pieces-") == [film.pieces_file]
    assert not first.exists()
    path_of(film, film.pieces_file).write_bytes(b"broken")
    film = filmed(story, captions=False)
    assert (film.status, encoded[2:]) == (artifact_statuses.READY, [8])
    Film.objects.update(made_at=timezone.now() - kept_pieces.KEPT - timedelta(days=1))
    kept_pieces.forget_old()
    assert (kept(story, "pieces-"), Film.objects.get().pieces_file) == ([], "")
    assert path_of(film).exists()


def test_the_names_of_its_files_cannot_be_guessed():
    film = filmed(finished_story(1))
    assert len(film.file) == len("film-vertical-.mp4") + 16


def test_a_message_that_comes_twice_makes_one_film():
    story = finished_story(1)
    film = filmed(story)
    rendering.render_film(film.pk)
    assert Film.objects.get(pk=film.pk).file == film.file
    assert StatusEvent.objects.filter(kind="videos.film", new="making", object_id=str(film.pk)).count() == 1


def test_a_message_for_a_deleted_film_does_nothing():
    rendering.render_film(0)


class TestMissingParts:
    def test_without_clips_the_pictures_move(self):
        film = filmed(finished_story(2, clips=False))
        assert (film.status, film.notice) == (artifact_statuses.READY, "")
        assert ffmpeg.check_playable(path_of(film)).video == "h264"

    def test_a_clip_that_cannot_be_fetched_is_replaced_by_its_picture_with_a_notice(self):
        story = finished_story(2)
        (story_folder(story.pk) / "clip-02-t1.mp4").unlink()
        film = filmed(story)
        assert film.status == artifact_statuses.READY
        assert "filmed of scene 2 could not be fetched" in film.notice

    def test_a_picture_that_cannot_be_fetched_fails_the_film_in_words(self, tmp_path):
        story = finished_story(2)
        for path in story_folder(story.pk).iterdir():
            path.unlink()
        film = filmed(story)
        assert film.status == artifact_statuses.FAILED
        assert film.error.startswith("Picture 1 could not be fetched from where it is kept.")
        assert kept(story) == []
        assert nothing_is_left(tmp_path)

    def test_a_clip_that_is_broken_fails_in_words_and_leaves_the_last_film(self):
        story = finished_story(2)
        first = filmed(story)
        (story_folder(story.pk) / "clip-02-t1.mp4").write_bytes(b"no film")
        film = filmed(story, captions=False)
        assert film.status == artifact_statuses.FAILED
        assert film.error
        assert film.file == first.file
        assert path_of(film).exists()


class TestSound:
    def test_the_texts_are_read_out_and_the_voice_is_stored(self, speaker):
        story = finished_story(2)
        filmed(story)
        filmed(story, captions=False)
        assert spoken_texts(speaker) == [f"The red fox walks past tree number {number}." for number in (1, 2)]
        assert len(kept(story, "voice-")) == 2

    def test_without_a_voice_the_speaker_is_not_called(self, speaker):
        filmed(finished_story(1), voice=False)
        assert speaker.asked == []

    def test_after_a_failed_narration_the_film_has_no_voice_and_a_notice(self, speaker):
        speaker.behaviour = lambda asked, number: Answer({"error": "The voice is hoarse."}, status=500)
        film = filmed(finished_story(1))
        assert film.status == artifact_statuses.READY
        assert "has no voice" in film.notice
        assert "The voice is hoarse." in film.notice

    def test_music_is_played_and_missing_music_leads_to_a_notice(self, tmp_path):
        story = finished_story(1)
        added = music.add(story, music_upload(tmp_path, "wav", 3.0), by="")
        assert filmed(story).notice == ""
        (story_folder(added.story_id) / added.file).unlink()
        film = filmed(story, captions=False)
        assert (film.status, film.notice) == (
            artifact_statuses.READY,
            "The music was not there any more, so the film has none.",
        )
        assert Music.objects.count() == 1


class TestNoLongerWanted:
    @pytest.fixture(autouse=True)
    def _often(self, monkeypatch):
        monkeypatch.setattr(artifacts, "PROGRESS_SECONDS", 0.0)

    def at(self, fraction: float, action, monkeypatch) -> None:
        """Do something once the progress of the film reaches `fraction`."""
        tell, done = artifacts.progress, []

        def progress(film: Film, so_far: float) -> None:
            if so_far >= fraction and not done:
                done.append(action(Film.objects.get(pk=film.pk)))
            tell(film, so_far)

        monkeypatch.setattr(artifacts, "progress", progress)

    @pytest.mark.parametrize("fraction", [0.0, 0.1, 0.5])
    def test_a_film_that_is_cancelled_stops_and_leaves_nothing(self, fraction, monkeypatch, tmp_path):
        story = finished_story(2)
        self.at(fraction, lambda film: artifacts.cancel(film, by="mia"), monkeypatch)
        film = filmed(story)
        assert (film.status, film.file, film.error) == (artifact_statuses.CANCELLED, "", "")
        assert kept(story) == []
        assert nothing_is_left(tmp_path)

    def test_a_film_that_was_cancelled_keeps_the_last_one(self, monkeypatch):
        story = finished_story(2)
        first = filmed(story)
        self.at(0.5, lambda film: artifacts.cancel(film, by=""), monkeypatch)
        film = filmed(story, captions=False)
        assert (film.status, film.file) == (artifact_statuses.CANCELLED, first.file)
        assert path_of(film).exists()

    def test_a_film_requested_with_other_options_meanwhile_is_left_to_its_next_worker(self, monkeypatch):
        story = finished_story(2)
        self.at(0.5, lambda film: requested_film(film.story, captions=False), monkeypatch)
        film = filmed(story)
        assert (film.status, film.captions, film.file) == (artifact_statuses.QUEUED, False, "")
        rendering.render_film(film.pk)
        assert Film.objects.get(pk=film.pk).status == artifact_statuses.READY

    def test_a_reclaimed_worker_does_not_remove_the_files_of_the_next(self, monkeypatch, tmp_path):
        given_up = Film.objects.select_related("story").get(pk=requested_film(finished_story(1)).pk)
        assert artifacts.begin(given_up)
        Film.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
        artifacts.sweep()
        film = Film.objects.select_related("story").get(pk=given_up.pk)
        assert artifacts.begin(film)
        finish, result = artifacts.finish, Rendered(1.0, 4, "WEBVTT", b"picture")

        def made(name: str):
            (tmp_path / name).write_bytes(b"film")
            return tmp_path / name

        def finish_meanwhile(which: Film, **fields: object) -> None:
            if which is film:
                with pytest.raises(artifacts.Stopped):
                    rendering._store(given_up, made("late.mp4"), result, [], "")
            finish(which, **fields)

        monkeypatch.setattr(artifacts, "finish", finish_meanwhile)
        rendering._store(film, made("film.mp4"), result, [], "")
        assert kept(film.story) == sorted([film.file, film.captions_file, film.poster_file])

    def test_a_story_that_is_deleted_meanwhile_takes_its_film_along(self, monkeypatch, tmp_path):
        story = finished_story(2)
        self.at(0.5, lambda film: film.story.delete(), monkeypatch)
        rendering.render_film(requested_film(story).pk)
        assert not Film.objects.exists()
        assert nothing_is_left(tmp_path)
        remove_files()
        assert files_on_disk() == []
