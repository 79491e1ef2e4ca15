"""Everything of a visitor as one file: asked for, made in the background, kept for two days."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from books import everything
from books.models import Export
from core import artifact_statuses, artifacts, storage
from core.status import Conflict
from core.tempdirs import private_tempdir
from quiz.models import Submission
from stories import queries
from stories.removal import FOLDER, remove_later

KEPT = timedelta(days=2)
_WHAT = "everything"


def export_of(owner: str, user: Any) -> Export | None:
    """The visitor's, or the one that this signed-in user asked for in this browser; None where there is none."""
    return Export.objects.filter(owner=owner, user=_account(user)).first() if owner else None


def request_export(owner: str, user: Any, *, by: str) -> Export:
    """Have it made, anew where there is an earlier one. Nothing is queued while it is being made."""
    with transaction.atomic():
        export = export_of(owner, user) or Export.objects.create(owner=owner, user=_account(user))
        if export.status not in artifact_statuses.ACTIVE or not export.wanted:
            artifacts.ask(export, artifacts.digest_of(timezone.now()), by=by, anew=True)
    return export


def stop(owner: str, user: Any, *, by: str) -> None:
    """Put it together no further; an earlier one stays. Raises Conflict where there is nothing to stop."""
    export = export_of(owner, user)
    if export is None:
        raise Conflict("Nothing is being put together for you just now.")
    artifacts.cancel(export, by=by)


def make(export_id: int) -> None:
    """Make one that is queued; do nothing for any other."""
    export = Export.objects.select_related("user").filter(pk=export_id).first()
    if export and artifacts.begin(export):
        with artifacts.making(export):
            _make(export)


def _make(export: Export) -> None:
    stories = list(queries.stories_of(export.owner, export.user).order_by("created_at"))
    answers = Submission.objects.filter(owner=export.owner, story=None).values_list("answers", flat=True).first()
    name = f"{storage.new_name(_WHAT)}.zip"
    with private_tempdir(_WHAT) as folder:
        made = folder / "everything.zip"
        everything.write(stories, answers or {}, made, lambda done: artifacts.progress(export, done))
        with artifacts.storing(export, _WHAT, [name]):
            storage.put(made, export.story_id, name)
            artifacts.finish(export, file=name, size=made.stat().st_size)


def forget(owner: str) -> None:
    """Remove what was made for a visitor."""
    _remove(Export.objects.filter(owner=owner))


def forget_old() -> None:
    """Remove what was asked for more than two days ago."""
    _remove(Export.objects.filter(updated_at__lt=timezone.now() - KEPT))


def _remove(exports: Any) -> None:
    with transaction.atomic():
        for export in exports:
            remove_later(export.story_id, [FOLDER])
            export.delete()


def _account(user: Any) -> Any:
    return user if user and user.is_authenticated else None
