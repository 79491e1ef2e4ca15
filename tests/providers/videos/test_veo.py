"""Google's Veo: lengths and formats of clips."""

from collections.abc import Iterator

import pytest

from providers.base import ProviderError
from providers.videos.veo import VeoAnimator
from tests.upstreams.clip_requests import make_request, still
from tests.upstreams.veo_server import VeoServer


@pytest.fixture
def server(settings) -> Iterator[VeoServer]:
    """The fake server of Google's."""
    with VeoServer() as running:
        running.switch_on(settings)
        yield running


@pytest.mark.parametrize(
    ("resolution", "wanted", "taken"), [("720p", 1.0, 4), ("720p", 5.5, 6), ("720p", 60.0, 8), ("1080p", 1.0, 8)]
)
def test_the_length_is_the_nearest_that_the_resolution_allows(server, settings, resolution, wanted, taken):
    settings.VEO_RESOLUTION = resolution
    VeoAnimator().submit(make_request(seconds=wanted))
    assert server.submitted[0].body["parameters"]["durationSeconds"] == taken


@pytest.mark.parametrize(("size", "ratio"), [((400, 600), "9:16"), ((600, 400), "16:9")])
def test_the_clip_is_as_upright_as_the_picture(server, size, ratio):
    VeoAnimator().submit(make_request(picture=still(*size)))
    assert server.submitted[0].body["parameters"]["aspectRatio"] == ratio


def test_an_unknown_model_is_an_account_error_that_names_the_setting(server, settings):
    settings.VEO_MODEL = "veo-1"
    with pytest.raises(ProviderError) as caught:
        VeoAnimator().submit(make_request())
    assert caught.value.account
    assert "VEO_MODEL" in caught.value.operator
