"""Checks of the chosen providers. Most examine themselves; the local ones, and folders, are checked here."""

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from django.conf import settings

from providers import registry
from providers.base import Finding, ProviderError, SupportsHealthCheck
from storyforge.doctor.runner import first_line

MIN_FREE_BYTES = 1024**3  # a story takes some 40 MB
HARMLESS = "The red fox sits by the river and looks at the stars."


def writer(*, spend: bool) -> Iterable[Finding]:
    """The writer."""
    if unknown := _unknown("Writer", "TEXT_PROVIDER", settings.TEXT_PROVIDERS):
        return [unknown]
    return _examined("Writer", registry.writer(), spend=spend)


def illustrator(*, spend: bool) -> Iterable[Finding]:
    """The illustrator."""
    if unknown := _unknown("Illustrator", "IMAGE_PROVIDER", settings.IMAGE_PROVIDERS):
        return [unknown]
    return _examined("Illustrator", registry.illustrator(), spend=spend)


def animator(*, spend: bool) -> Iterable[Finding]:
    """The animator, which makes the clips."""
    if unknown := _unknown("Animator", "VIDEO_PROVIDER", settings.VIDEO_PROVIDERS):
        return [unknown]
    return _examined("Animator", registry.animator(), spend=spend)


def voice(*, spend: bool) -> Iterable[Finding]:
    """The speaker, which reads the scenes out."""
    if settings.SPEECH_PROVIDER == "none":
        return [Finding("Voice", True, "SPEECH_PROVIDER is none: films have no voice.")]
    if unknown := _unknown("Voice", "SPEECH_PROVIDER", settings.SPEECH_PROVIDERS):
        return [unknown]
    return _examined("Voice", registry.speaker(), spend=spend)


def host(*, spend: bool) -> Iterable[Finding]:
    """The host, which stores the pictures."""
    if unknown := _unknown("Host", "IMAGE_HOST", settings.IMAGE_HOSTS):
        return [unknown]
    chosen = registry.host()
    return media_folder() if chosen.name == "local" else _examined("Host", chosen, spend=spend)


def sheet() -> Iterator[Finding]:
    """The Google Sheet, if it is switched on. This costs nothing."""
    provider = registry.sheets()
    if isinstance(provider, SupportsHealthCheck):
        yield from provider.health_check(spend=False)


def _unknown(what: str, setting: str, known: Iterable[str]) -> Finding | None:
    name = getattr(settings, setting)
    if name in known:
        return None
    return Finding(what, False, f"{setting} is {name!r}. Set it to one of: {', '.join(sorted(known))}.")


def _examined(what: str, provider: object, *, spend: bool) -> Iterator[Finding]:
    name = str(getattr(provider, "name", type(provider).__name__))
    if isinstance(provider, SupportsHealthCheck):
        for finding in provider.health_check(spend=spend):
            yield replace(finding, what=f"{what}, {finding.what}", provider=name)
        return
    why = "needs no key" if name == "local" else "cannot be asked beforehand"
    yield Finding(what, True, f"It is {name!r}, which {why}.")


def moderation() -> Iterator[Finding]:
    """The moderator of what visitors type, if it is switched on. This costs nothing."""
    moderator = registry.moderator()
    if moderator is None:
        return
    try:
        objections = moderator.objections(HARMLESS)
    except ProviderError as error:
        yield Finding("Moderation", False, error.operator)
        return
    against = f"It objects to a harmless sentence ({', '.join(objections)})."
    yield Finding("Moderation", not objections, against if objections else "It reads what visitors type.")


def media_folder() -> Iterator[Finding]:
    """Whether the folder of pictures can be written to, and has room."""
    folder = Path(settings.MEDIA_ROOT)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"\0" * 4096)
        free = shutil.disk_usage(folder).free
    except OSError as error:
        says = f"{folder} cannot be written to ({first_line(error)}), so no picture can be kept."
        yield Finding("Host", False, f"{says} Make it writable, or set STORYFORGE_VAR to another folder.")
        return
    roomy = free >= MIN_FREE_BYTES
    says = f"{folder} can be written to and has {free / 1024**3:.1f} GB free."
    yield Finding("Host", roomy, says if roomy else f"{says} Make room before it is full.")
