"""What a visitor has here: take it along, delete one story or everything, and undo that."""

from contextlib import suppress
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from books import exports
from core import artifact_statuses, artifacts, storage
from core.errors import NotFound
from core.status import Conflict
from core.web import quotas
from core.web.visitors import display_name, is_of_account, known_visitor, remember_for, visitor_of
from quiz import queries as quiz_queries
from quiz import services as quiz_services
from stories import access, deletion
from stories.queries import deleted_stories_of, owned_story, stories_of
from visitors import joining, tokens

# The session of a visitor without stories is kept as long as one can come back, and a day for the clocks.
LEFT = int((deletion.UNDO + timedelta(days=1)).total_seconds())


@require_safe
def yours(request: HttpRequest) -> HttpResponse:
    """Everything of this visitor."""
    return render(request, "studio/yours/yours.html", yours_context(request))


@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Have everything of this visitor put into one file."""
    owner = known_visitor(request) or visitor_of(request)
    quotas.count(request, quotas.EXPORTS)
    exports.request_export(owner, request.user, by=display_name(request))
    return redirect(reverse("yours:yours") + "#everything")


@require_POST
def stop(request: HttpRequest) -> HttpResponse:
    """Put it together no further. Where it is ready by now, or was stopped before, the page says so."""
    with suppress(Conflict):
        exports.stop(known_visitor(request), request.user, by=display_name(request))
    return redirect(reverse("yours:yours") + "#everything")


@require_safe
def everything(request: HttpRequest) -> HttpResponseBase:
    """That file."""
    export = exports.export_of(known_visitor(request), request.user)
    if export is None or not export.file:
        raise NotFound("There is no such file")
    try:
        answer = storage.deliver(request, export.channel, export.file, "application/zip", save_as="storyforge.zip")
    except FileNotFoundError as error:
        raise NotFound("There is no such file") from error
    answer.headers.setdefault("Cache-Control", "private, no-store")
    return answer


@require_POST
def delete(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """Delete a story. Its owner goes where it can be undone, which is "My stories" from there; staff to the list of the
    deleted ones."""
    story = owned_story(request, story_id, access.DELETE)
    deletion.delete(story, by=display_name(request))
    _forget_when_empty(request)
    if access.is_owner(story, known_visitor(request), request.user):
        page = "mine:list" if request.POST.get("back") == "mine" else "quiz:home"
        return redirect(reverse(page) + "#deleted")
    return redirect(reverse("admin:stories_story_changelist") + "?deleted=yes")


@require_POST
def undo_delete(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """Restore a deleted story."""
    story = owned_story(request, story_id, access.DELETE, deleted=True)
    deletion.undo(story, by=display_name(request))
    if access.is_owner(story, known_visitor(request), request.user):
        remember_for(request, None)
    return redirect("story:story", story_id)


@require_POST
def delete_all(request: HttpRequest) -> HttpResponse:
    """Delete all stories of this visitor, and the answers in the quiz."""
    visitor = known_visitor(request)
    deletion.delete_each(stories_of(visitor, request.user), by=display_name(request))
    if visitor:
        quiz_services.start_over(visitor)
        exports.forget(visitor)
        joining.forget(visitor)
    tokens.tokens_of(visitor, request.user).delete()
    _forget_when_empty(request)
    return redirect(reverse("quiz:home") + "#deleted")


def yours_context(request: HttpRequest) -> dict[str, Any]:
    """What the page shows."""
    visitor, user = known_visitor(request), request.user
    export = exports.export_of(visitor, user)
    return {
        "export": export,
        "active": bool(export and export.status in artifact_statuses.ACTIVE),
        "ready": bool(export and artifacts.has_file(export)),
        "kept_days": exports.KEPT.days,
        "stories": stories_of(visitor, user).count(),
        "deleted": deletion.with_undo_until(deleted_stories_of(visitor, user)),
        "answers": bool(quiz_queries.current(visitor)),
        "may_link": has_anything(visitor) and not is_of_account(request),
        "links": joining.links_of(visitor),
        "link_days": joining.LASTS.days,
        "may_have_tokens": may_have_tokens(visitor, user),
        "tokens": tokens.tokens_of(visitor, user),
        "token_days": tokens.UNUSED.days,
    }


def has_anything(visitor: str) -> bool:
    """Whether this visitor has a story, a deleted one too, or answers in the quiz."""
    stories = (stories_of(visitor, None), deleted_stories_of(visitor, None))
    return any(rows.exists() for rows in stories) or bool(quiz_queries.current(visitor))


def may_have_tokens(visitor: str, user: Any) -> bool:
    """Whether there is anything to give a program a token for."""
    return user.is_authenticated or has_anything(visitor) or tokens.tokens_of(visitor, None).exists()


def _forget_when_empty(request: HttpRequest) -> None:
    visitor = known_visitor(request)
    if not stories_of(visitor, None).exists() and not tokens.tokens_of(visitor, None).exists():
        remember_for(request, LEFT)
