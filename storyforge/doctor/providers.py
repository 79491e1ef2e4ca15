"""Checks of the chosen providers. Most examine themselves; local ones, and what waits for a host, are checked here."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError

from core import service_choice
from images import rehosting as picture_rehosting
from providers import registry
from providers.base import Finding, ProviderError, SupportsHealthCheck
from providers.speech import local
from stories.models import Removal
from storyforge.doctor import workers
from storyforge.doctor.runner import first_line
from storyforge.story_files import S3
from videos import rehosting as clip_rehosting

MIN_FREE_BYTES = 1024**3  # a story takes some 40 MB
HARMLESS = "The red fox sits by the river and looks at the stars."


# What it is called, the setting that names it, and what looks it up by its name.
CHOSEN: tuple[tuple[str, str, Callable[[str], object]], ...] = (
    ("Writer", "TEXT_PROVIDER", registry.writer),
    ("Illustrator", "IMAGE_PROVIDER", registry.illustrator),
    ("Animator", "VIDEO_PROVIDER", registry.animator),
    ("Voice", "SPEECH_PROVIDER", registry.speaker),
    ("Host", "IMAGE_HOST", registry.host),
)


def examine(
    what: str, setting: str, look_up: Callable[[str], object], may_spend: Callable[[], bool], name: str = ""
) -> Iterator[Finding]:
    """One of CHOSEN, or another of that kind by its `name`. Unless it `may_spend`, no call is made that costs money."""
    name, known = name or _chosen(setting), getattr(settings, f"{setting}S")
    if setting == "SPEECH_PROVIDER" and name == "none":
        yield Finding(what, True, "SPEECH_PROVIDER is none: films have no voice.")
    elif setting == "SPEECH_PROVIDER" and name == "local" and not local.is_installed():
        yield workers.voice(what)
    elif name not in known:
        yield Finding(what, False, f"{setting} is {name!r}. Set it to one of: {', '.join(sorted(known))}.")
    elif setting == "IMAGE_HOST" and name == "local" and settings.STORY_FILES[0] == S3:
        yield Finding(what, True, f"Pictures and clips go into the bucket {settings.S3_BUCKET}, as all files do.")
    elif setting == "IMAGE_HOST" and name == "local":
        yield from media_folder()
    elif isinstance(provider := look_up(name), SupportsHealthCheck):
        for finding in provider.health_check(spend=may_spend()):
            yield replace(finding, what=f"{what}, {finding.what}", provider=name)
    else:
        why = "needs no key" if name == "local" else "cannot be asked beforehand"
        yield Finding(what, True, f"It is {name!r}, which {why}.")


def _chosen(setting: str) -> str:
    """Who is chosen; whom the setting names where no choice can be read: the line about the database says why."""
    job = next((job for job, name in service_choice.SETTINGS.items() if name == setting), "")
    with suppress(DatabaseError):
        if job:
            return service_choice.chosen(job).name
    return str(getattr(settings, setting))


def sheet() -> Iterator[Finding]:
    """The Google Sheet, if it is switched on. This costs nothing."""
    provider = registry.sheets()
    if isinstance(provider, SupportsHealthCheck):
        yield from provider.health_check(spend=False)


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


def removals() -> Iterator[Finding]:
    """A finding for files of deleted stories that could not be removed yet."""
    try:
        stuck = list(Removal.objects.exclude(error=""))
    except DatabaseError:
        return  # the line about the database says why
    if stuck:
        count = sum(len(removal.files) for removal in stuck)
        says = f"{count} files of deleted stories could not be removed yet; Removals in the admin lists them. "
        yield Finding("Removals", False, says + stuck[-1].error)


def rehosting() -> Iterator[Finding]:
    """A finding for pictures, and one for clips, that are on this machine only because their host refused them."""
    for kind, waiting in (("picture", picture_rehosting.waiting), ("clip", clip_rehosting.waiting)):
        try:
            count = waiting().count()
        except DatabaseError:
            return  # the line about the database says why
        if count:
            what = f"1 {kind} waits" if count == 1 else f"{count} {kind}s wait"
            says = f"{what} for `manage.py rehost`, kept on this machine meanwhile. Run it when its host is well."
            yield Finding(f"{kind.title()}s", False, says)
