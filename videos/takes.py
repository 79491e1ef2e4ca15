"""One take of a clip: recorded before it costs anything, and turned into a request for whoever makes it."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from PIL import Image

from core import leases
from core.connections import release_connection
from core.models import Expense
from core.status import Conflict, move
from images.models import Version
from providers import registry
from providers.base import Animator, ClipRequest, Picture, ProviderError
from stories import ledger, moderation
from videos import costs, slots, statuses
from videos.models import Clip, Take
from videos.names import take_key

log = logging.getLogger(__name__)


class NoPlace(Exception):
    """As many clips as may be are under way."""


def last_of(clip: Clip) -> Take | None:
    """The last take of the clip."""
    last = clip.takes.select_related("expense").order_by("number").last()
    if last is not None:
        last.clip = clip
    return last


def open_of(clip: Clip) -> Take | None:
    """The take that is asked for, or may be; None where the next one is another."""
    last = last_of(clip)
    return last if last and last.outcome in statuses.OPEN else None


def animator_of(clip: Clip) -> Animator:
    """Who makes the next take of the clip, or was asked for the one that may exist. Raises as `called`."""
    take = open_of(clip)
    asked = take.provider if take and take.outcome != statuses.LATER else ""
    return called(asked or clip.provider)


def called(name: str) -> Animator:
    """Whoever makes clips under that name ("": VIDEO_PROVIDER's choice). Raises ProviderError for one that settings do
    not list any more."""
    try:
        return registry.animator(name)
    except KeyError:
        words = "Whoever was to make this clip is not set up on this site any more. Make it again."
        operator = (
            f"No provider of clips is called {name!r} here any more; VIDEO_PROVIDER says who makes the next ones."
        )
        raise ProviderError(words, permanent=True, answered=False, operator=operator) from None


@dataclass(frozen=True)
class Begun:
    """A take that is to be asked for. `may_exist`: it was asked for before, and nobody knows what came of that."""

    take: Take
    may_exist: bool


def begin(clip: Clip, animator: Animator) -> Begun:
    """Record the take that is to be asked for, and what it will probably cost. One that may exist already is taken up
    again as it is, and one that surely does not under its own name.

    Raises NoPlace, Conflict when another worker was faster, and OverBudget when it would cost more than is left.
    """
    to = statuses.WORKING if animator.on_this_machine else statuses.SUBMITTING
    with transaction.atomic():
        if not animator.on_this_machine:
            slots.hold(animator)
            if not slots.is_free(clip, animator):
                raise NoPlace
        take = open_of(clip)
        asked = take is not None and take.outcome != statuses.LATER
        expense = None if asked else _expense(clip, animator)
        _check_still_wanted(clip)
        move(clip, to, lease_until=leases.lease(), starts_at=None, tries=clip.tries + 1)
        if take is None or not asked:
            take = _record(clip, animator, expense, take)
    return Begun(take, asked and not animator.on_this_machine)


def _check_still_wanted(clip: Clip) -> None:
    """Raise Conflict when it was asked for anew since it was read: then it shows something else."""
    rows = Clip.objects.filter(pk=clip.pk, queued_at=clip.queued_at)
    if rows.select_for_update().order_by("pk").first() is None:
        raise Conflict("Something else is asked for by now.", clip.status)


def _expense(clip: Clip, animator: Animator) -> Expense | None:
    grade = costs.grade_of(animator)
    return ledger.open_expense(clip.channel, costs.EXPENSE, animator.name, animator.model, grade)


def _record(clip: Clip, animator: Animator, expense: Expense | None, put_off: Take | None) -> Take:
    """A new take, or the one that was put off, whose name whoever makes it has never kept."""
    made_of: dict[str, Any] = {
        "picture": clip.illustration.current,
        "motion": clip.motion,
        "provider": animator.name,
        "model": animator.model,
        "outcome": statuses.MAKING if animator.on_this_machine else statuses.ASKED,
        "expense": expense,
        "error": "",
    }
    if put_off is not None:
        for name, value in made_of.items():
            setattr(put_off, name, value)
        put_off.save(update_fields=list(made_of))
        return put_off
    number = (clip.takes.aggregate(last=Max("number"))["last"] or 0) + 1
    return Take.objects.create(clip=clip, number=number, key=take_key(clip.story_id, clip.number, number), **made_of)


def check_words(clip: Clip, animator: Animator) -> None:
    """Look at what a person wrote before it is sent to somebody. Raises fitness.Unfit for words that must not be used,
    ProviderError when nobody can say."""
    if clip.own_words and not animator.on_this_machine and open_of(clip) is None:
        moderation.check([clip.motion], "The motion of this clip")


def request_of(take: Take) -> ClipRequest:
    """What whoever makes the clip is asked. Raises ProviderError, not reached, when its picture cannot be read."""
    clip, scene, version = take.clip, take.clip.illustration.scene, take.picture
    picture = _picture(version)
    return ClipRequest(
        picture=picture.data,
        content_type=picture.content_type,
        motion=take.motion,
        seed=str(clip.story_id),
        scene_number=clip.number,
        take=take.number,
        key=take.key,
        picture_url=_public_url(version),
        beat=scene.kind if scene else "",
        mood=scene.mood if scene else "",
        seconds=settings.VIDEO_SECONDS,
    )


def _picture(version: Version | None) -> Picture:
    if version is None or not version.key:
        raise ProviderError("There is no picture to make a clip of.", permanent=True, reached=False)
    release_connection()  # the host may take its time
    try:
        return _decoded(registry.host(version.host).fetch(version.stored))
    except ProviderError as error:
        words, operator = (f"The picture could not be read. {said}" for said in (error.message, error.operator))
        # Whatever is wrong with its host's account says nothing about whoever makes the clips.
        permanent = error.permanent and not error.account
        raise ProviderError(words, permanent=permanent, reached=False, operator=operator) from error
    except Exception as bug:
        log.exception("The picture %s on the host %s", version.key, version.host)
        raise ProviderError("The picture could not be read.", permanent=True, reached=False) from bug


def _decoded(data: bytes) -> Picture:
    with Image.open(BytesIO(data)) as image:
        return Picture(data, Image.MIME[image.format or ""], image.width, image.height)


def _public_url(version: Version | None) -> str:
    """Where a service outside can load the picture; what this site keeps it shows to its owner only."""
    return version.url if version and version.url.startswith(("https://", "http://")) else ""


def pause_since(asked: datetime | None) -> float:
    """How long to wait before the next look, in seconds: VIDEO_POLL_SECONDS, and later up to half a minute."""
    age = (timezone.now() - asked) / timedelta(seconds=10) if asked else 0.0
    return max(float(settings.VIDEO_POLL_SECONDS), min(30.0, age))
