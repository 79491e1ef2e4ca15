"""Stories, scenes and pictures in Django admin: find a story, look at its pictures, act on many at once."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.contrib.admin.views.main import ChangeList
from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core import expenses
from core.errors import Invalid
from core.expenses import in_dollars
from core.models import StatusEvent
from core.status import Conflict, Forbidden
from images import pipeline, statuses
from images.models import Decision, Illustration, Version
from images.reasons import REASONS, labels
from stories import pipeline as story_pipeline
from stories import statuses as story_statuses
from stories.budget import OverBudget
from stories.models import Scene, Story

NOTHING = "–"


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows that only services write: staff look at them and use the actions."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is made by hand."""
        return False

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """What was made for looking at comes first, then every field."""
        return list(self.get_readonly_fields(request, obj))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Every field, for none may be changed behind the back of the workflow."""
        return [*self.readonly_fields, *(field.name for field in self.model._meta.fields)]


class NoteForm(ActionForm):
    """The line above the table: the action, and a note for "reject and redraw"."""

    reason = forms.ChoiceField(
        required=False,
        choices=[("", "no reason picked"), *((key, reason.label) for key, reason in REASONS.items())],
        label="Reason",
    )
    note = forms.CharField(
        required=False,  # and its length is checked by the service: a form that is invalid says "No action selected."
        label="Note for the redraw",
        widget=forms.TextInput(attrs={"size": 30, "maxlength": 500, "placeholder": "make it night, add snow"}),
    )


class PictureActions(admin.ModelAdmin):
    """The three actions on pictures; `pictures` turns what was selected into illustrations."""

    action_form = NoteForm
    actions = ["approve_pictures", "reject_and_redraw", "redraw_pictures"]

    def pictures(self, chosen: QuerySet[Any]) -> QuerySet[Illustration]:
        """The illustrations that the selected rows stand for."""
        raise TypeError(f"{type(self).__name__} must say which pictures its rows stand for.")

    @admin.action(description="Approve the pictures that wait for it")
    def approve_pictures(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Approve all that wait for approval."""
        done = pipeline.approve_all(self._ready(queryset, {statuses.PENDING}), by=request.user.get_username())
        self._say(request, done, "approved")

    @admin.action(description="Reject and redraw the pictures that wait for approval")
    def reject_and_redraw(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Reject all that wait for approval, with the note of the form."""
        note, by = request.POST.get("note", ""), request.user.get_username()
        why = [key for key in request.POST.getlist("reason") if key]
        try:
            done = pipeline.reject_all(self._ready(queryset, {statuses.PENDING}), note=note, by=by, reasons=why)
        except (Invalid, OverBudget) as error:
            return self.message_user(request, str(error), messages.ERROR)
        self._say(request, done, "rejected and queued to be drawn again")

    @admin.action(description="Redraw the pictures (also approved and failed ones)")
    def redraw_pictures(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Queue all that are not being drawn."""
        try:
            done = pipeline.redraw_all(self._ready(queryset, statuses.REDRAWABLE), by=request.user.get_username())
        except OverBudget as error:
            return self.message_user(request, str(error), messages.ERROR)
        self._say(request, done, "queued to be drawn again")

    def _ready(self, chosen: QuerySet[Any], allowed: Any) -> QuerySet[Illustration]:
        rows = self.pictures(chosen).filter(status__in=allowed)
        return rows.select_related("story", "scene", "current").order_by("story", "number")

    def _say(self, request: HttpRequest, done: int, what: str) -> None:
        if done:
            self.message_user(request, f"{done} {'picture' if done == 1 else 'pictures'} {what}.", messages.SUCCESS)
        else:
            self.message_user(
                request, "None of the selected pictures is in a state that allows this.", messages.WARNING
            )


def thumbnail(version: Version | None, width: int = 60, alt: str = "") -> SafeString | str:
    """A small picture that links to the large one."""
    if version is None or not version.url:
        return NOTHING
    source, height = version.thumbnail_url or version.url, width * 3 // 2
    tag = '<a href="{}"><img src="{}" width="{}" height="{}" alt="{}" loading="lazy"></a>'
    return format_html(tag, version.url, source, width, height, alt)


def history(kind: str, object_id: Any) -> SafeString | str:
    """Every change of a status, oldest first."""
    events = StatusEvent.objects.filter(kind=kind, object_id=str(object_id))[:200]
    rows = ((f"{e.at:%Y-%m-%d %H:%M:%S}", e.old, e.new, e.by or "machine", e.note) for e in events)
    return format_html_join("", "{}: {} → {} ({}) {}<br>", rows) or NOTHING


class SceneInline(admin.TabularInline):
    """The scenes of a story, to read."""

    model = Scene
    fields = readonly_fields = ("number", "kind", "mood", "text", "rewrites")
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A story has twenty, from the start."""
        return False


class StoryList(ChangeList):
    """The list of stories, with what each of the shown ones cost."""

    def get_results(self, request: HttpRequest) -> None:
        """As usual, and one query more."""
        super().get_results(request)
        costs = expenses.spent_by_story(story.channel for story in self.result_list)
        for story in self.result_list:
            story.spent = costs.get(story.channel)


@admin.register(Story)
class StoryAdmin(PictureActions, ReadOnlyAdmin):
    """Stories: which are stuck, and why."""

    list_display = ["title_or_id", "status", "template", "drawn", "approved", "failed", "cost", "problem", "created_at"]
    list_filter = ["status", "template", "created_at"]
    search_fields = ["=id", "title", "scenes__text"]
    search_help_text = "A story's id, or words of its title or scenes"
    list_select_related = ["template"]
    readonly_fields = ("pictures_at_a_glance", "page", "history")
    inlines = [SceneInline]
    actions = [*PictureActions.actions, "write_again"]
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Story]:
        """With the counts of the list, in one query."""

        def count(**where: Any) -> Count:
            which = Q(**{f"illustrations__{key}": value for key, value in where.items()})
            return Count("illustrations", filter=which, distinct=True)

        counts = {
            "drawn_count": count(current__isnull=False),
            "approved_count": count(status=statuses.APPROVED),
            "failed_count": count(status=statuses.FAILED),
        }
        return super().get_queryset(request).annotate(**counts)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """The list that knows the costs."""
        return StoryList

    def pictures(self, chosen: QuerySet[Story]) -> QuerySet[Illustration]:
        """All pictures of the selected stories."""
        return Illustration.objects.filter(story__in=chosen.values("pk"))

    @admin.display(description="story")
    def title_or_id(self, story: Story) -> str:
        """Its title and the beginning of its id."""
        return f"{story} ({str(story.pk)[:8]})"

    @admin.display(description="drawn", ordering="drawn_count")
    def drawn(self, story: Any) -> int:
        """How many pictures are drawn."""
        return int(story.drawn_count)

    @admin.display(description="approved", ordering="approved_count")
    def approved(self, story: Any) -> int:
        """How many pictures are approved."""
        return int(story.approved_count)

    @admin.display(description="failed", ordering="failed_count")
    def failed(self, story: Any) -> int:
        """How many pictures failed for good."""
        return int(story.failed_count)

    @admin.display(description="cost")
    def cost(self, story: Any) -> str:
        """What it cost so far, in dollars."""
        return in_dollars(story.spent) if story.spent else NOTHING

    @admin.display(description="error")
    def problem(self, story: Story) -> str:
        """Why it failed or stopped; where somebody has to do something about it, what."""
        return (story.stopped or story.error)[:200]

    @admin.display(description="pictures")
    def pictures_at_a_glance(self, story: Story) -> SafeString | str:
        """All thumbnails with their status and error."""
        rows = story.illustrations.select_related("current").order_by("number")
        cells = (
            (
                reverse("admin:images_illustration_change", args=[p.pk]),
                p.number,
                p.status,
                thumbnail(p.current, 96),
                p.error,
            )
            for p in rows
        )
        cell = '<div class="sf-cell"><a href="{}">Scene {}: {}</a>{}<small>{}</small></div>'
        grid = format_html_join("", cell, cells)
        return format_html('<div class="sf-grid">{}</div>', grid) if grid else NOTHING

    @admin.display(description="page")
    def page(self, story: Story) -> SafeString:
        """A link to the page that the visitor sees."""
        return format_html('<a href="{}">The story’s page</a>', reverse("images:story", args=[story.pk]))

    @admin.display(description="history")
    def history(self, story: Story) -> SafeString | str:
        """Every change of its status."""
        return history("stories.story", story.pk)

    @admin.action(description="Write again (failed stories)")
    def write_again(self, request: HttpRequest, queryset: QuerySet[Story]) -> None:
        """Give failed stories back to their writer."""
        begun = 0
        try:
            for story in queryset.filter(status=story_statuses.FAILED):
                begun += self._written_again(story, request.user.get_username())
        except OverBudget as over:
            self.message_user(request, str(over), messages.ERROR)
        self.message_user(request, f"{begun} of the selected stories are being written again.")

    def _written_again(self, story: Story, by: str) -> bool:
        """False where somebody else was faster."""
        try:
            story_pipeline.write_again(story, by=by)
        except OverBudget:
            raise  # the next one would cost too much as well
        except (Conflict, Forbidden):
            return False
        return True

    class Media:
        css = {"all": ["css/admin.css"]}


@admin.register(Scene)
class SceneAdmin(ReadOnlyAdmin):
    """Scenes, to find a story by its words."""

    list_display = ["story", "number", "kind", "mood", "short_text"]
    list_filter = ["kind", "mood"]
    search_fields = ["=story__id", "text"]
    list_select_related = ["story"]
    show_full_result_count = False

    @admin.display(description="text")
    def short_text(self, scene: Scene) -> str:
        """The first words."""
        return scene.text[:120]


class VersionInline(admin.TabularInline):
    """Every attempt at a picture."""

    model = Version
    fields = readonly_fields = (
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
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only drawing makes versions."""
        return False

    @admin.display(description="picture")
    def look(self, version: Version) -> SafeString | str:
        """The picture."""
        return thumbnail(version, 80)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Version]:
        """With the costs, in one query."""
        return super().get_queryset(request).select_related("expense")

    @admin.display(description="cost")
    def cost(self, version: Version) -> str:
        """In dollars; free ones have no row in the ledger."""
        expense = version.expense
        if expense is None:
            return NOTHING
        return "not known" if expense.cost_usd is None else in_dollars(expense.cost_usd)

    @admin.display(description="seconds")
    def took(self, version: Version) -> str:
        """How long it took."""
        return NOTHING if version.seconds is None else f"{version.seconds:.1f}"


class DecisionInline(admin.TabularInline):
    """What people said about it."""

    model = Decision
    fields = readonly_fields = ("at", "action", "version", "why", "note", "by")
    extra = 0
    can_delete = False

    @admin.display(description="reasons")
    def why(self, decision: Decision) -> str:
        """As people read them."""
        return labels(decision.reasons)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Decisions are made by the actions."""
        return False


@admin.register(Illustration)
class IllustrationAdmin(PictureActions, ReadOnlyAdmin):
    """Pictures: what waits, what failed, and why."""

    list_display = ["look", "number", "story", "status", "shown_version", "tries", "problem", "updated_at"]
    list_display_links = ["number"]
    list_filter = ["status", "story__template", "current__provider", "updated_at"]
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
        """Why it is not drawn."""
        return picture.error[:80]

    @admin.display(description="picture")
    def large(self, picture: Illustration) -> SafeString | str:
        """The picture, large enough to judge."""
        return thumbnail(picture.current, 320, f"Scene {picture.number}")

    @admin.display(description="history")
    def history(self, picture: Illustration) -> SafeString | str:
        """Every change of its status."""
        return history("images.illustration", picture.pk)

    class Media:
        css = {"all": ["css/admin.css"]}


@admin.register(Version)
class VersionAdmin(ReadOnlyAdmin):
    """Every attempt over all stories."""

    list_display = ["look", "attempt", "outcome", "problem", "started", "by"]
    list_display_links = ["attempt"]
    list_filter = ["outcome", "provider", "model", "started_at"]
    search_fields = ["=illustration__story__id", "prompt", "error"]
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Version]:
        """With the pictures they belong to."""
        pictures = Prefetch("illustration", Illustration.objects.select_related("story"))
        return super().get_queryset(request).prefetch_related(pictures)

    @admin.display(description="picture")
    def look(self, version: Version) -> SafeString | str:
        """A thumbnail."""
        return thumbnail(version)

    @admin.display(description="attempt", ordering="illustration")
    def attempt(self, version: Version) -> str:
        """Which one it is."""
        return f"Picture {version.illustration.number}, version {version.number}"

    @admin.display(description="started", ordering="started_at")
    def started(self, version: Version) -> str:
        """When the attempt began."""
        return f"{timezone.localtime(version.started_at):%Y-%m-%d %H:%M}"

    @admin.display(description="by", ordering="model")
    def by(self, version: Version) -> str:
        """Who drew it."""
        return f"{version.provider} {version.model}"

    @admin.display(description="error")
    def problem(self, version: Version) -> str:
        """What went wrong, and what to do about it."""
        return version.error[:240]

    class Media:
        css = {"all": ["css/admin.css"]}
