"""PiAPI: requests and formats of responses."""

from collections.abc import Iterator

import pytest

from providers.base import ProviderError
from providers.videos.piapi import PiAPIAnimator
from tests.upstreams.clip_requests import URL, make_request
from tests.upstreams.piapi_server import PiAPIServer


@pytest.fixture
def server(settings) -> Iterator[PiAPIServer]:
    """The fake PiAPI server."""
    with PiAPIServer() as running:
        running.switch_on(settings)
        yield running


@pytest.mark.parametrize(("version", "model"), [("2.6", "kling"), ("2.5-turbo", "kling-turbo")])
def test_the_request_has_the_version_of_the_settings(server, settings, version, model):
    settings.PIAPI_MODEL, settings.PIAPI_MODE = version, "pro"
    PiAPIAnimator().submit(make_request())
    body = server.submitted[0].body
    assert (body["model"], body["task_type"]) == (model, "video_generation")
    wishes = body["input"]
    assert (wishes["version"], wishes["mode"], wishes["duration"]) == (version, "pro", 5)
    assert (wishes["image_url"], wishes["prompt"]) == (URL, make_request().motion)
    assert wishes["enable_audio"] is False


def test_without_a_public_url_no_request_is_sent_and_the_setting_is_named(server):
    with pytest.raises(ProviderError) as caught:
        PiAPIAnimator().submit(make_request(picture_url=""))
    error = caught.value
    assert (error.permanent, error.reached, error.account) == (True, False, False)
    assert "IMAGE_HOST" in error.operator
    assert server.asked == []


@pytest.mark.parametrize("flat", [False, True])
@pytest.mark.parametrize("old", [False, True])
def test_all_formats_of_the_response_are_understood(server, flat, old):
    server.flat, server.old, server.looks = flat, old, 2
    animator = PiAPIAnimator()
    job = animator.submit(make_request(seconds=10.0))
    assert not animator.poll(job.id).done
    done = animator.poll(job.id)
    assert done.source.startswith(server.address)
    assert done.usage == {"second": 10}


def test_the_health_check_reports_pictures_without_public_urls(server, settings):
    settings.IMAGE_HOST = "local"
    found = {one.what: one for one in PiAPIAnimator().health_check(spend=False)}
    assert not found["IMAGE_HOST"].ok
    settings.IMAGE_HOST = "cloudinary"
    assert "IMAGE_HOST" not in {one.what for one in PiAPIAnimator().health_check(spend=False)}
