"""Whose film and whose clip comes next: a visitor with many does not hold up another with one."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.conf import settings as site_settings
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from core import artifact_statuses
from tests.broker import asked_for
from tests.videos.factories import finished_story, requested_film
from videos import statuses, turns
from videos.models import Clip, Film
from videos.tasks import render
from videos.turns import Waiting, in_order

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def films(content, settings, tmp_path) -> list[Film]:
    """Three films that mia asked for, and after them one that ben asked for."""
    settings.MEDIA_ROOT, settings.VAR_DIR = tmp_path / "media", tmp_path / "var"
    settings.SPEECH_PROVIDER, settings.FILM_SCALE = "none", 0.1
    stories = [finished_story(1, owner=owner, files=owner == "ben") for owner in ("mia", "mia", "mia", "ben")]
    films = [requested_film(story) for story in stories]
    for number, film in enumerate(films):
        Film.objects.filter(pk=film.pk).update(queued_at=timezone.now() + timedelta(seconds=number - 60))
    return films


def set_status(film: Film, status: str, **changes: object) -> None:
    Film.objects.filter(pk=film.pk).update(status=status, **changes)


@pytest.mark.django_db
def test_a_film_goes_before_the_second_of_a_visitor_who_asked_earlier(films):
    first, second, third, bens = films
    assert turns.films_in_order() == [first.pk, bens.pk, second.pk, third.pk]
    set_status(first, artifact_statuses.MAKING)
    assert turns.films_in_order() == [bens.pk, second.pk, third.pk]
    set_status(first, artifact_statuses.READY, made_at=timezone.now())
    assert turns.films_in_order() == [bens.pk, second.pk, third.pk]
    set_status(first, artifact_statuses.READY, made_at=timezone.now() - timedelta(days=1))
    assert turns.films_in_order() == [second.pk, bens.pk, third.pk]


@pytest.mark.django_db(transaction=True)
def test_a_message_for_one_film_makes_the_film_whose_turn_it_is(films):
    first, second, _, bens = films
    set_status(first, artifact_statuses.MAKING, lease_until=timezone.now() + timedelta(minutes=1))
    assert asked_for() == [("videos.render", film.pk) for film in films]
    render.apply(kwargs={"artifact": second.pk})
    statuses_now = dict(Film.objects.values_list("pk", "status"))
    assert statuses_now[bens.pk] == artifact_statuses.READY
    assert statuses_now[second.pk] == artifact_statuses.QUEUED


@pytest.mark.django_db
def test_clips_that_this_machine_makes_take_turns_by_visitor(content, settings):
    settings.VIDEO_PROVIDER = "local"
    made = [finished_story(3, owner=owner, clips=False, files=False) for owner in ("mia", "ben")]
    for story, ago in zip(made, (60, 30), strict=True):
        for picture in story.illustrations.all():
            Clip.objects.create(
                story=story,
                illustration=picture,
                number=picture.number,
                status=statuses.QUEUED,
                queued_at=timezone.now() - timedelta(seconds=ago),
            )
    order = []
    while (clip := turns.next_clip()) is not None:
        order.append(Clip.objects.get(pk=clip).story.owner)
        Clip.objects.filter(pk=clip).update(status=statuses.READY)
        Clip.objects.get(pk=clip).takes.create(
            number=1, provider="local", model="m", key=str(clip), motion="", outcome=statuses.MADE
        )
    assert order == ["mia", "ben"] * 3


@given(
    sizes=st.lists(st.lists(st.integers(1, 5), min_size=1, max_size=3), min_size=1, max_size=4),
    ages=st.randoms(use_true_random=False),
)
def test_among_visitors_that_wait_none_gets_two_before_another_gets_one(sizes, ages):
    waiting = [
        Waiting(visitor * 100 + story * 10 + number, f"v{visitor}", UUID(int=visitor * 10 + story), NOW)
        for visitor, stories in enumerate(sizes)
        for story, films in enumerate(stories)
        for number in range(films)
    ]
    ages.shuffle(waiting)
    order = in_order(waiting, [])
    assert sorted(order) == sorted(row.key for row in waiting)
    owners = {row.key: row.owner for row in waiting}
    left = {f"v{visitor}": sum(stories) for visitor, stories in enumerate(sizes)}
    served = dict.fromkeys(left, 0)
    for key in order:
        served[owners[key]] += 1
        counts = [served[owner] for owner in left if served[owner] < left[owner] or owner == owners[key]]
        assert max(counts) - min(counts) <= 1


def test_stories_of_nobody_take_turns_as_visitors_do():
    one, other = uuid4(), uuid4()
    waiting = [Waiting(1, "", one, NOW), Waiting(2, "", one, NOW), Waiting(3, "", other, NOW + timedelta(seconds=5))]
    assert in_order(waiting, []) == [1, 3, 2]
    assert in_order(waiting, [("", one)]) == [3, 1, 2]


def test_each_kind_of_work_has_its_queue():
    routes = {task: route["queue"] for task, route in site_settings.CELERY_TASK_ROUTES.items()}
    films = {"videos.make_here": "clips", "videos.render": "rendering"}
    assert routes == films | {"books.make": "downloads", "books.export": "downloads"}
