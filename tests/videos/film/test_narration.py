"""Narration: each text is read out once, recorded in the ledger, and stored until the text or the voice changes."""

import wave
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from core.artifacts import Stopped
from core.models import Expense
from providers import registry
from providers.base import ProviderError
from tests.concurrency import at_once
from tests.factories import make_story, story_folder
from tests.upstreams.json_server import Answer
from tests.videos.film.audio import speaker_server, spoken_texts
from videos.film import narration
from videos.models import Narration

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]
TEXTS = {1: "Once upon a time.", 2: "There was a fox."}


@pytest.fixture
def speaker(settings, monkeypatch, tmp_path):
    settings.MEDIA_ROOT, settings.PRICES = tmp_path / "media", {"test-1": {}}
    monkeypatch.setattr(narration, "PAUSE", 0.01)
    with speaker_server(settings, monkeypatch) as server:
        yield server


@pytest.fixture
def story(speaker):
    return make_story()


def narrated(story, tmp_path, texts=None, told=None, work="work"):
    folder = tmp_path / work
    folder.mkdir(exist_ok=True)
    tell = (lambda done: None) if told is None else told.append
    return narration.narrate(story.pk, texts or TEXTS, registry.speaker(), folder, tell)


def kept(story) -> list[str]:
    return sorted(path.name for path in story_folder(story.pk).iterdir() if not path.name.startswith("."))


def test_every_text_is_read_out_and_its_wav_returned_by_scene(story, speaker, tmp_path):
    told: list[float] = []
    found = narrated(story, tmp_path, told=told)
    assert list(found) == [1, 2]
    for path in found.values():
        with wave.open(str(path)) as sound:
            assert sound.getnframes() == sound.getframerate()
    assert spoken_texts(speaker) == list(TEXTS.values())
    assert told == [0.0, 0.5]


def test_a_wav_is_stored_and_used_again(story, speaker, tmp_path):
    first = narrated(story, tmp_path)
    before = {number: path.read_bytes() for number, path in first.items()}
    again = narrated(story, tmp_path)
    assert {number: path.read_bytes() for number, path in again.items()} == before
    assert len(speaker.asked) == 2


def test_only_a_changed_text_is_read_out_again_and_its_old_wav_removed(story, speaker, tmp_path):
    narrated(story, tmp_path)
    before = kept(story)
    narrated(story, tmp_path, TEXTS | {2: "There was a red fox."})
    assert spoken_texts(speaker)[2:] == ["There was a red fox."]
    assert len(kept(story)) == 2
    assert len(set(before) & set(kept(story))) == 1


def test_after_a_change_of_the_secret_key_nothing_is_read_out_and_paid_for_again(story, speaker, tmp_path, settings):
    narrated(story, tmp_path)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a new one", [settings.SECRET_KEY]
    for _ in range(2):
        narrated(story, tmp_path)
    assert (len(speaker.asked), len(kept(story))) == (2, 2)


def test_another_voice_needs_new_narration(story, speaker, tmp_path, settings):
    narrated(story, tmp_path)
    settings.SPEECH_VOICE = "another"
    narrated(story, tmp_path)
    assert len(speaker.asked) == 4


def test_the_same_text_of_another_story_has_a_file_of_its_own(story, speaker, tmp_path):
    narrated(story, tmp_path)
    other = make_story(owner="visitor-two")
    narrated(other, tmp_path)
    assert len(speaker.asked) == 4


def test_a_broken_stored_wav_is_made_again(story, speaker, tmp_path):
    narrated(story, tmp_path)
    (story_folder(story.pk) / kept(story)[0]).write_bytes(b"RIFF")
    narrated(story, tmp_path)
    assert len(speaker.asked) == 3


@pytest.mark.django_db(transaction=True)
def test_two_films_that_are_made_at_once_have_each_text_read_out_once(story, speaker, tmp_path):
    speaker.behaviour = lambda asked, number: Answer(after=0.05)
    texts = {number: f"Scene {number}." for number in range(1, 8)}
    found = at_once(*[lambda work=work: narrated(story, tmp_path, texts, work=work) for work in ("upright", "wide")])
    assert sorted(spoken_texts(speaker)) == sorted(texts.values())
    assert all(narration.is_sound(path) for paths in found for path in paths.values())
    assert len(kept(story)) == len(texts)


def a_turn(story):
    return narration.turn(story.pk, lambda: None)


@pytest.mark.django_db(transaction=True)
def test_one_film_of_a_story_at_a_time_has_its_turn(story):
    order: list[str] = []

    def job() -> None:
        with a_turn(story):
            order.extend(("begins", "ends"))

    at_once(*[job] * 6)
    assert order == ["begins", "ends"] * 6
    with a_turn(story), a_turn(make_story(owner="visitor-two")):
        pass


def test_the_turn_of_a_renderer_that_crashed_ends_with_its_lease(story, speaker, tmp_path):
    Narration.objects.create(story=story, holder="crashed", lease_until=timezone.now() - timedelta(seconds=1))
    assert len(narrated(story, tmp_path)) == 2
    row = Narration.objects.get()
    assert (row.holder == "crashed", row.lease_until) == (False, None)


def test_nobody_waits_for_the_turn_of_a_story_that_is_gone(story, speaker, tmp_path):
    gone = make_story(owner="visitor-two")
    pk = gone.pk
    gone.delete()
    gone.pk = pk
    with pytest.raises(Stopped):
        narrated(gone, tmp_path)
    assert speaker.asked == []


def test_waiting_for_another_narration_has_a_time_limit(story, speaker, tmp_path, monkeypatch):
    monkeypatch.setattr(narration, "longest_wait", lambda: 0.1)
    with a_turn(story), pytest.raises(ProviderError, match="another film"):
        narrated(story, tmp_path)
    assert speaker.asked == []


def test_a_film_that_is_cancelled_while_it_waits_for_another_narration_stops(story, speaker, tmp_path):
    told: list[float] = []

    def tell(done: float) -> None:
        told.append(done)
        if len(told) == 3:
            raise Stopped

    with a_turn(story), pytest.raises(Stopped):
        narration.narrate(story.pk, TEXTS, registry.speaker(), tmp_path, tell)
    assert told == [0.0, 0.0, 0.0]


def test_a_free_speaker_is_called_again_after_a_lost_answer(story, speaker, tmp_path):
    speaker.behaviour = lambda asked, number: Answer(drop=True) if number == 0 else Answer()
    assert len(narrated(story, tmp_path)) == 2
    assert len(speaker.asked) == 3


def test_a_failed_call_of_the_speaker_is_repeated_once(story, speaker, tmp_path):
    speaker.behaviour = lambda asked, number: Answer(status=500) if number == 0 else Answer()
    assert len(narrated(story, tmp_path)) == 2
    assert len(speaker.asked) == 3


@pytest.mark.parametrize(("status", "asked"), [(500, 2), (401, 1)])
def test_a_speaker_that_goes_on_failing_is_given_up(story, speaker, tmp_path, status, asked):
    speaker.behaviour = lambda _, number: Answer({"error": "No voice."}, status=status)
    with pytest.raises(ProviderError, match="No voice"):
        narrated(story, tmp_path)
    assert len(speaker.asked) == asked


def test_texts_read_out_before_a_failure_are_not_read_out_again(story, speaker, tmp_path):
    speaker.behaviour = lambda asked, number: Answer(status=401) if number == 1 else Answer()
    with pytest.raises(ProviderError):
        narrated(story, tmp_path)
    narrated(story, tmp_path)
    assert spoken_texts(speaker) == [TEXTS[1], TEXTS[2], TEXTS[2]]


def test_a_wav_without_sound_is_not_stored(story, speaker, tmp_path):
    speaker.behaviour = lambda asked, number: Answer({"seconds": 0.0})
    with pytest.raises(ProviderError, match="no sound"):
        narrated(story, tmp_path)
    assert kept(story) == []


class TestMoney:
    @pytest.fixture(autouse=True)
    def _price(self, speaker, settings):
        """A price of one dollar for 100,000 characters."""
        settings.PRICES = {"test-1": {"character": 0.00001}}

    def test_each_call_is_in_the_ledger_with_its_characters(self, story, speaker, tmp_path):
        speaker.behaviour = lambda asked, number: Answer({"usage": {"character": len(asked.body["text"])}})
        narrated(story, tmp_path)
        rows = Expense.objects.order_by("pk").values_list("channel", "what", "provider", "usage", "cost_usd")
        characters = [len(text) for text in TEXTS.values()]
        assert list(rows) == [
            (story.channel, "speech", "upstream", {"character": count}, Decimal(count) / 100_000)
            for count in characters
        ]

    def test_a_stored_wav_costs_nothing_again(self, story, speaker, tmp_path):
        narrated(story, tmp_path)
        narrated(story, tmp_path)
        assert Expense.objects.count() == 2

    def test_a_call_that_may_be_paid_for_is_not_repeated(self, story, speaker, tmp_path):
        speaker.behaviour = lambda asked, number: Answer(drop=True)
        with pytest.raises(ProviderError):
            narrated(story, tmp_path)
        assert len(speaker.asked) == Expense.objects.count() == 1

    def test_a_refused_call_that_costs_nothing_is_repeated(self, story, speaker, tmp_path):
        speaker.behaviour = lambda asked, number: Answer(status=500) if number == 0 else Answer()
        assert len(narrated(story, tmp_path)) == 2

    def test_with_a_used_up_budget_the_speaker_is_not_called(self, story, speaker, tmp_path, settings):
        settings.STORY_BUDGET_USD = Decimal(0)
        with pytest.raises(ProviderError, match="not started") as raised:
            narrated(story, tmp_path)
        assert raised.value.permanent
        assert speaker.asked == []
