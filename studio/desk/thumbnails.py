"""Small pictures in lists of the admin."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.readonly_admin import NOTHING
from images.models import Version


def thumbnail(version: Version | None, width: int = 60, alt: str = "") -> SafeString | str:
    """A small picture that links to the large one."""
    if version is None or not version.url:
        return NOTHING
    source, height = version.thumbnail_url or version.url, width * 3 // 2
    tag = '<a href="{}"><img src="{}" width="{}" height="{}" alt="{}" loading="lazy"></a>'
    return format_html(tag, version.url, source, width, height, alt)
