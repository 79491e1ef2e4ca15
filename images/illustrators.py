"""Which illustrator draws the pictures of a story."""

from django.db import transaction
from django.db.models import Q, QuerySet

from core import service_choice
from core.errors import Invalid
from core.service_choice import PICTURES, Service
from core.status import Conflict
from providers import registry
from providers.base import Illustrator
from stories import statuses
from stories.models import Story

BEFORE_PICTURES = frozenset({statuses.EDITING, statuses.SKETCHING})  # in which it can be chosen who draws them


def illustrator_of(story: Story | None) -> Illustrator:
    """Whom the story has chosen, or keeps since its pictures were begun; else, and for a new story (None), whom the
    site has chosen."""
    wanted = service_of(story) if story else None
    return registry.illustrator(*(wanted or ()))


def service_of(story: Story) -> Service | None:
    """What the story has chosen and the site offers, or what it keeps; None where it is drawn as the site has it
    drawn."""
    wanted = Service(story.image_provider, story.image_quality)
    keeps = story.status in statuses.HAS_PICTURES and wanted in service_choice.former()
    return wanted if wanted.name and (keeps or wanted in service_choice.offered()) else None


def switch(service: Service | None, *, by: str) -> None:
    """Have new stories drawn by `service`, None: by whom the setting names. Stories whose pictures are begun keep who
    draws them, so that their fox stays the same. Raises Invalid for a service that there is not."""
    name, quality = service_choice.chosen(PICTURES)
    with transaction.atomic():
        service_choice.choose(PICTURES, service, by=by)
        begun = Story.everything.filter(status__in=statuses.HAS_PICTURES, image_provider="")
        begun.update(image_provider=name, image_quality=quality)


def keeping() -> QuerySet[Story]:
    """The stories under way that keep an illustrator whom the site has chosen or offered before."""
    others = set(service_choice.former()) - {service_choice.chosen(PICTURES), *service_choice.offered()}
    kept = Q(pk__in=[])
    for name, quality in others:
        kept |= Q(image_provider=name, image_quality=quality)
    return Story.everything.filter(kept, status__in=statuses.HAS_PICTURES - {statuses.FINISHED})


def draw_all_alike(*, by: str) -> None:
    """Have stories under way drawn by whom the site has chosen, too."""
    with transaction.atomic():
        keeping().update(image_provider="", image_quality="")
        service_choice.forget_former(by=by)


def choose(story: Story, key: str) -> None:
    """Have the story drawn by the illustrator that a form names, "" for whom the site has chosen. Raises Invalid for
    one that is not offered, and Conflict once its pictures are begun."""
    service = Service.parse(key)
    if service.name and service not in service_choice.offered():
        raise Invalid("illustrator", "Who was to draw the pictures is not offered here any more. Choose again.")
    fields = {"image_provider": service.name, "image_quality": service.quality}
    if not Story.objects.filter(pk=story.pk, status__in=BEFORE_PICTURES).update(**fields):
        raise Conflict("The pictures of this story have been begun already.")
    story.image_provider, story.image_quality = service


def in_use() -> list[Illustrator]:
    """Whoever may draw pictures that wait now, one for each name."""
    services = [service_choice.chosen(PICTURES), *service_choice.offered(), *service_choice.former()]
    by_name = {service.name: service for service in reversed(services)}
    return [registry.illustrator(*service) for service in by_name.values()]
