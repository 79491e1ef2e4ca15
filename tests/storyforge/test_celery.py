"""storyforge.celery: what Celery is given, and what a worker tells about it."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from celery.worker.control import conf
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

from storyforge.celery import app
from storyforge.tasks import clear_sessions


def test_celery_has_its_own_settings():
    assert app.conf.broker_url == settings.REDIS_URL
    assert app.conf.worker_prefetch_multiplier == 1
    assert app.conf.task_routes["books.make"] == {"queue": settings.DOWNLOADS_QUEUE}
    assert set(app.conf.beat_schedule) == set(settings.CELERY_BEAT_SCHEDULE)


def test_a_worker_that_is_asked_tells_no_setting_of_the_site_and_no_password():
    told = conf(SimpleNamespace(app=app), with_defaults=True)
    assert "result_expires" in told
    assert [name for name in told if name.isupper()] == []
    assert settings.SECRET_KEY not in str(told)


def test_beat_sends_only_tasks_that_there_are():
    app.loader.import_default_modules()
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} - set(app.tasks) == set()


@pytest.mark.django_db
def test_expired_sessions_are_deleted_once_a_day():
    for key, days in (("old", -1), ("new", 1)):
        expires = timezone.now() + timedelta(days=days)
        Session.objects.create(session_key=key, session_data="", expire_date=expires)
    clear_sessions()
    assert [session.pk for session in Session.objects.all()] == ["new"]
    assert app.conf.beat_schedule["storyforge.clear_sessions"]["schedule"].hour == {4}
