"""Fetch a story for a request, or answer 404."""

from uuid import UUID

from django.http import HttpRequest

from core.web.visitors import known_visitor
from stories.models import Story
from stories.queries import story_for


def owned_story(request: HttpRequest, story_id: UUID | str) -> Story:
    """The story, if the visitor or user of the request may use it. Raises NotFound."""
    return story_for(story_id, known_visitor(request), request.user)
