"""What only clips by ComfyUI have; the contract of animators is tested for it as for all."""

import pytest

from core.redis_server import free_port
from providers.base import JobNotFound, ProviderError
from providers.videos.comfyui import ComfyUIAnimator
from tests.upstreams.clip_requests import make_request
from tests.upstreams.comfyui_server import ComfyUIServer
from tests.upstreams.picture_server import in_json


@pytest.fixture
def server(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    with ComfyUIServer() as server:
        server.switch_on(settings)
        yield server


@pytest.fixture
def second(server, settings):
    """Another server, which has fewer jobs as soon as the first has one."""
    with ComfyUIServer() as second:
        settings.COMFYUI_URLS = [server.address, second.address]
        server.looks = second.looks = 10**6
        yield second


def test_a_job_is_found_by_our_key_on_whichever_server_it_is(server, second):
    animator = ComfyUIAnimator()
    jobs = [animator.submit(make_request(key=key)) for key in ("first-key", "second-key")]
    assert (len(server.jobs), len(second.jobs)) == (1, 1)
    assert [ComfyUIAnimator().find(key) for key in ("first-key", "second-key")] == jobs
    assert animator.find("another-key") is None


def test_whether_there_is_a_job_is_not_known_while_a_server_does_not_answer(server, settings):
    settings.COMFYUI_URLS = [server.address, f"http://127.0.0.1:{free_port()}"]
    with pytest.raises(ProviderError) as raised:
        ComfyUIAnimator().find("a-key")
    assert not raised.value.permanent


def test_a_server_that_gives_its_own_names_finds_none_by_ours(server):
    server.old = True
    animator = ComfyUIAnimator()
    job = animator.submit(make_request())
    assert animator.find(make_request().key) is None
    assert animator.poll(job.id).id == job.id


def test_picture_motion_and_seed_are_filled_in(server):
    ComfyUIAnimator().submit(make_request())
    graph = server.submitted()[0].body["prompt"]
    assert server.uploaded[graph["1"]["inputs"]["image"]] == make_request().picture
    assert graph["2"]["inputs"]["text"] == make_request().motion
    assert graph["4"]["inputs"]["seed"]


def test_a_failed_job_is_a_permanent_error(server):
    server.looks, server.fate = 1, "Out of memory."
    animator = ComfyUIAnimator()
    job = animator.submit(make_request())
    with pytest.raises(ProviderError) as raised:
        animator.poll(job.id)
    assert (raised.value.permanent, raised.value.account) == (True, False)
    assert "Out of memory" in raised.value.operator


def test_a_job_that_no_server_has_any_more_is_not_found(server, settings):
    animator = ComfyUIAnimator()
    job = animator.submit(make_request())
    server.jobs.clear()
    with pytest.raises(JobNotFound):
        animator.poll(job.id)
    settings.COMFYUI_URLS = ["http://elsewhere:8188"]
    with pytest.raises(JobNotFound):
        animator.poll(job.id)


def test_a_workflow_that_makes_no_video_is_named(server):
    server.looks = 1
    animator = ComfyUIAnimator()
    job = animator.submit(make_request())
    picture = {"filename": "x.png", "subfolder": "", "type": "output"}
    over = {"outputs": {"1": {"images": [picture]}}, "status": {"status_str": "success"}}
    server.behaviour = lambda asked, number: in_json({job.id.rpartition("/")[2]: over})
    with pytest.raises(ProviderError, match="made no clip") as raised:
        animator.poll(job.id)
    assert "COMFYUI_VIDEO_WORKFLOW" in raised.value.operator


def test_without_a_workflow_no_clip_is_asked_for(server, settings):
    settings.COMFYUI_VIDEO_WORKFLOW = ""
    with pytest.raises(ProviderError) as raised:
        ComfyUIAnimator().submit(make_request())
    assert (raised.value.account, raised.value.reached, server.asked) == (True, False, [])


def test_the_health_check_names_the_graphics_card(server):
    found = list(ComfyUIAnimator().health_check(spend=True))
    assert all(one.ok for one in found)
    assert "Fox RTX" in found[-1].says
    assert server.submitted() == []
