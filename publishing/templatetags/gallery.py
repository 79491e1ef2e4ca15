"""{% gallery_link %} for the pages of other apps."""

from typing import Any

from django import template

from publishing import queries

register = template.Library()


@register.inclusion_tag("publishing/_gallery_link.html")
def gallery_link() -> dict[str, Any]:
    """A link to the gallery; nothing while the gallery is empty."""
    return {"filled": queries.featured().exists()}
