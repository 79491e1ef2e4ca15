"""{% sample_story %} for the start page."""

from typing import Any

from django import template

from publishing import sample

register = template.Library()


@register.inclusion_tag("publishing/_sample.html")
def sample_story() -> dict[str, Any]:
    """The finished story that comes with the project: its film, and its pictures with their texts."""
    return sample.sample_story()
