"""What the page "Services" shows of each job and of whoever can do it."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings

from core import service_choice
from core.expenses import in_dollars
from core.models import ServiceChoice
from core.service_choice import CLIPS, PICTURES, SPEECH, TEXT, Service
from images.costs import cost_of_drawing, pictures_to_draw_by
from images.illustrators import keeping
from providers import registry
from stories import ledger
from stories.models import SCENES
from storyforge.service_keys import missing_keys
from videos.clips.costs import clip_price
from videos.film import narration

TITLES = {TEXT: "Text", PICTURES: "Pictures", CLIPS: "Clips", SPEECH: "Speech"}
DOES = {
    TEXT: "writes the twenty scenes and says what the pictures show",
    PICTURES: "draws the twenty pictures and the fox before them",
    CLIPS: "makes a clip of each picture",
    SPEECH: "reads the scenes aloud in the film",
}


@dataclass(frozen=True)
class Row:
    """A service that can do a job: its model, the settings whose keys are `missing`, what a story of twenty costs in
    words, whether it is `chosen`, and whether visitors may choose it (None where there is no such choice)."""

    service: Service
    model: str
    missing: list[str]
    cost: str
    chosen: bool
    offered: bool | None

    @property
    def key(self) -> str:
        """How a form names it."""
        return str(self.service)

    @property
    def label(self) -> str:
        """Its name, and the quality in which it is to draw."""
        return label_of(self.service)


def page_context() -> dict[str, Any]:
    """Each job with its services, and how many stories keep an earlier illustrator."""
    return {"title": "Services", "jobs": _jobs(), "keeping": keeping().count()}


def _jobs() -> list[dict[str, Any]]:
    return [
        {
            "job": job,
            "title": TITLES[job],
            "does": DOES[job],
            "setting": service_choice.SETTINGS[job],
            "from_settings": service_choice.from_settings(job).name,
            "is_chosen_here": service_choice.is_chosen_here(job),
            "rows": [row_of(job, service) for service in services_of(job)],
        }
        for job, _ in ServiceChoice.JOBS
    ]


def label_of(service: Service) -> str:
    """Its name, and the quality in which it is to draw."""
    if service.name == service_choice.NONE:
        return "nobody"
    return f"{service.name}, {service.quality}" if service.quality else service.name


def services_of(job: str) -> list[Service]:
    """Whoever can do the job; an illustrator once for each of its qualities."""
    return [service for name in service_choice.names(job) for service in _in_qualities(job, name)]


def _in_qualities(job: str, name: str) -> Iterator[Service]:
    qualities = registry.qualities_of(name) if job == PICTURES else ()
    yield from (Service(name, quality) for quality in qualities)
    if not qualities:
        yield Service(name)


def in_use(job: str) -> Service:
    """Who does the job; an illustrator in the quality in which it draws."""
    name, quality = service_choice.chosen(job)
    if job == PICTURES and not quality and registry.qualities_of(name):
        quality = str(getattr(registry.illustrator(name), "quality", ""))
    return Service(name, quality)


def row_of(job: str, service: Service) -> Row:
    """One line of the page."""
    return Row(
        service,
        model_of(job, service),
        missing_keys(job, service.name),
        cost_label(job, service),
        service == in_use(job),
        service in service_choice.offered() if job == PICTURES else None,
    )


def provider_of(job: str, service: Service) -> Any:
    """The provider; None for speech without one."""
    if job == PICTURES:
        return registry.illustrator(*service)
    return {TEXT: registry.writer, CLIPS: registry.animator, SPEECH: registry.speaker}[job](service.name)


def model_of(job: str, service: Service) -> str:
    """The model that it works with; "" for no service."""
    provider = provider_of(job, service)
    return str(provider.model) if provider else ""


def cost_label(job: str, service: Service) -> str:
    """What a story of twenty scenes costs there, in words."""
    cost = cost_of_a_story(job, service)
    if cost is None:
        return "not known"
    return f"about {in_dollars(cost)}" if cost else "nothing"


def cost_of_a_story(job: str, service: Service) -> Decimal | None:
    """What the job costs for a story of twenty scenes in dollars: by what calls have cost lately, else by the list of
    prices; None if it is not known."""
    provider = provider_of(job, service)
    if provider is None:
        return Decimal(0)
    if job == PICTURES:
        return cost_of_drawing(pictures_to_draw_by(provider, review=settings.REVIEW_CHARACTER), provider)
    if job == CLIPS:
        return _times(SCENES, clip_price(provider))
    if job == SPEECH:
        return _times(SCENES, ledger.expected_cost(narration.EXPENSE, provider.name, provider.model))
    return ledger.expected_cost("write", provider.name, provider.model)


def _times(count: int, cost: Decimal | None) -> Decimal | None:
    return None if cost is None else count * cost
