"""docs/services.md: what is set in its recipes is enough, and what a story costs there is what the budget reckons."""

import re
import runpy
from collections.abc import Callable
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from providers import prices, registry
from providers.images.localai import LocalAIIllustrator
from storyforge import catalogue
from storyforge.checks import check_settings
from tests.providers.contract.picture_services.conftest import SERVICES
from tests.providers.contract.services.conftest import ILLUSTRATORS, WRITERS
from tests.providers.contract.services.test_illustrators import asking
from tests.providers.contract.services.test_writers import BRIEF
from tests.upstreams.machine_servers import LocalAIServer, OllamaServer, StableDiffusionServer
from tests.upstreams.openai_server import OpenAIServer
from tests.upstreams.openai_writer import author
from tests.upstreams.openrouter_server import OpenRouterServer
from tests.upstreams.speech_server import SpeechServer

PAGE = Path(__file__).parents[2] / "docs/services.md"
RECIPES = re.findall(
    r"^## ([^\n]+)\n(?:(?!^## ).)*?^```\n((?:[A-Z_]+=[^\n]+\n)+)```", PAGE.read_text(), re.DOTALL | re.MULTILINE
)
COST = re.compile(r"\| (this machine|`(\w+)` `([^`]+)`) \| (this machine|`(\w+)` `([^`]+)`) "
                  r"\| (this machine|`(\w+)` `([^`]+)`) \| \$([\d.]+) \| \$([\d.]+) \| \$([\d.]+) \|")  # fmt: skip
# Who answers at the port of a recipe.
SERVERS: dict[str, type[Any]] = {"11434": OllamaServer, "1234": StableDiffusionServer, "8080": LocalAIServer,
                                 "8880": SpeechServer}  # fmt: skip
Recipe = dict[str, str]


@pytest.fixture
def follow(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[[Recipe], None]:
    """Set what the catalogue makes of the recipe."""

    def following(recipe: Recipe) -> None:
        with monkeypatch.context() as clean:
            for name, value in recipe.items():
                clean.setenv(name, value.replace("...", "0123456789"))
            found = runpy.run_path(catalogue.__file__)
        for setting in found["CATALOGUE"]:
            if setting.section in ("writing and drawing", "films", "money", "clips") and setting.name in found:
                setattr(settings, setting.name, found[setting.name])

    return following


def recipe_of(text: str) -> Recipe:
    return dict(line.split("=", 1) for line in text.splitlines())


@pytest.mark.parametrize(("name", "text"), RECIPES, ids=[name for name, _ in RECIPES])
def test_a_recipe_passes_the_checks(follow: Callable[[Recipe], None], name: str, text: str) -> None:
    recipe = recipe_of(text)
    assert set(recipe) <= {setting.name for setting in catalogue.CATALOGUE}
    follow(recipe)
    assert {found.id for found in check_settings(None)} <= {"storyforge.W023"}  # that there is no budget


def start_servers(stack: ExitStack, settings: Any, name: str) -> None:
    """Start the servers of a recipe and point the settings to them."""
    addresses = ("TEXT_BASE_URL", "IMAGE_BASE_URL", "SPEECH_BASE_URL")
    ports = {setting: getattr(settings, setting).removesuffix("/v1").rpartition(":")[2] for setting in addresses}
    kinds = {setting: SERVERS[port] for setting, port in ports.items() if port}
    kinds |= {"SPEECH_BASE_URL": SpeechServer} if ports["SPEECH_BASE_URL"] else {}
    kinds |= {"OpenAI": {"OPENAI_BASE_URL": OpenAIServer}, "OpenRouter": {"OPENROUTER_BASE_URL": OpenRouterServer}}.get(
        name, {}
    )
    if service := SERVICES.get(settings.IMAGE_PROVIDER):
        cards = stack.enter_context(service.server())
        cards.point(settings, cards.address)
        cards.key, cards.looks = settings.FAL_KEY or settings.GEMINI_API_KEY, 1
    for setting, kind in kinds.items():
        server = stack.enter_context(kind())
        setattr(settings, setting, server.url)
        if isinstance(server, OpenRouterServer):
            server.key = settings.OPENROUTER_API_KEY
        if isinstance(server, OpenAIServer):
            server.chat, server.models = author, [{"id": settings.OPENAI_TEXT_MODEL}]


@pytest.mark.parametrize(("name", "text"), RECIPES, ids=[name for name, _ in RECIPES])
def test_a_recipe_works_at_its_server(
    follow: Callable[[Recipe], None], settings: Any, tmp_path: Path, name: str, text: str
) -> None:
    follow(recipe_of(text))
    with ExitStack() as stack:
        start_servers(stack, settings, name)
        if settings.TEXT_PROVIDER != "local":
            assert len(registry.writer(settings.TEXT_PROVIDER).write(BRIEF, already={}).scenes) == 20
        if settings.IMAGE_PROVIDER != "local":
            illustrator = registry.illustrator(settings.IMAGE_PROVIDER)
            picture = illustrator.draw(asking(), [].append)
            assert picture.width / picture.height == pytest.approx(2 / 3, rel=0.02)
            assert isinstance(illustrator, LocalAIIllustrator) == (name == "LocalAI")
        if settings.SPEECH_PROVIDER != "local":
            speaker = registry.speaker(settings.SPEECH_PROVIDER)
            assert speaker is not None
            assert speaker.speak("Fox.", tmp_path / "a.wav").seconds > 0


def test_there_is_a_recipe_for_every_server() -> None:
    names = " ".join(name for name, _ in RECIPES)
    assert all(name in names for name in ("OpenAI", "OpenRouter", *WRITERS, *ILLUSTRATORS) if name != "openrouter")


def test_the_page_says_what_a_story_costs() -> None:
    rows = [match.groups() for line in PAGE.read_text().splitlines() if (match := COST.fullmatch(line))]
    assert len(rows) > 5
    for _, writer, text, _, illustrator, picture, _, animator, clip, *dollars in rows:
        calls = ((writer, text, "story", 2), (illustrator, picture, "picture", 21), (animator, clip, "clip", 20))
        for (provider, model, what, times), said in zip(calls, dollars, strict=True):
            cost = prices.first_guess(provider or "local", model or "", what)
            assert cost is not None
            assert (cost * times).quantize(Decimal("0.01")) == Decimal(said), model
