"""Pictures and their versions in Django admin."""

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString

from core.readonly_admin import NOTHING, ReadOnlyAdmin, ReadOnlyInline
from images.models import Decision, Illustration, Version
from images.rejection_reasons import labels
from studio.desk.actions import PictureActions
from studio.desk.attempts import AttemptInline
from studio.desk.filters import IllustratorFilter
from studio.desk.thumbnails import thumbnail


class VersionInline(AttemptInline):
    """Every attempt at a picture."""

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

    @admin.display(description="picture")
    def look(self, version: Version) -> SafeString | str:
        """The picture."""
        return thumbnail(version, 80)

    @admin.display(description="seconds")
    def took(self, version: Version) -> str:
        """How long drawing took."""
        return NOTHING if version.seconds is None else f"{version.seconds:.1f}"


class DecisionInline(ReadOnlyInline):
    """The decisions about a picture."""

    model = Decision
    fields = ("at", "action", "version", "why", "note", "by")

    @admin.display(description="reasons")
    def why(self, decision: Decision) -> str:
        """The reasons in words."""
        return labels(decision.reasons)


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
    show_full_result_count = False
    ordering = ["-updated_at"]

    def pictures(self, chosen: QuerySet[Illustration]) -> QuerySet[Illustration]:
        """The selected pictures themselves."""
        return Illustration.objects.filter(pk__in=chosen.values("pk"))

    @admin.display(description="picture")
    def look(self, picture: Illustration) -> SafeString | str:
        """A thumbnail."""
        return thumbnail(picture.current, 60, f"Scene {picture.number}")

    @admin.display(description="version")
    def shown_version(self, picture: Illustration) -> str:
        """The number of the version that is shown."""
        return str(picture.current.number) if picture.current else NOTHING

    @admin.display(description="error")
    def problem(self, picture: Illustration) -> str:
        """The error, cut."""
        return picture.error[:80]

    @admin.display(description="picture")
    def large(self, picture: Illustration) -> SafeString | str:
        """The picture, large."""
        return thumbnail(picture.current, 320, f"Scene {picture.number}")


@admin.register(Version)
class VersionAdmin(ReadOnlyAdmin):
    """The attempts of all stories."""

    list_display = ["look", "attempt", "outcome", "problem", "started", "by"]
    list_display_links = ["attempt"]
    list_filter = ["outcome", "provider", "model", "started_at"]
    search_fields = ["=illustration__story__id", "prompt", "error"]
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Version]:
        """With their pictures, the character sheets too."""
        pictures = Prefetch("illustration", Illustration.everything.select_related("story"))
        return super().get_queryset(request).prefetch_related(pictures)

    @admin.display(description="picture")
    def look(self, version: Version) -> SafeString | str:
        """A thumbnail."""
        return thumbnail(version)

    @admin.display(description="attempt", ordering="illustration")
    def attempt(self, version: Version) -> str:
        """The picture and the number of the version."""
        return f"{version.illustration}, version {version.number}"

    @admin.display(description="started", ordering="started_at")
    def started(self, version: Version) -> str:
        """When the attempt began."""
        return f"{timezone.localtime(version.started_at):%Y-%m-%d %H:%M}"

    @admin.display(description="by", ordering="model")
    def by(self, version: Version) -> str:
        """The provider and the model."""
        return f"{version.provider} {version.model}"

    @admin.display(description="error")
    def problem(self, version: Version) -> str:
        """The error, cut."""
        return version.error[:240]
