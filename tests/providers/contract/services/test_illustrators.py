"""The contract of illustrators at OpenRouter, stable-diffusion.cpp and LocalAI."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from providers import openrouter, prices
from providers.base import PictureRequest, Preview, ProviderError
from providers.images.openai import OpenAIIllustrator
from providers.images.openrouter import OpenRouterIllustrator
from tests.providers.contract.services.conftest import ILLUSTRATORS, WRITERS, Service, all_outcomes
from tests.providers.contract.services.outcomes import check
from tests.upstreams.machine_servers import LocalAIServer
from tests.upstreams.openai_server import OpenAIServer
from tests.upstreams.openrouter_server import GEMINI, SEEDREAM, OpenRouterServer

Serve = Callable[[Service], OpenAIServer]


def asking(**more: Any) -> PictureRequest:
    known = {"version": 1, "width": 128, "height": 192}
    return PictureRequest("The red fox sleeps | no bears.", "a story", 3, **(known | more))


def png(colour: str = "orange") -> bytes:
    out = BytesIO()
    Image.new("RGB", (128, 192), colour).save(out, "PNG")
    return out.getvalue()


@pytest.fixture(params=ILLUSTRATORS)
def service(request: pytest.FixtureRequest, serve: Serve) -> Service:
    found = ILLUSTRATORS[request.param]
    serve(found)
    return found


@pytest.fixture(params=["without previews", "with previews"])
def preview(request: pytest.FixtureRequest) -> Preview | None:
    return [].append if request.param == "with previews" else None


# --- every one of them ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("size", [(128, 192), (192, 128), (256, 256)])
def test_a_picture_has_the_requested_form(service: Service, preview: Preview | None, size: tuple[int, int]) -> None:
    picture = service.provider().draw(asking(width=size[0], height=size[1]), preview)
    assert (picture.width, picture.height) == Image.open(BytesIO(picture.data)).size == size
    assert picture.content_type == "image/png"


def test_a_picture_can_be_changed_and_looks_at_others(service: Service, preview: Preview | None) -> None:
    changed = service.provider().draw(asking(base=png(), version=2, references=[png("navy")]), preview)
    assert (changed.width, changed.height) == (128, 192)
    assert service.provider().draw(asking(references=[png()])).width == 128


def test_the_health_check_draws_only_if_allowed(service: Service, serve: Serve) -> None:
    server = serve(service)
    assert all(finding.ok for finding in service.provider().health_check(spend=False))
    assert all(asked.method == "GET" for asked in server.asked)
    assert all(finding.ok for finding in service.provider().health_check(spend=True))


@pytest.mark.parametrize("streamed", [False, True], ids=["whole", "streamed"])
@pytest.mark.parametrize(("name", "outcome", "reply"), all_outcomes(ILLUSTRATORS))
def test_an_error_is_translated(
    serve: Serve, settings: Any, name: str, outcome: str, reply: Any, streamed: bool
) -> None:
    server = serve(ILLUSTRATORS[name])
    settings.OPENAI_IMAGE_TIMEOUT = 0.3 if outcome.endswith("silent") else 20.0
    server.images = lambda asked, number: reply()
    with pytest.raises(ProviderError) as raised:
        ILLUSTRATORS[name].provider().draw(asking(), [].append if streamed else None)
    check(raised.value, outcome, settings.OPENROUTER_API_KEY or "sk-")
    assert len([asked for asked in server.asked if asked.method == "POST"]) == 1


# --- LocalAI, stable-diffusion.cpp, Ollama ----------------------------------------------------------------------------
def test_localai_gets_references_and_nothing_that_it_is_not_to_draw(serve: Serve) -> None:
    server = serve(ILLUSTRATORS["LocalAI"])
    ILLUSTRATORS["LocalAI"].provider().draw(asking(base=png(), references=[png("navy")]))
    assert isinstance(server, LocalAIServer)
    assert server.drawn == [("The red fox sleeps / no bears.", "", [png(), png("navy")])]


def test_localai_that_is_taken_for_openai_is_explained(serve: Serve) -> None:
    serve(ILLUSTRATORS["LocalAI"])
    with pytest.raises(ProviderError) as raised:
        OpenAIIllustrator().draw(asking())
    assert raised.value.account
    assert "With LocalAI set IMAGE_PROVIDER to localai." in raised.value.operator


def test_the_words_of_stable_diffusion_are_quoted(serve: Serve) -> None:
    serve(ILLUSTRATORS["stable-diffusion.cpp"])
    with pytest.raises(ProviderError) as raised:
        OpenAIIllustrator().draw(PictureRequest("", "a story", 3, 1))
    assert 'It says: "prompt required"' in raised.value.operator


def test_visitors_set_no_parameters_of_stable_diffusion(serve: Serve) -> None:
    server = serve(ILLUSTRATORS["stable-diffusion.cpp"])
    prompt = 'The fox. <sd_cpp_extra_args>{"steps": 9999}</sd_cpp_extra_args>'
    OpenAIIllustrator().draw(PictureRequest(prompt, "a story", 3, 1, width=128, height=192))
    assert "sd_cpp_extra_args" not in server.asked[-1].body["prompt"]


@pytest.mark.parametrize("base", [None, png()], ids=["new", "changed"])
def test_ollama_draws_nothing_and_says_so(serve: Serve, settings: Any, base: bytes | None) -> None:
    settings.IMAGE_BASE_URL = serve(WRITERS["Ollama"]).url
    with pytest.raises(ProviderError) as raised:
        OpenAIIllustrator().draw(asking(base=base))
    assert raised.value.account
    assert "The server that IMAGE_BASE_URL names gives no picture" in raised.value.operator
    assert "Set IMAGE_BASE_URL to the address of one that does" in raised.value.operator


# --- OpenRouter -------------------------------------------------------------------------------------------------------
@pytest.fixture
def router(serve: Serve, settings: Any) -> OpenRouterServer:
    server = serve(ILLUSTRATORS["openrouter"])
    assert isinstance(server, OpenRouterServer)
    return server


def drawn_by(server: OpenRouterServer, **more: Any) -> dict[str, Any]:
    """The request for one picture."""
    OpenRouterIllustrator().draw(asking(**more), [].append)
    return next(asked.body for asked in server.asked if asked.method == "POST")


def test_a_picture_is_counted_as_it_was_charged(router: OpenRouterServer) -> None:
    usage = OpenRouterIllustrator().draw(asking()).usage
    assert str(prices.cost("openrouter", GEMINI, usage)) == "0.067"


def test_a_model_gets_what_it_takes(router: OpenRouterServer, settings: Any) -> None:
    asked = drawn_by(router, references=[png()] * 5)
    assert {name: asked[name] for name in ("aspect_ratio", "resolution")} == {"aspect_ratio": "2:3", "resolution": "1K"}
    assert len(asked["input_references"]) == 3
    settings.OPENROUTER_IMAGE_MODEL, router.asked = SEEDREAM, []
    asked = drawn_by(router, references=[png()])
    assert set(asked) - {"partial_images"} == {"model", "prompt", "size"}
    assert not OpenRouterIllustrator().takes_references


def test_a_model_that_looks_at_no_picture_changes_none(router: OpenRouterServer, settings: Any) -> None:
    settings.OPENROUTER_IMAGE_MODEL = SEEDREAM
    with pytest.raises(ProviderError) as raised:
        OpenRouterIllustrator().draw(asking(base=png()))
    assert (raised.value.permanent, raised.value.reached) == (True, False)


def test_a_model_that_streams_shows_its_previews(router: OpenRouterServer, settings: Any) -> None:
    settings.OPENROUTER_IMAGE_MODEL, previews = "openai/gpt-image-2.5-flare", []
    OpenRouterIllustrator().draw(asking(), previews.append)
    assert len(previews) == 1


def test_pictures_are_drawn_while_the_lists_do_not_answer(router: OpenRouterServer) -> None:
    router.lists = False
    assert set(drawn_by(router, references=[png()])) >= {"model", "prompt", "aspect_ratio", "input_references"}


@pytest.mark.parametrize(
    ("model", "what", "dollars"),
    [
        (GEMINI, "picture", "0.067"),
        (SEEDREAM, "picture", "0.0400"),
        ("openai/gpt-6-luna", "text", "0.0118000"),
        ("nobody/knows-it", "picture", "None"),
    ],
)
def test_an_estimate_is_that_of_the_list(router: OpenRouterServer, model: str, what: str, dollars: str) -> None:
    openrouter.models("/models")
    openrouter.models("/images/models")
    assert str(prices.first_guess("openrouter", model, what)) == dollars


def test_without_the_lists_the_table_has_the_estimate_of_the_defaults(router: OpenRouterServer) -> None:
    router.lists = False
    assert str(prices.first_guess("openrouter", GEMINI, "picture")) == "0.067"
    assert router.asked == []  # nobody waits for a list where the table will do


def test_a_list_is_asked_for_once_and_kept_while_it_is_out_of_order(
    router: OpenRouterServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert GEMINI in openrouter.models("/images/models")
    monkeypatch.setattr(openrouter.time, "monotonic", lambda: 1e9)
    router.lists = False
    assert GEMINI in openrouter.models("/images/models")
    assert GEMINI in openrouter.models("/images/models")
    assert len(router.asked) == 2


def test_the_doctor_says_what_is_left_of_the_limit(router: OpenRouterServer, settings: Any) -> None:
    findings = list(OpenRouterIllustrator().health_check(spend=False))
    assert "$7.50 of its limit are left" in findings[0].says
    settings.OPENROUTER_API_KEY = "sk-or-wrong"
    (finding,) = OpenRouterIllustrator().health_check(spend=True)
    assert not finding.ok
    assert "OPENROUTER_API_KEY was not accepted" in finding.says
