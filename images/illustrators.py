"""Which illustrator draws the pictures of a story."""

from core import service_choice
from core.service_choice import PICTURES, Service
from providers import registry
from providers.base import Illustrator
from stories.models import Story


def illustrator_of(story: Story | None) -> Illustrator:
    """Whom the story has chosen, for as long as the site offers that one; else, and for a new story (None), whom the
    site has chosen."""
    wanted = service_of(story) if story else None
    return registry.illustrator(*(wanted or ()))


def service_of(story: Story) -> Service | None:
    """What the story has chosen and the site offers; None where it is drawn as the site has it drawn."""
    wanted = Service(story.image_provider, story.image_quality)
    return wanted if wanted.name and wanted in service_choice.offered() else None


def in_use() -> list[Illustrator]:
    """Whoever may draw pictures that wait now, one for each name."""
    services = [service_choice.chosen(PICTURES), *service_choice.offered()]
    by_name = {service.name: service for service in reversed(services)}
    return [registry.illustrator(*service) for service in by_name.values()]
