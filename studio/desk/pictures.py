"""Pictures and their versions in Django admin."""

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from core.readonly_admin import NOTHING, ReadOnlyAdmin, ReadOnlyInline, column
from images.models import Decision, Illustration, Version
from images.rejection_reasons import labels
from studio.desk.actions import PictureActions
from studio.desk.attempts import AttemptInline, thumbnail
from studio.desk.filters import IllustratorFilter


class VersionInline(AttemptInline):
    model = Version
    fields = (
        "number",
        "look",
        "outcome",
        "error",
        "provider",
        "model",
        "softening",
        "prompt",
        "took",
        "cost",
        "wanted_host",
    )
    look = column("picture", lambda version: thumbnail(version, 80))
    took = column("seconds", lambda version: NOTHING if version.seconds is None else f"{version.seconds:.1f}")


class DecisionInline(ReadOnlyInline):
    model = Decision
    fields = ("at", "action", "version", "why", "note", "by")
    why = column("reasons", lambda decision: labels(decision.reasons))


@admin.register(Illustration)
class IllustrationAdmin(PictureActions, ReadOnlyAdmin):
    """Pictures: which wait, which failed, and why."""

    list_display = ["look", "number", "story", "status", "shown_version", "tries", "problem", "updated_at"]
    list_display_links = ["number"]
    list_filter = ["status", "story__template", IllustratorFilter, "updated_at"]
    search_fields = ["=story__id", "story__title", "scene__text", "error"]
    search_help_text = "A story's id, or words of its title, scene or error"
    list_select_related = ["story", "current"]
    readonly_fields = ("large", "history")
    inlines = [VersionInline, DecisionInline]
    ordering = ["-updated_at"]

    look = column("picture", lambda picture: thumbnail(picture.current, 60, f"Scene {picture.number}"))
    large = column("picture", lambda picture: thumbnail(picture.current, 320, f"Scene {picture.number}"))
    shown_version = column("version", lambda picture: str(picture.current.number) if picture.current else NOTHING)
    problem = column("error", lambda picture: picture.error[:80])


def _started(version: Version) -> str:
    return f"{timezone.localtime(version.started_at):%Y-%m-%d %H:%M}"


@admin.register(Version)
class VersionAdmin(ReadOnlyAdmin):
    list_display = ["look", "attempt", "outcome", "problem", "started", "by"]
    list_display_links = ["attempt"]
    list_filter = ["outcome", "provider", "model", "started_at"]
    search_fields = ["=illustration__story__id", "prompt", "error"]

    look = column("picture", thumbnail)
    attempt = column(
        "attempt", lambda version: f"{version.illustration}, version {version.number}", ordering="illustration"
    )
    started = column("started", _started, ordering="started_at")
    by = column("by", lambda version: f"{version.provider} {version.model}", ordering="model")
    problem = column("error", lambda version: version.error[:240])

    def get_queryset(self, request: HttpRequest) -> QuerySet[Version]:
        """With their pictures, the character sheets too."""
        pictures = Prefetch("illustration", Illustration.everything.select_related("story"))
        return super().get_queryset(request).prefetch_related(pictures)
