"""Attempts at pictures and clips in Django admin, and small pictures that link to the large one or to the clip."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.expenses import in_dollars
from core.readonly_admin import NOTHING, ReadOnlyInline, column
from images.models import Version
from videos.models import Take


def _cost(attempt: Any) -> str:
    """In dollars; nothing for what was free."""
    if attempt.expense is None or attempt.expense.cost_usd == 0:
        return NOTHING
    return "not known" if attempt.expense.cost_usd is None else in_dollars(attempt.expense.cost_usd)


class AttemptInline(ReadOnlyInline):
    """Every attempt at a picture or a clip, with what it cost."""

    cost = column("cost", _cost)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the costs, in one query."""
        return super().get_queryset(request).select_related("expense")


def thumbnail(version: Version | None, width: int = 60, alt: str = "") -> SafeString | str:
    if version is None or not version.url:
        return NOTHING
    return _link(version.url, version.thumbnail_url or version.url, width, width * 3 // 2, alt)


def poster(take: Take | None, width: int = 60) -> SafeString | str:
    """The first picture of a take."""
    if take is None or not take.url:
        return NOTHING
    height = width * take.height // take.width if take.width else width * 16 // 9
    return _link(take.url, take.poster_url, width, height, f"Take {take.number}")


def _link(url: str, image: str, width: int, height: int, alt: str) -> SafeString:
    tag = '<a href="{}"><img src="{}" width="{}" height="{}" alt="{}" loading="lazy"></a>'
    return format_html(tag, url, image, width, height, alt)
