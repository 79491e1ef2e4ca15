"""fal.ai: what each model takes, the names of jobs, and jobs that fail when their result is asked for."""

from collections.abc import Iterator

import pytest

from providers.base import ProviderError
from providers.videos.fal import FalAnimator
from tests.upstreams.clip_requests import URL, make_request
from tests.upstreams.fal_server import MODELS, FalServer
from tests.upstreams.video_server import in_json


@pytest.fixture
def server(settings) -> Iterator[FalServer]:
    """The fake fal.ai server."""
    with FalServer() as running:
        running.switch_on(settings)
        yield running


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("picture_url", [URL, ""])
def test_each_model_takes_the_request(server, settings, model, picture_url):
    settings.FAL_VIDEO_MODEL = model
    FalAnimator().submit(make_request(picture_url=picture_url))
    assert server.submitted[0].path == f"/{model}"


def test_an_unknown_model_is_an_account_error_that_names_the_setting(server, settings):
    settings.FAL_VIDEO_MODEL = "fal-ai/fox"
    with pytest.raises(ProviderError) as caught:
        FalAnimator().submit(make_request())
    assert caught.value.account
    assert "FAL_VIDEO_MODEL" in caught.value.operator


def test_a_job_is_looked_up_at_our_address_whatever_host_its_links_name(server):
    name = "/fal-ai/kling-video/requests/1"
    answer = in_json({"request_id": "1", "response_url": f"https://elsewhere.example{name}"})
    server.behaviour = lambda asked, number: answer
    job = FalAnimator().submit(make_request())
    assert job.id == name
    FalAnimator().poll(job.id)
    assert server.polled[0].path == f"{name}/status"


@pytest.mark.parametrize("link", ["", "https://queue.fal.run/a?b", "/a b", "/" + "a" * 300])
def test_without_a_usable_link_the_outcome_is_unknown(server, link):
    server.behaviour = lambda asked, number: in_json({"request_id": "1", "response_url": link.replace("?b", "/%0a")})
    with pytest.raises(ProviderError) as caught:
        FalAnimator().submit(make_request())
    assert not caught.value.answered


@pytest.mark.parametrize(("says", "policy"), [("the output is sensitive", True), ("generation failed", False)])
def test_a_job_whose_result_is_refused_has_failed(server, says, policy):
    server.looks, server.fails_late, server.fate = 1, True, lambda job: says
    animator = FalAnimator()
    job = animator.submit(make_request())
    with pytest.raises(ProviderError) as caught:
        animator.poll(job.id)
    assert (caught.value.permanent, caught.value.policy, caught.value.answered) == (True, policy, True)
