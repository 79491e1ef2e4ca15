"""Every animator, the fake servers of the services, and how each words its errors."""

import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from providers.base import Animator, ClipJob, ProviderError
from providers.videos.comfyui import ComfyUIAnimator
from providers.videos.fal import FalAnimator
from providers.videos.hailuo import HailuoAnimator
from providers.videos.kling import KlingAnimator
from providers.videos.local import LocalAnimator
from providers.videos.openrouter import OpenRouterAnimator
from providers.videos.piapi import PiAPIAnimator
from providers.videos.two_apis import NEWER
from providers.videos.veo import VeoAnimator
from tests.upstreams import (
    fal_server,
    hailuo_server,
    hailuo_v2_server,
    kling_newer_server,
    kling_server,
    openrouter_clips_server,
    piapi_server,
    veo_server,
)
from tests.upstreams.comfyui_server import ComfyUIServer
from tests.upstreams.http_server import Sent
from tests.upstreams.video_server import VideoServer, in_json


@dataclass(frozen=True)
class Service:
    """A service: its animator, its fake server, and its error responses."""

    animator: type[Any]
    server: type[VideoServer]
    wrong_key: Sent
    no_credit: Sent
    policy: Sent
    rate: Sent
    unfit: Sent
    trouble: Sent
    strange: Callable[[str], Sent]  # a job in an unknown state
    knows_keys: bool = False
    unknown_job: str = "12345"
    has_codes: bool = True  # its codes say what happened, whatever the status

    @property
    def says(self) -> bytes:
        """The message in `unfit`."""
        return UNFIT.encode()


UNFIT = "the picture is unfit"
SERVICES = {
    "kling": Service(
        KlingAnimator,
        kling_server.KlingServer,
        wrong_key=kling_server.refused(1002, "access key not found", 401),
        no_credit=kling_server.refused(1102, "Account balance not enough", 429),
        policy=kling_server.refused(1301, "Failure to pass the risk control system"),
        rate=kling_server.refused(1302, "too many requests", 429, **{"Retry-After": "7"}),
        unfit=kling_server.refused(1201, UNFIT),
        trouble=kling_server.refused(5000, "internal error", 500),
        strange=lambda name: in_json({"code": 0, "data": {"task_id": name, "task_status": "dreaming"}}),
        knows_keys=True,
    ),
    "kling-3.0": Service(
        KlingAnimator,
        kling_newer_server.NewerKlingServer,
        wrong_key=kling_server.refused(1002, "api key is invalid", 401),
        no_credit=kling_server.refused(1102, "Account balance not enough", 429),
        policy=kling_server.refused(1301, "Failure to pass the risk control system"),
        rate=kling_server.refused(1302, "too many requests", 429, **{"Retry-After": "7"}),
        unfit=kling_server.refused(1201, UNFIT),
        trouble=kling_server.refused(5000, "internal error", 500),
        strange=lambda name: in_json({"code": 0, "data": [{"id": name, "status": "dreaming"}]}),
        knows_keys=True,
        unknown_job=f"{NEWER}12345",
    ),
    "piapi": Service(
        PiAPIAnimator,
        piapi_server.PiAPIServer,
        wrong_key=piapi_server.refused(401, "Invalid API key"),
        no_credit=piapi_server.refused(500, "failed to freeze points: insufficient credits", 200),
        policy=piapi_server.refused(400, "prompt violates the content policy"),
        rate=piapi_server.refused(429, "too many requests", **{"Retry-After": "7"}),
        unfit=piapi_server.refused(400, UNFIT),
        trouble=piapi_server.refused(500, "internal error"),
        strange=lambda name: in_json({"code": 200, "data": {"task_id": name, "status": "dreaming"}}),
    ),
    "hailuo": Service(
        HailuoAnimator,
        hailuo_server.HailuoServer,
        wrong_key=hailuo_server.refused(1004, "login fail"),
        no_credit=hailuo_server.refused(1008, "insufficient balance"),
        policy=hailuo_server.refused(1026, "input new_sensitive"),
        rate=hailuo_server.refused(1002, "rate limit", **{"Retry-After": "7"}),
        unfit=hailuo_server.refused(2013, UNFIT),
        trouble=hailuo_server.refused(1033, "downstream service error"),
        strange=lambda name: hailuo_server.told(task_id=name, status="Dreaming"),
    ),
    "minimax-h3": Service(
        HailuoAnimator,
        hailuo_v2_server.HailuoV2Server,
        wrong_key=hailuo_v2_server.refused("authorized_error", "login fail", 401),
        no_credit=hailuo_v2_server.refused("insufficient_balance_error", "insufficient balance", 402),
        policy=hailuo_v2_server.refused("unprocessable_entity_error", "the prompt is sensitive", 422),
        rate=hailuo_v2_server.refused("rate_limit_error", "rate limit", 429, **{"Retry-After": "7"}),
        unfit=hailuo_v2_server.refused("bad_request_error", UNFIT),
        trouble=hailuo_v2_server.refused("server_error", "internal error", 500),
        strange=lambda name: in_json({"task": {"id": name, "status": "dreaming"}}),
        unknown_job=f"{NEWER}12345",
    ),
    "fal": Service(
        FalAnimator,
        fal_server.FalServer,
        wrong_key=fal_server.refused("Authentication is required", 401),
        no_credit=fal_server.refused("User is locked. Reason: Exhausted balance. Top up your balance.", 403),
        policy=fal_server.unfit("The content could not be processed", "content_policy_violation"),
        rate=fal_server.refused("Too many concurrent requests", 429, **{"Retry-After": "7"}),
        unfit=fal_server.unfit(UNFIT),
        trouble=fal_server.refused("Internal server error", 500),
        strange=lambda name: in_json({"status": "DREAMING", "request_id": name}),
        has_codes=False,
    ),
    "veo": Service(
        VeoAnimator,
        veo_server.VeoServer,
        wrong_key=veo_server.refused("INVALID_ARGUMENT", "API key not valid. Please pass a valid API key."),
        no_credit=veo_server.refused("FAILED_PRECONDITION", "Veo is only accessible to billed users at this time."),
        policy=veo_server.refused("INVALID_ARGUMENT", "The prompt contains words that violate Google's policies."),
        rate=veo_server.refused("RESOURCE_EXHAUSTED", "You exceeded your quota", 429, **{"Retry-After": "7"}),
        unfit=veo_server.refused("INVALID_ARGUMENT", UNFIT),
        trouble=veo_server.refused("INTERNAL", "An internal error has occurred.", 500),
        strange=lambda name: in_json({"name": name, "metadata": {"state": "DREAMING"}}),
    ),
    "openrouter": Service(
        OpenRouterAnimator,
        openrouter_clips_server.OpenRouterClipsServer,
        wrong_key=openrouter_clips_server.refused(401, "No auth credentials found"),
        no_credit=openrouter_clips_server.refused(402, "Insufficient credits"),
        policy=openrouter_clips_server.refused(403, "The input was flagged"),
        rate=openrouter_clips_server.refused(429, "Rate limit exceeded", **{"Retry-After": "7"}),
        unfit=openrouter_clips_server.refused(400, UNFIT),
        trouble=openrouter_clips_server.refused(502, "Provider returned error"),
        strange=lambda name: in_json({"id": name, "status": "dreaming"}),
    ),
}


def failure(call: Callable[[], Any]) -> ProviderError:
    """The error that `call` raises; no visible part of it may hold a key."""
    with pytest.raises(ProviderError) as caught:
        call()
    error = caught.value
    shown = error.message + error.operator + "".join(traceback.format_exception(error))
    secrets = [key for service in SERVICES.values() for key in service.server.keys.values()]
    assert [secret for secret in secrets if secret in shown] == []
    names = ("Kling", "PiAPI", "MiniMax", "fal.ai", "Google", "OpenRouter", "HTTP", "JSON", "_")
    assert not any(name in error.message for name in names)
    return error


@pytest.fixture(params=SERVICES)
def service(request) -> Service:
    """Every service."""
    return SERVICES[request.param]


@pytest.fixture
def server(service, settings) -> Iterator[VideoServer]:
    """The fake server of the service, set up in the settings."""
    with service.server() as running:
        running.switch_on(settings)
        yield running


@pytest.fixture
def animator(service, server) -> Any:
    """The animator of the service."""
    return service.animator()


@pytest.fixture(params=[*SERVICES, "local", "comfyui"])
def every_animator(request, settings, tmp_path) -> Iterator[Animator]:
    """Every animator, including the local one, which makes small clips here."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.VAR_DIR, settings.FILM_SCALE = tmp_path, 1 / 6
    if request.param == "local":
        yield LocalAnimator()
        return
    if request.param == "comfyui":
        with ComfyUIServer() as cards:
            cards.switch_on(settings)
            yield ComfyUIAnimator()
        return
    with SERVICES[request.param].server() as running:
        running.switch_on(settings)
        yield SERVICES[request.param].animator()


def finished(animator: Animator, job: ClipJob) -> ClipJob:
    """The job once it is done."""
    for _ in range(5):
        if job.done:
            return job
        job = animator.poll(job.id)
    raise AssertionError("the job is never done")
