"""The one way a status changes.

`move()` asks the model's transition table, changes the row only where it still has the status the caller saw (so of
two racers one wins and the other gets `Conflict`), writes the history row in the same transaction, and announces the
change once the transaction is committed. Where it could not be announced, `sweep` has the pages catch up.
"""

import logging
from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

from celery import shared_task
from django.conf import settings
from django.db import Error, transaction
from django.db.models import Model, QuerySet
from django.dispatch import Signal
from django.utils import timezone

from core import audit, live
from core.errors import Refused
from core.models import StatusEvent, Tracked

log = logging.getLogger(__name__)

M = TypeVar("M", bound=Model)
BATCH = 500  # changes in one sweep

moved = Signal()
"""Sent after commit with `instance` (the row as it was moved) and `event` (its StatusEvent). A receiver that was to
tell the pages and could not returns False."""


class Forbidden(Refused):
    """The transition table has no such arrow. A mistake of the caller, or a button that should not have been there."""


class Conflict(Refused):
    """The row is not in a status that allows it, or somebody else changed it first."""


def accepts(check: Callable[..., None], *what: Any) -> bool:
    """Whether `check(*what)` passes, that is, raises no Conflict."""
    try:
        check(*what)
    except Conflict:
        return False
    return True


def locked(rows: QuerySet[M]) -> M:
    """The one row that `rows` finds, locked until the transaction ends. Raises Conflict when it is gone. A story is
    locked before its pictures and clips, so that no two transactions wait for each other."""
    row = rows.select_for_update().first()
    if row is None:
        raise Conflict(f"The {rows.model._meta.verbose_name} is gone.")
    return row


def move(obj: Tracked, to: str, *, by: str = "", note: str = "", **changes: Any) -> StatusEvent:
    """Move `obj` to status `to`, together with the field `changes`, or raise and change nothing.

    `by` names who did it (empty: the machine), `note` says why in words. Returns the history row.
    Raises Forbidden when the table has no such arrow and Conflict when the row is no longer in the status of `obj`.
    """
    if to not in obj.transitions[obj.status]:
        raise Forbidden(f"{obj} cannot go from {obj.status} to {to}.")
    was, rows = obj.status, type(obj)._base_manager.filter(pk=obj.pk)
    values = {**changes, "status": to, "updated_at": timezone.now()}
    with transaction.atomic():
        if not rows.filter(status=was).update(**values):
            now = rows.values_list("status", flat=True).first()
            raise Conflict(f"{obj} was expected to be {was} and is {now or 'gone'}.")
        for name, value in values.items():
            setattr(obj, name, value)
        event = StatusEvent.objects.create(
            kind=obj._meta.label_lower,
            object_id=str(obj.pk),
            channel=obj.channel,
            old=was,
            new=to,
            by=by,
            note=note[:500],
        )
        audit.record(to, obj, by=by, note=f"was {was}. {note}".strip())
        transaction.on_commit(lambda: _announce(obj, event))
    return event


def _announce(obj: Tracked, event: StatusEvent) -> None:
    # send_robust: a listener that fails (Redis away, say) must not undo or hide what is already committed.
    answers = moved.send_robust(type(obj), instance=obj, event=event)
    if any(answer is False or isinstance(answer, Exception) for _, answer in answers):
        return  # `sweep` has the pages catch up
    try:
        StatusEvent.objects.filter(pk=event.pk).update(told=True)
    except Error as error:
        log.warning("That a change was announced could not be written down (%s); it is announced again.", error)


@shared_task(name="core.sweep", ignore_result=True)
def sweep() -> None:
    """Make the pages of unannounced changes read the state again. Running it twice at once is harmless."""
    for channel, events in unannounced().items():
        if live.catch_up(channel):
            StatusEvent.objects.filter(pk__in=events).update(told=True)


def unannounced() -> dict[str, list[int]]:
    """The oldest events that should long have been announced, by their channel. An announcement follows its change at
    once; a third of a lease later it will not come any more."""
    late = timezone.now() - timedelta(seconds=settings.LEASE_SECONDS / 3)
    rows = StatusEvent.objects.filter(told=False, at__lt=late).order_by("at").values_list("channel", "pk")
    found: dict[str, list[int]] = defaultdict(list)
    for channel, event in rows[:BATCH]:
        found[channel].append(event)
    return found
