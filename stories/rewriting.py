"""Writing one scene again: asked for on the page, done by a worker."""

import logging
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from core import audit
from core.connections import retry_db
from core.queue import enqueue
from core.status import Conflict
from core.text import clean_text
from providers import registry
from providers.base import ProviderError
from stories import events, ledger, moderation, queries, statuses
from stories.models import SCENE_LIMIT, Scene
from stories.services import not_editing

log = logging.getLogger(__name__)


def request(scene: Scene, *, by: str = "") -> None:
    """Send a scene to the writer again. Raises Conflict when it is being written or the story cannot be edited,
    OverBudget when the writer may not be paid."""
    ledger.check_budget(str(scene.story_id), ledger.writing_cost())
    now = timezone.now()
    free = Q(rewriting_until=None) | Q(rewriting_until__lt=now)
    scene.rewriting_until = now + timedelta(seconds=settings.WRITE_TIMEOUT)
    with transaction.atomic():
        rows = Scene.objects.filter(free, pk=scene.pk, story__status=statuses.EDITING)
        if not rows.update(rewriting_until=scene.rewriting_until, rewrite_error=""):
            if scene.story.status == statuses.EDITING:
                raise Conflict("This scene is being written again already.")
            raise not_editing(scene.story.status)
        audit.record("rewritten", scene, by=by)
        events.scene_changed(scene)
        enqueue("stories.rewrite_scene", story_id=str(scene.story_id), scene=scene.number)


def rewrite(story_id: UUID | str, number: int) -> None:
    """Write one scene again. On failure the text stays and the page shows the reason."""
    scene = Scene.objects.select_related("story__template").filter(story__pk=story_id, number=number).first()
    if scene is None or not queries.being_rewritten(scene):
        return  # done already, or too late
    try:
        text, error = _call(scene), ""
    except ProviderError as failure:
        log.warning("Scene %s of story %s was not written again: %s", number, story_id, failure.operator)
        text, error = "", failure.message
    rows = Scene.objects.filter(pk=scene.pk, story__status=statuses.EDITING, rewrites=scene.rewrites)
    done = {"text": text, "rewrites": scene.rewrites + 1, "rewriting_until": None}
    # Only the text that the writer was given is replaced: what the visitor typed meanwhile stays.
    if not (text and retry_db(lambda: rows.filter(text=scene.text).update(**done))):
        rows.update(rewriting_until=None, rewrite_error=error[:500])
    events.scene_changed(scene)


def _call(scene: Scene) -> str:
    """The new text of the scene. Raises ProviderError, also over budget and for a bug of ours."""
    story, writer = scene.story, registry.writer()
    moderation.check_story(story)
    brief, scenes, attempt = queries.brief_of(story), queries.texts_of(story), scene.rewrites + 1
    with ledger.call(story.channel, "rewrite", writer, cure="Please try again.") as receipt:
        rewriting = writer.rewrite(brief, scenes=scenes, number=scene.number, attempt=attempt)
        receipt.usage = rewriting.usage
    if not (text := clean_text(rewriting.text)[:SCENE_LIMIT]):
        raise ProviderError("The writer gave no text. Please try again.")
    return text
