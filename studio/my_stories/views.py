"""The page "My stories": all stories of a visitor, to search and to sort."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.web.visitors import known_visitor
from stories import deletion
from stories.queries import deleted_stories_of, stories_of
from studio.my_stories import page_data
from studio.my_stories.listing import Asked


@require_safe
def stories(request: HttpRequest) -> HttpResponse:
    """The stories of this visitor, as the address asks for them."""
    visitor, user = known_visitor(request), request.user
    context = page_data.list_context(stories_of(visitor, user), Asked.of(request.GET))
    context["deleted"] = deletion.with_undo_until(deleted_stories_of(visitor, user))
    return render(request, "studio/my_stories/list.html", context)
