"""storyforge.celery: what Celery is given, and what a worker tells about it."""

from types import SimpleNamespace

from celery.worker.control import conf
from django.conf import settings

from storyforge.celery import app


def test_celery_has_its_own_settings():
    assert app.conf.broker_url == settings.REDIS_URL
    assert app.conf.worker_prefetch_multiplier == 1
    assert app.conf.task_routes["books.make"] == {"queue": settings.RENDERING_QUEUE}
    assert set(app.conf.beat_schedule) == set(settings.CELERY_BEAT_SCHEDULE)


def test_a_worker_that_is_asked_tells_no_setting_of_the_site_and_no_password():
    told = conf(SimpleNamespace(app=app), with_defaults=True)
    assert "result_expires" in told
    assert [name for name in told if name.isupper()] == []
    assert settings.SECRET_KEY not in str(told)
