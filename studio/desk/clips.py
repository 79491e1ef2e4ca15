"""Clips and their takes in Django admin."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from core.readonly_admin import NOTHING, ReadOnlyAdmin, column
from studio.desk.actions import REVIEW, ReviewAdmin, act_on_each
from studio.desk.attempts import AttemptInline, poster
from videos import services
from videos.models import Clip, Take


class TakeInline(AttemptInline):
    model = Take
    fields = (
        *("number", "look", "outcome", "error", "provider", "model", "motion"),
        *("started_at", "finished_at", "job", "cost", "wanted_host"),
    )
    look = column("clip", lambda take: poster(take, 80))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Reviewers may see them, as the clips."""
        return super().has_view_permission(request, obj) or request.user.has_perm(REVIEW)


def _maker(clip: Clip) -> str:
    return f"{clip.current.provider} {clip.current.model}" if clip.current else NOTHING


@admin.register(Clip)
class ClipAdmin(ReviewAdmin, ReadOnlyAdmin):
    """Clips: which are being made, which failed, and why."""

    list_display = ["look", "number", "story", "status", "maker", "tries", "problem", "updated_at"]
    list_display_links = ["number"]
    list_filter = ["status", "current__provider", "story__template", "updated_at"]
    search_fields = ["=story__id", "story__title", "motion", "error"]
    search_help_text = "A story's id, or words of its title, of a motion or an error"
    list_select_related = ["story", "current"]
    readonly_fields = ("large", "history")
    inlines = [TakeInline]
    actions = ["make_again", "make_here", "wait_longer"]
    ordering = ["-updated_at"]

    look = column("clip", lambda clip: poster(clip.current))
    large = column("clip", lambda clip: poster(clip.current, 320))
    maker = column("made by", _maker, ordering="current__provider")
    problem = column("error", lambda clip: clip.error[:120])

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Reviewers may see clips."""
        return super().has_view_permission(request, obj) or request.user.has_perm(REVIEW)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return super().has_module_permission(request) or request.user.has_perm(REVIEW)

    @admin.action(description="Make the clips again", permissions=["review"])
    def make_again(self, request: HttpRequest, queryset: QuerySet[Clip]) -> None:
        """Another take of each, with the same motion."""
        act_on_each(self, request, _clips(queryset), services.try_again, "asked for again")

    @admin.action(description="Make the clips on this machine instead", permissions=["review"])
    def make_here(self, request: HttpRequest, queryset: QuerySet[Clip]) -> None:
        """Another take of each, by the local provider."""
        act_on_each(self, request, _clips(queryset), services.use_local, "asked for on this machine")

    @admin.action(description="Go on waiting (overdue clips)", permissions=["review"])
    def wait_longer(self, request: HttpRequest, queryset: QuerySet[Clip]) -> None:
        act_on_each(self, request, _clips(queryset), services.go_on_waiting, "waited for again")


def _clips(chosen: QuerySet[Clip]) -> QuerySet[Clip]:
    return chosen.select_related("story", "current", "illustration__current", "illustration__scene")
