"""{% way_to_the_gallery %} leads there from pages of apps that know nothing of it."""

from typing import Any

from django import template

from publishing import queries

register = template.Library()


@register.inclusion_tag("publishing/_way.html")
def way_to_the_gallery() -> dict[str, Any]:
    """Nothing as long as staff chose nothing for the gallery."""
    return {"there": queries.featured().exists()}
