"""Small pictures in lists of the admin; each links to the large one, or to the clip."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.readonly_admin import NOTHING
from images.models import Version
from videos.models import Take


def thumbnail(version: Version | None, width: int = 60, alt: str = "") -> SafeString | str:
    """The picture of a version."""
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
