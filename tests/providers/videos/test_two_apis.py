"""Services with two APIs: the model chooses, and jobs are found after it was changed."""

import pytest

from providers.videos.hailuo import HailuoAnimator
from providers.videos.kling import KlingAnimator
from tests.upstreams.clip_requests import make_request
from tests.upstreams.hailuo_server import HailuoServer
from tests.upstreams.hailuo_v2_server import HailuoV2Server
from tests.upstreams.kling_newer_server import NewerKlingServer


@pytest.mark.parametrize("mode", ["std", "pro"])
@pytest.mark.parametrize(
    "model", ["kling-3.0", "kling-3.0-turbo", "kling-3.0-omni", "kling-o1", "kling-2.6", "kling-2.5-turbo"]
)
def test_each_newer_model_of_kling_takes_the_request(settings, model, mode):
    with NewerKlingServer() as server:
        server.switch_on(settings)
        settings.KLING_MODEL, settings.KLING_MODE = model, mode
        assert KlingAnimator().submit(make_request(picture_url="")).id
        assert server.submitted[0].path.endswith(f"/{model}")
        assert server.submitted[0].body["settings"]["resolution"] == {"std": "720p", "pro": "1080p"}[mode]


@pytest.mark.parametrize(("model", "resolution"), [("MiniMax-H3", "2K"), ("MiniMax-H3-Max", "768P")])
def test_each_newer_model_of_minimax_takes_the_request(settings, model, resolution):
    with HailuoV2Server() as server:
        server.switch_on(settings)
        settings.HAILUO_MODEL, settings.HAILUO_RESOLUTION = model, resolution
        assert HailuoAnimator().submit(make_request(picture_url="", seconds=1.0)).id
        assert server.submitted[0].body["duration"] == (4 if model == "MiniMax-H3" else 5)


def test_a_job_is_looked_up_where_it_was_submitted(settings):
    with HailuoServer() as older, HailuoV2Server() as newer:
        animator = HailuoAnimator()
        newer.switch_on(settings)
        new = animator.submit(make_request())
        older.switch_on(settings)
        settings.HAILUO_MODEL = "MiniMax-Hailuo-2.3"
        old = animator.submit(make_request())
        settings.HAILUO_MODEL = "MiniMax-H3"
        assert animator.poll(old.id).id == old.id
        settings.HAILUO_BASE_URL, settings.HAILUO_MODEL = newer.address, "MiniMax-Hailuo-2.3"
        assert animator.poll(new.id).id == new.id
