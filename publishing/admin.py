"""Published stories: staff look at them, and choose what the gallery shows."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from images.admin_parts import ReadOnlyAdmin
from publishing import services
from publishing.contexts import link_of
from publishing.models import Publication


@admin.register(Publication)
class PublicationAdmin(ReadOnlyAdmin):
    """To look at. Deleting a row takes the public page back."""

    list_display = ["story", "featured", "at", "by", "link"]
    list_filter = ["featured", "at"]
    list_select_related = ["story"]
    search_fields = ["story__title", "token"]
    actions = ["feature", "unfeature"]
    readonly_fields = ["link"]

    def delete_model(self, request: HttpRequest, obj: Publication) -> None:
        """As its owner would."""
        services.take_back(obj.story)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Publication]) -> None:
        """Each as its owner would."""
        for publication in queryset:
            services.take_back(publication.story)

    @admin.display(description="public page")
    def link(self, publication: Publication) -> SafeString:
        """A way to look at it as everybody does."""
        return format_html('<a href="{}">{}</a>', link_of(publication), publication.token)

    @admin.action(description="Show in the gallery", permissions=["change"])
    def feature(self, request: HttpRequest, queryset: QuerySet[Publication]) -> None:
        """Those that are there already keep their place."""
        messages.success(request, f"{services.feature(queryset)} put into the gallery.")

    @admin.action(description="Take out of the gallery", permissions=["change"])
    def unfeature(self, request: HttpRequest, queryset: QuerySet[Publication]) -> None:
        """The public pages stay."""
        messages.success(request, f"{services.unfeature(queryset)} taken out of the gallery.")
