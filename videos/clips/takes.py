"""One take of a clip: recorded before it is paid for, and turned into the request to its provider."""

import logging
from io import BytesIO
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from PIL import Image

from core.connections import release_connection
from core.models import Expense
from images import statuses as picture_statuses
from images.models import Illustration, Version
from providers import registry
from providers.base import Animator, ClipRequest, EndPicture, ProviderError
from stories import ledger, moderation
from videos import statuses
from videos.clips import costs, slots
from videos.clips.animators import open_take, takes_end_pictures
from videos.clips.jobs import clip_jobs
from videos.clips.names import take_key
from videos.models import Clip, Take

log = logging.getLogger(__name__)


class NoSlot(Exception):
    """The service makes as many clips at once as it may."""


def start(clip: Clip, animator: Animator) -> tuple[Take, bool]:
    """Record the take and its expected cost before the provider is asked. A take that may exist already is used as it
    is; one that surely does not is used again under its own key. Returns the take, and whether it may exist: it was
    submitted before, and the result of that is not known.

    Raises NoSlot, Conflict when another worker was faster, and OverBudget when it would cost more than is left.
    """
    to = statuses.WORKING if animator.on_this_machine else statuses.SUBMITTING
    with transaction.atomic():
        if not animator.on_this_machine:
            slots.lock_slots(animator)
            if not slots.is_free(clip, animator):
                raise NoSlot
        take = open_take(clip)
        asked = take is not None and take.outcome != statuses.LATER
        expense = None
        if not asked:
            expense = ledger.open_expense(clip.channel, costs.EXPENSE, animator.name, animator.model)
        clip_jobs.claim(clip, to, starts_at=None)
        if take is None or not asked:
            take = _record(clip, animator, expense, take)
    return take, asked and not animator.on_this_machine


def _record(clip: Clip, animator: Animator, expense: Expense | None, put_off: Take | None) -> Take:
    """A new take, or the one that was put off: the provider never accepted a job under its key."""
    made_of: dict[str, Any] = {
        "picture": clip.illustration.current,
        "end_picture": _end_of(clip, animator),
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


def _end_of(clip: Clip, animator: Animator) -> Version | None:
    """The picture that the clip is to end on, if it is to, and can."""
    if not clip.ends_on_next or not takes_end_pictures(animator):
        return None
    following = Illustration.objects.select_related("current").filter(
        story=clip.story_id, number=clip.number + 1, status=picture_statuses.APPROVED
    )
    return next((picture.current for picture in following), None)


def moderate_motion(clip: Clip, animator: Animator) -> None:
    """Moderate a motion that a person wrote before it is sent to a service. Raises moderation.Flagged for a
    refused text, ProviderError when the moderator does not answer."""
    if clip.own_words and not animator.on_this_machine and open_take(clip) is None:
        moderation.check([clip.motion], "The motion of this clip")


def request_of(take: Take) -> ClipRequest:
    """The request to the provider. Raises ProviderError, not reached, when the picture cannot be read."""
    scene, version = take.clip.illustration.scene, take.picture
    picture, content_type = _picture(version)
    end = None
    if take.end_picture is not None:
        end = EndPicture(*_picture(take.end_picture), _public_url(take.end_picture))
    return ClipRequest(
        picture=picture,
        content_type=content_type,
        motion=take.motion,
        key=take.key,
        picture_url=_public_url(version),
        beat=scene.kind if scene else "",
        mood=scene.mood if scene else "",
        seconds=settings.VIDEO_SECONDS,
        end=end,
    )


def _picture(version: Version | None) -> tuple[bytes, str]:
    """The picture and its content type."""
    if version is None or not version.key:
        raise ProviderError("There is no picture to make a clip of.", permanent=True, reached=False)
    release_connection()  # the host may be slow
    try:
        data = registry.host(version.host).fetch(version.stored)
        with Image.open(BytesIO(data)) as image:
            return data, Image.MIME[image.format or ""]
    except ProviderError as error:
        words, operator = (f"The picture could not be read. {said}" for said in (error.message, error.operator))
        # An account error of the picture's host says nothing about the provider of clips.
        permanent = error.permanent and not error.account
        raise ProviderError(words, permanent=permanent, reached=False, operator=operator) from error
    except Exception as bug:
        log.exception("The picture %s on the host %s", version.key, version.host)
        raise ProviderError("The picture could not be read.", permanent=True, reached=False) from bug


def _public_url(version: Version | None) -> str:
    """Where a service outside can load the picture, "" where it cannot: this site shows its files to their owner
    only."""
    return version.url if version and version.url.startswith(("https://", "http://")) else ""
