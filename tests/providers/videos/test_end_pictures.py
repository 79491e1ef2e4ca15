"""Clips that end on a given picture: which models take one, and under which name."""

from base64 import b64encode

import pytest

from providers.base import EndPicture
from providers.videos.fal import FalAnimator
from providers.videos.hailuo import HailuoAnimator
from providers.videos.kling import KlingAnimator
from providers.videos.piapi import PiAPIAnimator
from providers.videos.veo import VeoAnimator
from tests.upstreams.clip_requests import make_request, still
from tests.upstreams.fal_server import FalServer
from tests.upstreams.hailuo_server import HailuoServer
from tests.upstreams.hailuo_v2_server import HailuoV2Server
from tests.upstreams.kling_newer_server import NewerKlingServer
from tests.upstreams.kling_server import KlingServer

END = EndPicture(still(300, 450), "image/png")
SEEDANCE = "bytedance/seedance-2.0/image-to-video"


@pytest.mark.parametrize(
    ("animator", "server", "chosen", "name"),
    [
        (KlingAnimator, KlingServer, {"KLING_MODEL": "kling-v3"}, "image_tail"),
        (KlingAnimator, KlingServer, {"KLING_MODEL": "kling-v2-6", "KLING_MODE": "pro"}, "image_tail"),
        (KlingAnimator, NewerKlingServer, {"KLING_MODEL": "kling-3.0-turbo"}, "last_frame"),
        (KlingAnimator, NewerKlingServer, {"KLING_MODEL": "kling-2.6", "KLING_MODE": "pro"}, "last_frame"),
        (HailuoAnimator, HailuoServer, {"HAILUO_MODEL": "MiniMax-Hailuo-02"}, "last_frame_image"),
        (HailuoAnimator, HailuoV2Server, {}, "last_frame"),
        (FalAnimator, FalServer, {"FAL_VIDEO_MODEL": SEEDANCE}, "end_image_url"),
        (
            FalAnimator,
            FalServer,
            {"FAL_VIDEO_MODEL": "fal-ai/kling-video/v2.5-turbo/pro/image-to-video"},
            "tail_image_url",
        ),
    ],
)
def test_the_picture_is_sent_under_the_name_that_the_service_has_for_it(settings, animator, server, chosen, name):
    with server() as running:
        running.switch_on(settings)
        for setting, value in chosen.items():
            setattr(settings, setting, value)
        assert animator().takes_end_pictures
        assert animator().submit(make_request(end=END)).id
        sent = str(running.submitted[0].body)
    assert name in sent
    assert b64encode(END.picture).decode() in sent


@pytest.mark.parametrize(
    ("animator", "chosen"),
    [
        (KlingAnimator, {"KLING_MODEL": "kling-v2-5-turbo"}),
        (KlingAnimator, {"KLING_MODEL": "kling-o1", "KLING_MODE": "pro"}),
        (HailuoAnimator, {"HAILUO_MODEL": "MiniMax-Hailuo-2.3"}),
        (FalAnimator, {"FAL_VIDEO_MODEL": "fal-ai/veo3.1/fast/image-to-video"}),
        (VeoAnimator, {}),
        (PiAPIAnimator, {}),
    ],
)
def test_other_models_take_none(settings, animator, chosen):
    for setting, value in chosen.items():
        setattr(settings, setting, value)
    assert not animator().takes_end_pictures
