"""The filters of the review queue."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone

from images import statuses
from images.models import Illustration, Version

STATES = {
    statuses.PENDING: "Waits for approval",
    statuses.FAILED: "Not drawn",
    statuses.APPROVED: "Approved",
    statuses.QUEUED: "Waits to be drawn",
    statuses.GENERATING: "Being drawn",
    statuses.REJECTED: "Rejected",
}
ALL = "all"
HOURS = {"hour": 1, "day": 24, "week": 7 * 24}
REFUSED, BROKEN, UNKNOWN, OTHER = statuses.REFUSED, statuses.BROKEN, statuses.UNKNOWN, "other"


class DeletedFilter(admin.SimpleListFilter):
    """The stories that are not deleted, or those that are and can be had back."""

    title, parameter_name = "deleted", "deleted"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "Deleted")]

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        """With words for the default."""
        no, yes = super().choices(changelist)
        yield from ({**no, "display": "Not deleted"}, yes)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(deleted_at__isnull=self.value() != "yes")


class StateFilter(admin.SimpleListFilter):
    """By status; the default is what waits for approval."""

    title, parameter_name = "state", "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The states in words, without REJECTED, which lasts only until the redraw is queued."""
        return [(state, words) for state, words in STATES.items() if state != statuses.REJECTED] + [(ALL, "All")]

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        """Without Django's "All", which would mean the default."""
        for value, words in self.lookup_choices:
            selected = (self.value() or statuses.PENDING) == value
            link = changelist.get_query_string({self.parameter_name: value})
            yield {"selected": selected, "query_string": link, "display": words}

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        state = self.value() or statuses.PENDING
        return queryset if state == ALL else queryset.filter(status=state)


class IllustratorFilter(admin.SimpleListFilter):
    """By the provider of the current version. Django's own filter would read all versions for the names."""

    title, parameter_name = "illustrator", "current__provider"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The illustrators of this site, and uploads."""
        return [(name, name) for name in settings.IMAGE_PROVIDERS] + [(Version.UPLOAD, "somebody’s own picture")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(current__provider=self.value()) if self.value() else queryset


class AgeFilter(admin.SimpleListFilter):
    """By how long a picture has been in its state."""

    title, parameter_name = "waiting time", "age"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name, f"Longer than {'an' if name == 'hour' else 'a'} {name}") for name in HOURS]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        hours = HOURS.get(self.value() or "")
        return queryset.filter(updated_at__lt=timezone.now() - timedelta(hours=hours)) if hours else queryset


class ErrorFilter(admin.SimpleListFilter):
    """By the error, and by the outcome of the last attempt."""

    title, parameter_name = "error", "error"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("none", "None"),
            ("any", "Any"),
            (REFUSED, "Refused because of its content"),
            (BROKEN, "The call failed"),
            (UNKNOWN, "No answer known"),
            (OTHER, "Not begun, or stopped"),
        ]

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        """A filter for errors shows all states: a picture that waits for approval has no error."""
        for choice in super().choices(changelist):
            yield choice
            if choice["display"] == "None":
                break
        for value, words in self.lookup_choices[1:]:
            link = changelist.get_query_string({self.parameter_name: value, StateFilter.parameter_name: ALL})
            yield {"selected": self.value() == value, "query_string": link, "display": words}

    def queryset(self, request: HttpRequest, queryset: QuerySet[Illustration]) -> QuerySet[Any]:
        kind = self.value()
        if kind is None:
            return queryset
        if kind == "none":
            return queryset.filter(error="")
        found = queryset.exclude(error="")
        if kind == "any":
            return found
        last = Version.objects.filter(illustration=OuterRef("pk")).order_by("-number").values("outcome")[:1]
        found = found.annotate(last_outcome=Coalesce(Subquery(last), Value("")))
        kinds = {REFUSED, BROKEN, UNKNOWN}
        if kind in kinds:
            return found.filter(last_outcome=kind)
        return found.exclude(last_outcome__in=kinds)
