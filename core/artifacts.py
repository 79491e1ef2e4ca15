"""What is made on demand, films and downloads: asked for, made in the background, kept until it is out of date.

A product is a row of a model that inherits `core.models.Product`; its `task` makes it, in the queue "rendering". The
one who asks (a view, say) finds or makes the row and calls `ask`, which queues it and sends the task after commit:

    film, _ = Film.objects.get_or_create(story=story, shape=shape)
    products.ask(film, wanted=products.digest_of(*everything_that_goes_in), by=name, captions=True)

The task is given the row's key, and may be sent, and run, more often than once:

    film = Film.objects.filter(pk=product).first()
    if film and products.begin(film, wanted=digest):  # what goes in now, which may differ from what was asked for
        with products.making(film):
            ...  # products.progress(film, 0.4) every now and then: it raises Stopped when the work is no longer wanted
            with products.keeping(film, "film", [name]):  # then the old file goes; or the new one, where this fails
                storyfiles.put(made, film.channel, name)
                products.finish(film, file=name, size=bytes)

Within `making` nothing needs to be caught: `Unmakeable("a sentence")` fails the product in these words, anything else
in general ones, `Stopped` ends the block quietly. Who makes it renews its lease; a maker that died is noticed by the
task core.sweep_products, which has it made again, MAX_TRIES times in all.

Pages hear of every change as the event `event` of the model (`film_update`) with `Product.news`; so do pages that
connect later (`present_state`).
"""

import hashlib
import json
import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from celery.exceptions import SoftTimeLimitExceeded
from django.apps import apps
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from core import artifact_statuses, leases, live, storage
from core.connections import retry_db
from core.models import Product, StatusEvent
from core.queue import enqueue, message
from core.status import Conflict, move, moved

log = logging.getLogger(__name__)

P = TypeVar("P", bound=Product)
MAX_TRIES = 3  # each time it is asked for
BATCH = 200
PROGRESS_SECONDS = 1.0
_AWAY = (OperationalError, InterfaceError)
_DIED = "It was begun three times, and each time whoever made it stopped without a word. Please ask for it again."
_TOO_LONG = "It took longer than is allowed, and was stopped."
_UNEXPECTED = "It could not be made, because of a mistake of ours. Please ask for it again."


class Stopped(Exception):
    """The work is no longer wanted: it was cancelled, asked for anew, given to another, or its story is gone."""


class Unmakeable(Exception):
    """It cannot be made; the message is a sentence for whoever asked for it."""


def digest_of(*parts: object) -> str:
    """64 characters that are the same for the same parts (texts, numbers, lists and dicts of them), and only then."""
    text = json.dumps(parts, sort_keys=True, default=str, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def ask(product: Product, wanted: str, *, by: str, anew: bool = False, **fields: Any) -> bool:
    """Have it made from what has the digest `wanted`, with the changes to its `fields`. Gives back False where there is
    nothing to do: it is there (unless it is wanted `anew`), or being made, from the very same. What is being made from
    something else is begun anew."""
    with transaction.atomic():
        row = _locked(product)
        if row is None or not is_due(row, wanted, anew=anew):
            return False
        fresh: dict[str, Any] = {"tries": 0, "progress": 0, "error": "", "asked_at": timezone.now()}
        move(row, artifact_statuses.QUEUED, by=by, wanted=wanted, lease_until=leases.lease(), **fresh, **fields)
        _send(row)
    _adopt(product, row)
    return True


def is_due(product: Product, wanted: str, *, anew: bool = False) -> bool:
    """Whether there is something to do when it is asked for like that."""
    return not is_from(product, wanted) or (anew and product.status == artifact_statuses.READY)


def is_from(product: Product, digest: str) -> bool:
    """Whether it is there, or being made, from what has that digest."""
    if product.status == artifact_statuses.READY:
        return product.made_from == digest and is_kept(product)
    return product.status in artifact_statuses.ACTIVE and product.wanted == digest


def is_kept(product: Product) -> bool:
    """Whether its file is there."""
    return bool(product.file) and (storage.folder_of(product.channel) / product.file).is_file()


def cancel(product: Product, *, by: str) -> None:
    """Stop what waits or is being made; an earlier file of it stays. Raises Conflict when there is nothing to stop."""
    with transaction.atomic():
        row = _locked(product)
        if row is None or row.status not in artifact_statuses.ACTIVE:
            raise Conflict(f"{product} is not being made just now.", row.status if row else None)
        move(row, artifact_statuses.CANCELLED, by=by, lease_until=None, progress=0, error="")
    _adopt(product, row)


def begin(product: Product, *, wanted: str = "") -> bool:
    """Take it in hand. False when it does not wait any more: another has it, or somebody stopped it. `wanted` is the
    digest of what it will really be made from, where that is known by now."""
    with transaction.atomic():
        row = _locked(product)
        if row is None or (row.status, row.asked_at) != (artifact_statuses.QUEUED, product.asked_at):
            return False
        changes: dict[str, Any] = {"wanted": wanted or row.wanted, "tries": row.tries + 1, "progress": 0}
        move(row, artifact_statuses.MAKING, lease_until=leases.lease(), **changes)
    _adopt(product, row)
    return True


@contextmanager
def making(product: Product) -> Iterator[None]:
    """Renew the lease of a product that was begun while the block makes it, and record how it failed if it does. Only a
    database that is away is left to the lease: it runs out, and the product is made again."""
    with leases.holding(_mine(product)):
        try:
            yield
        except Stopped:
            log.info("%s of story %s is no longer wanted.", product, product.channel)
        except Unmakeable as error:
            fail(product, str(error))
        except SoftTimeLimitExceeded:
            fail(product, f"{_TOO_LONG} {product.shorter}")
        except _AWAY as error:
            log.error("%s of story %s: the database did not answer (%s).", product, product.channel, error)
        except Exception:
            log.exception("%s of story %s", product, product.channel)
            fail(product, _UNEXPECTED)


def progress(product: Product, fraction: float) -> None:
    """Say how far it is, from 0 to 1; written and announced once in PROGRESS_SECONDS at most, so it may be called at
    any rate. Raises Stopped when the work is no longer wanted."""
    if time.monotonic() < product.next_progress:
        return
    product.next_progress = time.monotonic() + PROGRESS_SECONDS
    product.progress = round(1000 * min(max(fraction, 0.0), 1.0))
    try:
        if not _mine(product).update(progress=product.progress):
            raise Stopped
    except _AWAY as error:
        log.warning("How far %s is could not be written down (%s); it goes on.", product, error)
    announce(product)


def finish(product: Product, *, file: str, size: int, **fields: Any) -> None:
    """It is made: `file` lies in the story's folder, `size` in bytes. Raises Stopped, and changes nothing, when the
    work is no longer wanted; then the new file is to be removed."""
    fresh = {"file": file, "size": size, "made_from": product.wanted, "made_at": timezone.now(), "progress": 1000}
    try:
        retry_db(lambda: _end(product, artifact_statuses.READY, error="", **fresh, **fields))
    except Stopped:
        # Written after all, if only the answer to the first try got lost.
        if not _same(product).filter(status=artifact_statuses.READY, file=file).exists():
            raise


@contextmanager
def keeping(product: Product, what: str, names: Sequence[str]) -> Iterator[None]:
    """The block puts files under these `names` into the story's folder, that of the product first, and finishes it.
    Then all others of the kind `what` go; where the product is not finished with them, these go, and no others: who
    makes it in our place may be putting theirs there."""
    try:
        yield
    except BaseException:
        if not _same(product).filter(file=names[0]).exists():
            storage.remove(product.channel, names)
        raise
    storage.remove_others(product.channel, what, names)


def fail(product: Product, sentence: str) -> None:
    """It could not be made, as `sentence` says to whoever asked for it. An earlier file of it stays."""
    try:
        retry_db(lambda: _end(product, artifact_statuses.FAILED, error=sentence))
    except Stopped:
        log.info("%s of story %s failed (%s), and was no longer wanted.", product, product.channel, sentence)


def _end(product: Product, status: str, **changes: Any) -> None:
    with transaction.atomic():
        row = _mine(product).select_for_update().first()
        if row is None:
            raise Stopped
        move(row, status, note=changes["error"], lease_until=None, **changes)
    _adopt(product, row)


def take_back(product: Product) -> bool:
    """Queue it again, for its maker died: the lease that `product` was read with has run out. After MAX_TRIES it has
    failed. Gives back False when nothing was to be done, for the lease is another by now."""
    with transaction.atomic():
        rows = _same(product).filter(status=artifact_statuses.MAKING, lease_until=product.lease_until)
        row = rows.select_for_update().first()
        if row is None:
            return False
        if row.tries >= MAX_TRIES:
            move(row, artifact_statuses.FAILED, note=_DIED, error=_DIED, lease_until=None)
        else:
            move(row, artifact_statuses.QUEUED, note="Its maker died.", progress=0, lease_until=leases.lease())
            _send(row)
    return True


def sweep_products(model: type[Product]) -> None:
    """Take products of one kind back whose maker died, and send lost messages again. May run twice at once."""
    expired = model._base_manager.filter(lease_until__lt=timezone.now()).order_by("lease_until")
    for product in expired.filter(status=artifact_statuses.MAKING)[:BATCH]:
        take_back(product)
    for product in expired.filter(status=artifact_statuses.QUEUED)[:BATCH]:
        _send_again(product)


def _send_again(product: Product) -> None:
    """Send its message again, unless another sweep just did. There may be much before it, and no message lost at all:
    so each time it is waited twice as long."""
    waited = (timezone.now() - product.asked_at).total_seconds()
    with transaction.atomic():
        rows = _same(product).filter(status=artifact_statuses.QUEUED, lease_until=product.lease_until)
        if rows.update(lease_until=leases.lease(waited)):
            _send(product)


def _send(product: Product) -> None:
    """Send its message. Whoever makes it keeps to its own time limits, not to those of whoever sends."""
    enqueue(message(product.task, product=product.pk).set(time_limit=None, soft_time_limit=None))


def _same(product: P) -> "QuerySet[P]":
    return type(product)._base_manager.filter(pk=product.pk).order_by()


def _locked(product: P) -> P | None:
    return _same(product).select_for_update().first()


def _mine(product: P) -> "QuerySet[P]":
    """The row, as long as it is being made by whoever holds `product` since `begin`."""
    return _same(product).filter(status=artifact_statuses.MAKING, asked_at=product.asked_at, tries=product.tries)


def _adopt(product: P, row: P) -> None:
    """Make `product` what `row` is; what was loaded with it stays."""
    for field in row._meta.concrete_fields:
        setattr(product, field.attname, getattr(row, field.attname))


def announce(product: Product) -> bool:
    """Tell the pages of its story how it is. Gives back whether Redis took it."""
    return live.announce(product.channel, product.event, product.news)


def present_state(channel: str) -> Iterator[live.News]:
    """All products of a story as events, for pages that come late."""
    for model in models():
        for product in model._base_manager.filter(Q(("story", channel))):
            yield product.event, product.news


def models() -> list[type[Product]]:
    """The kinds of products that there are."""
    return [model for model in apps.get_models() if issubclass(model, Product)]


def connect() -> None:
    """Announce every move of a product, and its state to whoever comes late. Called once the apps are loaded."""
    live.describe_with(present_state)
    moved.connect(_moved, dispatch_uid="core.artifacts")


def _moved(sender: Any, instance: Any, event: StatusEvent, **kwargs: Any) -> bool:
    return not isinstance(instance, Product) or announce(instance)
