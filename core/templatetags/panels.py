"""{% panel one %} draws a part that another app put on the page."""

from typing import Any

from django import template
from django.template.context import Context
from django.template.loader import get_template

from core.panels import Panel

register = template.Library()


@register.simple_tag(takes_context=True)
def panel(context: Context, one: Panel) -> Any:
    """The panel, which sees the page's context and its own."""
    with context.push(**one.context):
        return get_template(one.template).template.render(context)  # type: ignore[attr-defined]
