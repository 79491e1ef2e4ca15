"""Published stories in Django admin, where staff choose what the gallery shows, and what readers reported."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.readonly_admin import NOTHING, ReadOnlyAdmin, column
from publishing import queries, services
from publishing.contexts import link_of
from publishing.models import Publication, Report


class OwnPictures(admin.SimpleListFilter):
    """Finds the pages with uploaded pictures that neither a moderator nor staff have looked at."""

    title = "uploaded pictures"
    parameter_name = "uploads"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("wait", "Wait for a look")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Publication]) -> QuerySet[Publication]:
        return queryset.filter(queries.waiting()) if self.value() == "wait" else queryset


@admin.register(Publication)
class PublicationAdmin(ReadOnlyAdmin):
    """Read-only. Deleting a row unpublishes the story."""

    list_display = ["story", "gallery", "own_pictures", "at", "by", "link"]
    list_filter = [OwnPictures, "featured", "at"]
    search_fields = ["story__title", "token"]
    actions = ["feature", "unfeature", "clear_uploads"]
    readonly_fields = ["gallery", "own_pictures", "link"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Publication]:
        """The publications with their pictures loaded, which `is_changed` reads."""
        rows = super().get_queryset(request).annotate(waits=queries.waiting())
        return queries.with_pictures(rows)

    def delete_model(self, request: HttpRequest, obj: Publication) -> None:
        """Unpublish, as the owner does."""
        services.unpublish(obj.story, by=request.user.get_username())

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Publication]) -> None:
        """Unpublish each, as the owner does."""
        for publication in queryset:
            services.unpublish(publication.story, by=request.user.get_username())

    @admin.display(description="in the gallery", ordering="featured_at")
    def gallery(self, publication: Publication) -> str:
        """What its owner changed is hidden until staff feature it again."""
        if queries.is_changed(publication):
            return "no: changed since"
        return "yes" if publication.featured else "no"

    @admin.display(description="uploaded pictures")
    def own_pictures(self, publication: Any) -> str:
        """Whether staff are to look at some; open the public page to see them."""
        return "wait for a look" if publication.waits else NOTHING

    @admin.display(description="public page")
    def link(self, publication: Publication) -> SafeString:
        return format_html('<a href="{}">{}</a>', link_of(publication), publication.token)

    @admin.action(description="Show in the gallery", permissions=["change"])
    def feature(self, request: HttpRequest, queryset: QuerySet[Publication]) -> None:
        """Those that are there already and unchanged keep their place. Look at the page first: uploaded pictures count
        as looked at from then on."""
        count = services.feature(queryset, by=request.user.get_username())
        messages.success(request, f"{count} put into the gallery.")

    @admin.action(description="Take out of the gallery", permissions=["change"])
    def unfeature(self, request: HttpRequest, queryset: QuerySet[Publication]) -> None:
        """The public pages stay."""
        count = services.unfeature(queryset, by=request.user.get_username())
        messages.success(request, f"{count} taken out of the gallery.")

    @admin.action(description="Uploaded pictures are fit to be shown", permissions=["change"])
    def clear_uploads(self, request: HttpRequest, queryset: QuerySet[Publication]) -> None:
        """For pages that are looked at and not put into the gallery."""
        count = services.clear_uploads(queryset, by=request.user.get_username())
        messages.success(request, f"{count} uploaded pictures marked as looked at.")


class State(admin.SimpleListFilter):
    """Open reports, unless others are asked for."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("closed", "Closed"), ("all", "All")]

    def choices(self, changelist: Any) -> Any:
        """With "Open" in place of "All" for the usual list."""
        usual, *others = super().choices(changelist)
        return [usual | {"display": "Open"}, *others]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Report]) -> QuerySet[Report]:
        if self.value() == "all":
            return queryset
        return queryset.exclude(closed_at=None) if self.value() == "closed" else queryset.filter(closed_at=None)


@admin.register(Report)
class ReportAdmin(ReadOnlyAdmin):
    """What readers reported of public pages. Staff look at the page, unpublish it or not, and close the report."""

    list_display = ["at", "reason", "short_note", "page", "unpublish", "state"]
    list_filter = [State, "reason"]
    search_fields = ["=story__id", "=token", "note"]
    actions = ["close", "reopen"]
    list_select_related = ["story__publication"]
    readonly_fields = ["page", "unpublish", "state"]
    short_note = column("note", lambda report: report.note[:200])

    @admin.display(description="page")
    def page(self, report: Report) -> SafeString:
        """The public page by the story's title; the story's page in admin once it is unpublished."""
        publication = _publication_of(report)
        url = link_of(publication) if publication else reverse("admin:stories_story_change", args=[report.story_id])
        return format_html('<a href="{}">{}</a>', url, report.story)

    @admin.display(description="unpublish")
    def unpublish(self, report: Report) -> SafeString | str:
        """A link to the question whether to; nothing once it is done."""
        publication = _publication_of(report)
        if publication is None:
            return "is unpublished"
        return format_html(
            '<a href="{}">Unpublish</a>', reverse("admin:publishing_publication_delete", args=[publication.pk])
        )

    @admin.display(description="state", ordering="closed_at")
    def state(self, report: Report) -> str:
        return f"closed by {report.closed_by}" if report.closed_at else "open"

    @admin.action(description="Close", permissions=["change"])
    def close(self, request: HttpRequest, queryset: QuerySet[Report]) -> None:
        count = services.close_reports(queryset, by=request.user.get_username())
        messages.success(request, f"{count} closed.")

    @admin.action(description="Open again", permissions=["change"])
    def reopen(self, request: HttpRequest, queryset: QuerySet[Report]) -> None:
        count = services.reopen_reports(queryset, by=request.user.get_username())
        messages.success(request, f"{count} open again.")


def _publication_of(report: Report) -> Publication | None:
    """The public page that was reported; None when it is unpublished. Published again, the story has another one."""
    publication: Publication | None = getattr(report.story, "publication", None)
    return publication if publication and publication.token == report.token else None
