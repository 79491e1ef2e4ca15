"""Who can draw the pictures of a story, as its visitor reads it before they are begun."""

from dataclasses import dataclass

from django.conf import settings

from core import service_choice
from core.expenses import in_dollars
from core.service_choice import PICTURES, Service
from images import costs, illustrators
from providers import registry
from stories import statuses
from stories.models import SCENES, Story

NAMES = {
    "local": "This site’s own paint box",
    "openai": "OpenAI",
    "openrouter": "OpenRouter",
    "fal": "fal.ai",
    "gemini": "Gemini",
    "comfyui": "This site’s graphics card",
    "localai": "LocalAI",
}


@dataclass(frozen=True)
class Choice:
    """One of those who can draw: how the form names it ("": as the site has it), and what the pictures cost, in
    words."""

    key: str
    label: str
    price: str
    chosen: bool


def choices_of(story: Story) -> list[Choice]:
    """Whoever can draw the story, the one that the site has chosen first; none where there is no choice, or no more."""
    usual = service_choice.chosen(PICTURES)
    others = [service for service in service_choice.offered() if not _is_same(service, usual)]
    if not others or story.status not in illustrators.BEFORE_PICTURES:
        return []
    chosen = illustrators.service_of(story)
    first = _choice(story, usual, "", chosen=chosen not in others)
    return [first, *(_choice(story, other, str(other), chosen=other == chosen) for other in others)]


def _is_same(service: Service, usual: Service) -> bool:
    quality = usual.quality or str(getattr(registry.illustrator(*usual), "quality", ""))
    return service in (usual, Service(usual.name, quality))


def _choice(story: Story, service: Service, key: str, *, chosen: bool) -> Choice:
    label = NAMES.get(service.name, service.name)
    if service.quality:
        label = f"{label}, in {service.quality} quality"
    illustrator = registry.illustrator(*service)
    count = SCENES
    if story.status != statuses.SKETCHING:
        count = costs.pictures_to_draw_by(illustrator, review=settings.REVIEW_CHARACTER)
    cost = costs.cost_of_drawing(count, illustrator)
    price = "the price is not known" if cost is None else f"about {in_dollars(cost)}" if cost else "costs nothing"
    return Choice(key, label, price, chosen)
