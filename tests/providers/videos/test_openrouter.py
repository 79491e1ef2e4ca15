"""OpenRouter: what its list says of a model, and what a clip did cost."""

from collections.abc import Iterator
from decimal import Decimal

import pytest

from providers import prices
from providers.videos.openrouter import OpenRouterAnimator
from tests.upstreams.clip_requests import make_request
from tests.upstreams.openrouter_clips_server import MODELS, OpenRouterClipsServer


@pytest.fixture
def server(settings) -> Iterator[OpenRouterClipsServer]:
    """The fake OpenRouter server."""
    with OpenRouterClipsServer() as running:
        running.switch_on(settings)
        yield running


@pytest.mark.parametrize("model", [model["id"] for model in MODELS])
def test_each_model_takes_the_request(server, settings, model):
    settings.OPENROUTER_VIDEO_MODEL = model
    OpenRouterAnimator().submit(make_request(picture_url=""))


def test_the_list_says_lengths_and_shapes(server, settings):
    settings.OPENROUTER_VIDEO_MODEL = "maker/silent-1"
    OpenRouterAnimator().submit(make_request(seconds=5.0))
    body = server.submitted[0].body
    assert (body["duration"], body["aspect_ratio"]) == (7, "2:3")


def test_without_the_list_the_usual_lengths_are_asked_for(server):
    server.lists = False
    OpenRouterAnimator().submit(make_request(seconds=3.0))
    assert server.submitted[0].body["duration"] == 3


def test_a_clip_costs_what_openrouter_says_that_it_charged(server, settings):
    server.looks = 1
    animator = OpenRouterAnimator()
    usage = animator.poll(animator.submit(make_request(seconds=5.0)).id).usage
    settings.PRICES = {"kwaivgi/kling-v3.0-std": {"second": 9}}
    assert prices.cost("openrouter", animator.model, usage) == Decimal("0.42")


@pytest.mark.parametrize(("model", "second"), [("google/veo-3.1-fast 720p", "0.1"), ("maker/silent-1 720p", "0.12")])
def test_prices_are_those_of_the_list(server, model, second):
    assert prices.price_of("openrouter", model) == {"second": Decimal(second)}


def test_the_doctor_names_a_model_that_makes_no_clips(server, settings):
    settings.OPENROUTER_VIDEO_MODEL = "maker/writes-1"
    settings.PRICES = {"maker/writes-1": {"second": 1}}
    found = {one.what: one for one in OpenRouterAnimator().health_check(spend=False)}
    assert not found["OPENROUTER_VIDEO_MODEL"].ok
    assert "maker/writes-1" in found["OPENROUTER_VIDEO_MODEL"].says
