"""Kling: requests, tokens and our keys."""

import time
from base64 import b64decode
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import jwt
import numpy
import pytest
from PIL import Image

from providers.base import ProviderError
from providers.videos import first_frame
from providers.videos.kling import KlingAnimator
from tests.upstreams.clip_requests import URL, make_request, still
from tests.upstreams.kling_server import KlingServer, refused
from tests.upstreams.video_server import is_submit


@pytest.fixture
def server(settings) -> Iterator[KlingServer]:
    """The fake Kling server."""
    with KlingServer() as running:
        running.switch_on(settings)
        yield running


def sent(server: KlingServer, **changes: Any) -> dict[str, Any]:
    """The body of an accepted request for a clip."""
    KlingAnimator().submit(make_request(**changes))
    return server.submitted[-1].body


def noise(width: int, height: int) -> bytes:
    """A picture that does not compress well."""
    out = BytesIO()
    pixels = numpy.random.default_rng(7).integers(0, 256, (height, width, 3), dtype=numpy.uint8)
    Image.fromarray(pixels).save(out, "PNG", compress_level=0)
    return out.getvalue()


def test_every_request_has_a_token_valid_for_half_an_hour(server):
    animator = KlingAnimator()
    animator.poll(animator.submit(make_request()).id)
    for asked in server.asked:
        token = asked.headers["authorization"].removeprefix("Bearer ")
        claims = jwt.decode(token, server.keys["KLING_SECRET_KEY"], ["HS256"])
        assert jwt.get_unverified_header(token) == {"alg": "HS256", "typ": "JWT"}
        assert claims["iss"] == server.keys["KLING_ACCESS_KEY"]
        assert claims["nbf"] < time.time() < claims["exp"] <= time.time() + 1800


def test_a_key_of_the_newer_kind_is_sent_unchanged_and_needs_no_secret(server, settings):
    settings.KLING_API_KEY, settings.KLING_ACCESS_KEY, settings.KLING_SECRET_KEY = server.newer_key, "", ""
    assert KlingAnimator().submit(make_request()).id


def test_the_request_has_our_key_and_the_settings(server, settings):
    settings.KLING_MODEL, settings.KLING_MODE = "kling-v2-6", "pro"
    body = sent(server)
    assert body["external_task_id"] == make_request().key
    assert (body["model_name"], body["mode"], body["duration"]) == ("kling-v2-6", "pro", "5")
    assert body["prompt"] == make_request().motion
    assert KlingAnimator().model == "kling-v2-6 pro"


@pytest.mark.parametrize(
    ("model", "wanted", "taken"),
    [
        ("kling-v2-5-turbo", 0.5, "5"),
        ("kling-v2-5-turbo", 7.4, "5"),
        ("kling-v2-5-turbo", 7.6, "10"),
        ("kling-v2-5-turbo", 60.0, "10"),
        ("kling-v3", 1.0, "3"),
        ("kling-v3", 7.4, "7"),
        ("kling-v3", 60.0, "15"),
    ],
)
def test_the_length_is_the_nearest_that_the_model_offers(server, settings, model, wanted, taken):
    settings.KLING_MODEL = model
    assert sent(server, seconds=wanted)["duration"] == taken


def test_a_picture_with_a_public_url_is_sent_by_url(server):
    assert sent(server)["image"] == URL


def test_a_picture_without_a_public_url_is_sent_unchanged(server):
    assert b64decode(sent(server, picture_url="")["image"]) == still()


@pytest.mark.parametrize(
    ("picture", "content_type", "size"),
    [
        (still(kind="WEBP"), "image/webp", (400, 600)),
        (still(64, 96), "image/png", (300, 450)),
        (noise(1600, 2400), "image/png", (1600, 2400)),
    ],
    ids=["of a kind that is not taken", "too small", "too large"],
)
def test_a_picture_that_services_refuse_is_converted_to_jpeg(server, picture, content_type, size):
    body = sent(server, picture=picture, content_type=content_type, picture_url="")
    data = b64decode(body["image"])
    with Image.open(BytesIO(data)) as image:
        assert (image.format, image.size) == ("JPEG", size)
    assert len(data) <= 10 * 1024 * 1024


def test_a_picture_over_the_limit_in_every_quality_is_scaled_down(server, monkeypatch):
    monkeypatch.setattr(first_frame, "LIMIT", 150_000)
    data = b64decode(sent(server, picture=noise(600, 900), picture_url="")["image"])
    assert len(data) <= 150_000
    with Image.open(BytesIO(data)) as image:
        assert 300 <= image.width < 600


def test_a_large_picture_is_sent_scaled_down_instead_of_by_url(server):
    assert sent(server, picture=noise(1600, 2400))["image"] != URL


def test_an_unknown_model_is_an_account_error(server, settings):
    settings.KLING_MODEL = "kling-v1-6"
    with pytest.raises(ProviderError) as caught:
        KlingAnimator().submit(make_request())
    assert caught.value.account
    assert "KLING_MODEL" in caught.value.operator


def test_a_duplicate_key_returns_the_existing_job(server):
    job = KlingAnimator().submit(make_request())
    assert KlingAnimator().submit(make_request()) == job
    assert len(server.jobs) == 1


def test_a_refused_key_without_a_job_is_a_permanent_error(server):
    server.behaviour = lambda asked, number: refused(1201, "external_task_id is invalid") if is_submit(asked) else None
    with pytest.raises(ProviderError) as caught:
        KlingAnimator().submit(make_request())
    assert (caught.value.permanent, caught.value.answered) == (True, True)
    assert "external_task_id is invalid" in caught.value.operator


@pytest.mark.parametrize("answer", [refused(5000, "internal error", 500), refused(1002, "access key not found", 401)])
def test_a_duplicate_key_whose_job_cannot_be_looked_up_has_an_unknown_outcome(server, answer):
    KlingAnimator().submit(make_request())
    server.behaviour = lambda asked, number: None if is_submit(asked) else answer
    with pytest.raises(ProviderError) as caught:
        KlingAnimator().submit(make_request())
    error = caught.value
    assert (error.permanent, error.reached, error.answered) == (False, True, False)


def test_a_failed_job_is_found_by_its_key(server):
    server.looks, server.fate = 1, lambda job: "generation failed"
    job = KlingAnimator().submit(make_request())
    assert KlingAnimator().find(make_request().key) == job


@pytest.mark.parametrize(
    ("answer", "there"),
    [
        (refused(1203, "The task is not here", 404), False),
        (refused(1201, "Task does not exist"), False),
        (refused(1200, "task not found"), False),
        (refused(1201, "task_id is invalid"), None),
        (refused(5000, "internal error", 500), None),
        (refused(1302, "too fast", 429), None),
    ],
)
def test_a_job_counts_as_missing_only_when_the_service_says_so(server, answer, there):
    server.behaviour = lambda asked, number: None if is_submit(asked) else answer
    if there is False:
        assert KlingAnimator().find("a-key") is None
        return
    with pytest.raises(ProviderError) as caught:
        KlingAnimator().find("a-key")
    assert not caught.value.permanent


def test_usage_is_counted_in_whole_seconds(server, settings):
    server.looks = 1
    settings.VIDEO_SECONDS = 10.0
    animator = KlingAnimator()
    assert animator.poll(animator.submit(make_request(seconds=10.0)).id).usage == {"second": 10}
