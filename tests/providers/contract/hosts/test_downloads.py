"""Downloads from Cloudinary."""

import pytest

from providers.base import StoredFile
from providers.hosting import cloudinary
from tests.providers.contract.hosts.conftest import failure, png, store
from tests.upstreams.cloudinary_server import DROPPED, CloudinaryServer, refused
from tests.upstreams.http_server import Sent


def test_a_url_of_another_server_is_not_requested(signed):
    with CloudinaryServer() as other:
        stored = StoredFile("a", f"{other.address}/fox-forge/image/upload/v1/a.png", "")
        assert failure(lambda: signed.fetch(stored)).permanent
        assert other.asked == []


@pytest.mark.parametrize("url", ["file:///etc/passwd", "/etc/passwd", "http://[", "https://", ""])
def test_a_malformed_url_is_not_requested(signed, url):
    assert failure(lambda: signed.fetch(StoredFile("a", url, ""))).permanent


def test_a_redirect_is_not_followed(signed, service):
    stored = store(signed, png())
    with CloudinaryServer() as other:
        service.behaviour = lambda asked, number: Sent(302, headers={"Location": f"{other.address}/a"})
        assert failure(lambda: signed.fetch(stored)).permanent
        assert other.asked == []


def test_a_download_over_the_size_limit_is_refused(signed, monkeypatch):
    stored = store(signed, png())
    monkeypatch.setattr(cloudinary, "FETCH_LIMIT", len(png().data) - 1)
    assert "more than" in failure(lambda: signed.fetch(stored)).operator


def test_a_slow_download_is_given_up(signed, service, monkeypatch):
    stored, drops = store(signed, png()), iter(range(1000))
    monkeypatch.setattr(cloudinary, "FETCH_SECONDS", 0.3)
    service.behaviour = lambda asked, number: Sent(pieces=(b"drip" for _ in drops), pause=0.02)
    error = failure(lambda: signed.fetch(stored))
    assert "too slow" in error.operator
    assert not error.permanent
    assert next(drops, None) is not None


@pytest.mark.parametrize("sent", [refused(503, "Away"), refused(429, "Too many"), DROPPED])
def test_a_failed_download_is_a_temporary_error(signed, service, sent):
    stored = store(signed, png())
    service.behaviour = lambda asked, number: sent
    error = failure(lambda: signed.fetch(stored))
    assert not error.permanent
    assert stored.key in error.operator


def test_a_download_that_never_begins_is_given_up(signed, service, monkeypatch):
    stored = store(signed, png())
    monkeypatch.setattr(cloudinary, "FETCH_SECONDS", 0.3)
    service.behaviour = service.stall
    assert not failure(lambda: signed.fetch(stored)).permanent


def test_pictures_can_be_fetched_after_the_settings_are_gone(signed, settings):
    settings.CLOUDINARY_URL = ""
    stored = StoredFile("a", "https://127.0.0.1:1/image/upload/v1/a.png", "")
    assert not failure(lambda: signed.fetch(stored)).permanent  # it was tried
