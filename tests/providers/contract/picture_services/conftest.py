"""Every picture service beside OpenAI's, with a local server for each that answers as it does."""

import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from providers.base import PictureRequest, ProviderError, QueuedIllustrator
from providers.comfyui import client as comfyui_client
from providers.images import comfyui, fal, fal_queue, gemini
from providers.images.comfyui import ComfyUIIllustrator
from providers.images.fal import FalIllustrator
from providers.images.gemini import GeminiIllustrator
from tests.upstreams import comfyui_server, fal_pictures, gemini_pictures
from tests.upstreams.comfyui_server import ComfyUIServer
from tests.upstreams.fal_pictures import FalPictures
from tests.upstreams.gemini_pictures import GeminiPictures
from tests.upstreams.http_server import Sent
from tests.upstreams.picture_server import PictureServer, in_json


@dataclass(frozen=True)
class Service:
    """A service: its illustrator, its server, the module that bounds a request, and how it says what is wrong."""

    illustrator: type[Any]
    server: type[PictureServer]
    seconds: Any
    pauses: tuple[Any, ...]
    says: dict[str, Sent]


SERVICES = {
    "fal": Service(
        FalIllustrator,
        FalPictures,
        fal_queue,
        (fal,),
        {
            "wrong key": fal_pictures.refused("Cannot access application", 401),
            "no credit": fal_pictures.refused("User is locked. Reason: Exhausted balance.", 403),
            "no access": fal_pictures.refused("Forbidden", 403),
            "no model": fal_pictures.refused("Application not found", 404),
            "refusal": fal_pictures.unfit("No.", "content_policy_violation"),
            "too often": fal_pictures.refused("Too many requests", 429, **{"Retry-After": "7"}),
            "too often, without a time": fal_pictures.refused("Too many requests", 429),
            "unfit": fal_pictures.unfit("prompt is too long"),
            "outage": fal_pictures.refused("Internal error", 500),
        },
    ),
}
SERVICES["comfyui"] = Service(
    ComfyUIIllustrator,
    ComfyUIServer,
    comfyui_client,
    (comfyui_client, comfyui),
    {
        "no model": comfyui_server.unfit("Value not in list", "ckpt_name: 'sd_xl_base_1.0.safetensors' not in []"),
        "outage": in_json({"error": "Internal"}, 500),
        "too often": in_json({}, 429, **{"Retry-After": "7"}),
        "too often, without a time": in_json({}, 429),
    },
)
SERVICES["gemini"] = Service(
    GeminiIllustrator,
    GeminiPictures,
    gemini,
    (),
    {
        "wrong key": gemini_pictures.refused("INVALID_ARGUMENT", "API key not valid. Pass a valid API key.", 400),
        "no credit": gemini_pictures.refused("FAILED_PRECONDITION", "Please enable billing.", 400),
        "no access": gemini_pictures.refused("PERMISSION_DENIED", "Not allowed.", 403),
        "no model": gemini_pictures.refused("NOT_FOUND", "models/fox is not found.", 404),
        "refusal": gemini_pictures.ended("IMAGE_SAFETY"),
        "too often": gemini_pictures.refused("RESOURCE_EXHAUSTED", "Quota.", 429, [{"retryDelay": "7s"}]),
        "too often, without a time": gemini_pictures.refused("RESOURCE_EXHAUSTED", "Quota.", 429),
        "unfit": gemini_pictures.refused("INVALID_ARGUMENT", "Too many pictures.", 400),
        "outage": gemini_pictures.refused("UNAVAILABLE", "The model is overloaded.", 503),
    },
)
QUEUED = [name for name, service in SERVICES.items() if isinstance(service.illustrator(), QueuedIllustrator)]


@pytest.fixture(params=SERVICES)
def service(request: pytest.FixtureRequest) -> Service:
    return SERVICES[request.param]


@pytest.fixture
def server(service: Service, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[PictureServer]:
    for module in service.pauses:
        monkeypatch.setattr(module, "PAUSE", 0.01)
    with service.server() as running:
        running.switch_on(settings)
        settings.IMAGE_JOB_TIMEOUT = 10.0
        yield running


@pytest.fixture
def illustrator(service: Service, server: PictureServer) -> Any:
    return service.illustrator()


def asking(**more: Any) -> PictureRequest:
    return PictureRequest("The red fox sleeps in the meadow.", "a story", 3, **({"version": 1} | more))


def failure(call: Callable[[], Any]) -> ProviderError:
    """The error that `call` raises; no part of it that anybody sees holds a key."""
    with pytest.raises(ProviderError) as caught:
        call()
    error = caught.value
    shown = error.message + error.operator + "".join(traceback.format_exception(error))
    assert [
        service.server.key for service in SERVICES.values() if service.server.key and service.server.key in shown
    ] == []
    assert not any(name in error.message for name in ("fal", "ComfyUI", "Gemini", "HTTP", "_"))
    assert error.message.endswith(".")
    return error


def asked_wrongly(illustrator: Any, server: PictureServer, sent: Sent) -> ProviderError:
    server.behaviour = lambda asked, number: sent if asked.method == "POST" else None
    error = failure(lambda: illustrator.draw(asking()))
    assert len(server.submitted()) == 1, "it was asked more than once"
    return error
