"""A whole story at every service that draws, each behind a local server that answers as it does: the fox and the twenty
pictures that look at him are asked for once each, and are there."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from images import statuses
from images.drawing import drawing
from images.models import Illustration, Version
from providers import openrouter
from stories.models import SCENES
from tests.factories import illustrated_story
from tests.providers.contract.picture_services.conftest import SERVICES
from tests.providers.contract.services.conftest import ILLUSTRATORS
from tests.upstreams.openai_server import OpenAIServer

pytestmark = [pytest.mark.site, pytest.mark.django_db, pytest.mark.usefixtures("content")]
PICTURES = SCENES + 1
# The names in IMAGE_PROVIDER of those that speak OpenAI's API.
NAMES = {"openrouter": "openrouter", "stable-diffusion.cpp": "openai", "LocalAI": "localai", "OpenAI": "openai"}


@contextmanager
def served(name: str, settings: Any) -> Iterator[Any]:
    """The server of the service; the settings name it."""
    if service := SERVICES.get(name):
        settings.IMAGE_PROVIDER = name
        with service.server() as server:
            server.switch_on(settings)
            yield lambda: len(server.submitted())
        return
    settings.IMAGE_PROVIDER = NAMES[name]
    settings.OPENAI_API_KEY, settings.OPENAI_BASE_URL = "", ""
    kind = ILLUSTRATORS.get(name)
    with (kind.server if kind else OpenAIServer)() as speaks:
        address = kind.address if kind else "OPENAI_BASE_URL"
        for setting, value in {address: speaks.url, **(kind.settings if kind else {"OPENAI_API_KEY": "sk-1"})}.items():
            setattr(settings, setting, value)
        openrouter._kept.clear()
        yield lambda: len([asked for asked in speaks.asked if asked.method == "POST"])


@pytest.mark.parametrize("name", [*SERVICES, *NAMES])
def test_the_fox_and_the_twenty_pictures_are_drawn_and_each_is_asked_for_once(name, settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT, settings.DAILY_BUDGET_USD, settings.IMAGES_PER_MINUTE = tmp_path / "media", None, PICTURES
    for module in SERVICES[name].pauses if name in SERVICES else ():
        monkeypatch.setattr(module, "PAUSE", 0.01)
    with served(name, settings) as times_asked:
        story = illustrated_story()
        for number in range(PICTURES):
            assert drawing.draw(story.pk, number) is None
        assert times_asked() == PICTURES
    found = Illustration.everything.filter(story=story).values_list("status", "error")
    assert sorted(found) == [(statuses.APPROVED, "")] + [(statuses.PENDING, "")] * SCENES
    versions = Version.objects.filter(illustration__story=story)
    assert versions.values_list("provider", flat=True).distinct().get() == settings.IMAGE_PROVIDER
    assert all((settings.MEDIA_ROOT / version.key).is_file() for version in versions)
    assert len(versions) == PICTURES
