"""Which service does a job: the one that staff chose on the page "Services", else the one that the setting names.

Every process reads the rows anew after SERVICE_CHOICE_SECONDS, so a choice needs no restart.
"""

import time
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple, Self

from django.conf import settings
from django.db import transaction

from core import audit
from core.errors import Invalid
from core.models import ServiceChoice

TEXT, PICTURES, CLIPS, SPEECH = ServiceChoice.TEXT, ServiceChoice.PICTURES, ServiceChoice.CLIPS, ServiceChoice.SPEECH
# The setting that names who does the job; with an S at its end, the one that lists who can.
SETTINGS = {TEXT: "TEXT_PROVIDER", PICTURES: "IMAGE_PROVIDER", CLIPS: "VIDEO_PROVIDER", SPEECH: "SPEECH_PROVIDER"}
NONE = "none"  # instead of a service for speech: films have no voice


class Service(NamedTuple):
    """A provider by its name, and the quality in which it is to draw ("": as its own setting says)."""

    name: str
    quality: str = ""

    def __str__(self) -> str:
        return f"{self.name}:{self.quality}" if self.quality else self.name

    @classmethod
    def parse(cls, text: str) -> Self:
        """The reverse of `str`."""
        name, _, quality = text.partition(":")
        return cls(name, quality)


def names(job: str) -> list[str]:
    """The names of all who can do the job."""
    return [*getattr(settings, f"{SETTINGS[job]}S"), *([NONE] if job == SPEECH else [])]


def from_settings(job: str) -> Service:
    """Who does the job where nobody chose."""
    return Service(getattr(settings, SETTINGS[job]))


def chosen(job: str) -> Service:
    """Who does the job: as staff chose, unless the settings do not list that service any more."""
    row = _rows().get(job)
    return Service(row.name, row.quality) if row and row.name in names(job) else from_settings(job)


def is_chosen_here(job: str) -> bool:
    """Whether the choice of staff goes before the setting."""
    row = _rows().get(job)
    return bool(row and row.name in names(job))


def offered() -> list[Service]:
    """The illustrators that staff let visitors choose for a story, besides the one that draws for all."""
    return _listed("offered")


def _listed(field: str) -> list[Service]:
    row = _rows().get(PICTURES)
    services = [Service.parse(text) for text in getattr(row, field)] if row else []
    return [service for service in services if service.name in names(PICTURES)]


def former() -> list[Service]:
    """The illustrators that were chosen or offered before, which stories under way keep."""
    return _listed("former")


def choose(job: str, service: Service | None, *, by: str) -> None:
    """Let `service` do the job from now on, None: whom the setting names. Raises Invalid for one that there is not."""
    if service and service.name not in names(job):
        raise Invalid("service", f"There is no service called {service.name} here. Choose one of the list.")
    name, quality = service or ("", "")
    note = f"{service or f'as {SETTINGS[job]} says'}"
    fields: dict[str, object] = {"name": name, "quality": quality}
    if job == PICTURES:
        fields["former"] = _with_former([chosen(job)])
    _write(job, fields, "chosen", note, by)


def offer(services: Iterable[Service], *, by: str) -> None:
    """Let visitors choose these illustrators for a story, and no others. Raises Invalid for one that there is not."""
    wanted = list(dict.fromkeys(services))
    if unknown := [service for service in wanted if service.name not in names(PICTURES)]:
        raise Invalid("service", f"There is no service called {unknown[0].name} here. Choose one of the list.")
    texts = [str(service) for service in wanted]
    fields = {"offered": texts, "former": _with_former(offered())}
    _write(PICTURES, fields, "offered", ", ".join(texts) or "none", by)


def forget_former(*, by: str) -> None:
    """No story keeps an illustrator that was chosen or offered before."""
    _write(PICTURES, {"former": []}, "chosen", "for stories under way too", by)


def _with_former(services: Iterable[Service]) -> list[str]:
    return list(dict.fromkeys(str(service) for service in (*former(), *services)))


def _write(job: str, fields: Mapping[str, object], action: str, note: str, by: str) -> None:
    with transaction.atomic():
        row, _ = ServiceChoice.objects.update_or_create(job=job, defaults=fields)
        audit.record(action, row, by=by, note=note)
        transaction.on_commit(_read.cache_clear)


def _rows() -> Mapping[str, ServiceChoice]:
    seconds: float = settings.SERVICE_CHOICE_SECONDS
    return _read(int(time.monotonic() / seconds)) if seconds else _read.__wrapped__(0)


@lru_cache(maxsize=1)
def _read(moment: int) -> Mapping[str, ServiceChoice]:
    """The rows by job, the same for all who ask in that `moment`."""
    return {row.job: row for row in ServiceChoice.objects.all()}
