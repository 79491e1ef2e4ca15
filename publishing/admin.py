"""Published stories in Django admin, where staff choose what the gallery shows."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.readonly_admin import ReadOnlyAdmin
from publishing import queries, services
from publishing.contexts import link_of
from publishing.models import Publication


@admin.register(Publication)
class PublicationAdmin(ReadOnlyAdmin):
    """Read-only. Deleting a row unpublishes the story."""

    list_display = ["story", "gallery", "at", "by", "link"]
    list_filter = ["featured", "at"]
    search_fields = ["story__title", "token"]
    actions = ["feature", "unfeature"]
    readonly_fields = ["gallery", "link"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Publication]:
        """The publications with their pictures loaded, which `is_changed` reads."""
        return queries.with_pictures(super().get_queryset(request))

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

    @admin.display(description="public page")
    def link(self, publication: Publication) -> SafeString:
        return format_html('<a href="{}">{}</a>', link_of(publication), publication.token)

    @admin.action(description="Show in the gallery", permissions=["change"])
    def feature(self, request: HttpRequest, queryset: QuerySet[Publication]) -> None:
        """Those that are there already and unchanged keep their place."""
        count = services.feature(queryset, by=request.user.get_username())
        messages.success(request, f"{count} put into the gallery.")

    @admin.action(description="Take out of the gallery", permissions=["change"])
    def unfeature(self, request: HttpRequest, queryset: QuerySet[Publication]) -> None:
        """The public pages stay."""
        count = services.unfeature(queryset, by=request.user.get_username())
        messages.success(request, f"{count} taken out of the gallery.")
