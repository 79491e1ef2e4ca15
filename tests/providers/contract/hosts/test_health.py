"""The health check of Cloudinary."""

from providers.base import SupportsHealthCheck
from providers.hosting import cloudinary
from tests.upstreams.cloudinary_server import refused


def test_a_working_account_is_ok_and_stores_one_small_picture(cloud, service):
    assert isinstance(cloud, SupportsHealthCheck)
    for _ in range(2):
        findings = list(cloud.health_check(spend=False))
        assert [finding.ok for finding in findings] == [True, True, True]
    assert list(service.stored) == ["storyforge/doctor"]


def test_a_malformed_url_is_reported_without_a_request(signed, service, settings):
    settings.CLOUDINARY_URL = "cloudinary://nothing-else"
    assert [(one.what, one.ok) for one in signed.health_check(spend=True)] == [("CLOUDINARY_URL", False)]
    assert service.asked == []


def test_refused_credentials_differ_from_an_outage(signed, service, settings):
    settings.CLOUDINARY_URL = service.url.replace(service.secret, "wr0ng-s3cr3t")
    findings = list(signed.health_check(spend=False))
    assert [(one.what, one.ok) for one in findings] == [("Cloudinary", True), ("CLOUDINARY_URL", False)]
    service.behaviour = lambda asked, number: refused(503, "Away")
    assert [(one.what, one.ok) for one in signed.health_check(spend=False)] == [("Cloudinary", False)]


def test_an_unknown_preset_is_found(unsigned, settings):
    settings.CLOUDINARY_PRESET = "no-such-preset"
    findings = list(unsigned.health_check(spend=False))
    assert [(one.what, one.ok) for one in findings] == [("Cloudinary", True), ("CLOUDINARY_PRESET", False)]


def test_a_delivery_that_fails_is_found(cloud, service):
    service.behaviour = lambda asked, number: refused(404, "Gone") if asked.method == "GET" else None
    assert [one.ok for one in cloud.health_check(spend=False)] == [True, True, False]


def test_a_service_that_never_answers_is_found(cloud, service, monkeypatch):
    monkeypatch.setattr(cloudinary, "HEALTH_CHECK_SECONDS", 0.2)
    service.behaviour = service.stall
    assert [one.ok for one in cloud.health_check(spend=False)] == [False]
