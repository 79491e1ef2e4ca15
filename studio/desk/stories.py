"""Stories and scenes in Django admin."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core import expenses
from core.expenses import in_dollars
from core.readonly_admin import NOTHING, ReadOnlyAdmin, ReadOnlyInline, ViewOnlyAdmin, column, sees_costs
from images import statuses
from images.character_sheet import sheet_of
from images.models import Illustration
from stories import deletion, writing
from stories import statuses as story_statuses
from stories.models import Removal, Scene, Story
from studio.desk.actions import PictureActions, act_on_each, do_each, log_decisions
from studio.desk.attempts import thumbnail
from studio.desk.filters import DeletedFilter
from videos import services as video_services

CELL = '<div class="sf-cell"><a href="{}">{}: {}</a>{}<small>{}</small></div>'


class SceneInline(ReadOnlyInline):
    model = Scene
    fields = ("number", "kind", "mood", "text", "rewrites")


class StoryList(ChangeList):
    """The list of stories, with the cost of each on the page."""

    def get_results(self, request: HttpRequest) -> None:
        """Reads the costs in one query, for users who may see them."""
        super().get_results(request)
        if not sees_costs(request):
            return
        costs = expenses.spent_by_story(story.channel for story in self.result_list)
        for story in self.result_list:
            story.spent = costs.get(story.channel)


def _link_to_page(story: Story) -> SafeString:
    return format_html('<a href="{}">The story’s page</a>', reverse("story:story", args=[story.pk]))


@admin.register(Story)
class StoryAdmin(PictureActions, ReadOnlyAdmin):
    """Stories: which are stuck, and why."""

    list_display = ["title_or_id", "status", "template", "drawn", "approved", "failed", "cost", "problem", "created_at"]
    list_filter = [DeletedFilter, "status", "template", "created_at"]
    search_fields = ["=id", "title", "scenes__text"]
    search_help_text = "A story's id, or words of its title or scenes"
    list_select_related = ["template"]
    readonly_fields = ("fox", "pictures_at_a_glance", "page", "history")
    inlines = [SceneInline]
    actions = [*PictureActions.actions, "write_again", "make_videos", "delete_for_now", "undo_deletion"]

    title_or_id = column("story", lambda story: f"{story} ({str(story.pk)[:8]})")
    drawn = column("drawn", lambda story: story.drawn_count, ordering="drawn_count")
    approved = column("approved", lambda story: story.approved_count, ordering="approved_count")
    failed = column("failed", lambda story: story.failed_count, ordering="failed_count")
    cost = column("cost", lambda story: in_dollars(story.spent) if story.spent else NOTHING)
    problem = column("error", lambda story: (story.stopped or story.error)[:200])
    page = column("page", _link_to_page)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Story]:
        """With the counts as subqueries: only the pictures of the stories on the page are counted. Deleted stories are
        there too; the list shows them apart."""
        pictures = Illustration.objects.filter(story=OuterRef("pk")).order_by().values("story")

        def count(**where: Any) -> Coalesce:
            return Coalesce(Subquery(pictures.filter(**where).annotate(count=Count("pk")).values("count")), 0)

        counts = {
            "drawn_count": count(current__isnull=False),
            "approved_count": count(status=statuses.APPROVED),
            "failed_count": count(status=statuses.FAILED),
        }
        return Story.everything.order_by(*Story._meta.ordering or ()).annotate(**counts)

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """Without the costs for users who may not read the ledger."""
        return [name for name in self.list_display if name != "cost" or sees_costs(request)]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return StoryList

    def pictures(self, chosen: QuerySet[Story]) -> QuerySet[Illustration]:
        return Illustration.objects.filter(story__in=chosen.values("pk"))

    @admin.display(description="fox")
    def fox(self, story: Story) -> SafeString | str:
        """The character sheet's thumbnail, status and error, with a link to its versions."""
        sheet = sheet_of(story)
        if sheet is None:
            return NOTHING
        attempts = f"{reverse('admin:images_version_changelist')}?illustration__id__exact={sheet.pk}"
        look = thumbnail(sheet.current, 96, str(sheet))
        return format_html(CELL, attempts, "Character sheet", sheet.status, look, sheet.error)

    @admin.display(description="pictures")
    def pictures_at_a_glance(self, story: Story) -> SafeString | str:
        """All thumbnails with their status and error."""
        rows = story.illustrations.select_related("current").order_by("number")
        cells = (
            (
                reverse("admin:images_illustration_change", args=[p.pk]),
                f"Scene {p.number}",
                p.status,
                thumbnail(p.current, 96),
                p.error,
            )
            for p in rows
        )
        grid = format_html_join("", CELL, cells)
        return format_html('<div class="sf-grid">{}</div>', grid) if grid else NOTHING

    @admin.action(description="Write again (failed stories)", permissions=["review"])
    def write_again(self, request: HttpRequest, queryset: QuerySet[Story]) -> None:
        done, why = do_each(request, queryset.filter(status=story_statuses.FAILED), writing.write_again)
        if why:
            self.message_user(request, why, messages.ERROR)
        log_decisions(request, done, "Given back to its writer")
        self.message_user(request, f"{len(done)} of the selected stories are being written again.")

    @admin.action(description="Make the clips (stories with twenty approved pictures)", permissions=["review"])
    def make_videos(self, request: HttpRequest, queryset: QuerySet[Story]) -> None:
        """Ask for a clip of every picture of the selected stories."""
        rows = queryset.select_related("template")
        act_on_each(self, request, rows, video_services.make_videos, "being made into clips")

    @admin.action(description="Delete (can be undone for 7 days)", permissions=["delete"])
    def delete_for_now(self, request: HttpRequest, queryset: QuerySet[Story]) -> None:
        """Hide the selected stories; the filter “deleted” shows them until they are removed for good."""
        act_on_each(self, request, queryset, deletion.delete, "deleted; the filter “deleted” shows them, to undo that")

    @admin.action(description="Undo the deletion", permissions=["delete"])
    def undo_deletion(self, request: HttpRequest, queryset: QuerySet[Story]) -> None:
        act_on_each(self, request, queryset, deletion.undo, "there again")


@admin.register(Scene)
class SceneAdmin(ReadOnlyAdmin):
    """Scenes, to find a story by its texts."""

    list_display = ["story", "number", "kind", "mood", "short_text"]
    list_filter = ["kind", "mood"]
    search_fields = ["=story__id", "text"]
    list_select_related = ["story"]
    short_text = column("text", lambda scene: scene.text[:120])


@admin.register(Removal)
class RemovalAdmin(ViewOnlyAdmin):
    """Files of deleted stories that are not removed yet, and why. A row that is done is gone."""

    list_display = ["story_id", "what", "tries", "due_at", "error"]
    search_fields = ["=story_id"]
    search_help_text = "A deleted story's id"
    fields = ["story_id", "keys", "tries", "due_at", "error"]
    what = column("left", str)

    @admin.display(description="left")
    def keys(self, removal: Removal) -> SafeString:
        """A line for each file."""
        lines = ((f"{host}: {key}" if host else "the story's folder",) for host, key, _ in removal.files)
        return format_html_join("", "{}<br>", lines)
