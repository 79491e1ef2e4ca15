"""{% newest_stories %} for the start page."""

from typing import Any

from django import template
from django.template import RequestContext

from core.web.visitors import known_visitor
from stories.queries import stories_of
from studio.my_stories import page_data

register = template.Library()


@register.inclusion_tag("studio/my_stories/_newest.html", takes_context=True)
def newest_stories(context: RequestContext) -> dict[str, Any]:
    """The newest stories of the visitor with a link to all of them; nothing while there is none."""
    request = context["request"]
    rows = page_data.newest_rows(stories_of(known_visitor(request), request.user))
    return {"rows": rows}
