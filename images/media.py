"""Serves the pictures of the local host to those who may see the story."""

import re
from uuid import UUID

from django.conf import settings
from django.http import FileResponse, HttpRequest
from django.views.decorators.http import require_safe

from core.errors import NotFound
from core.visitors import known_visitor
from stories.queries import story_for

_TYPES = {"png": "image/png", "jpg": "image/jpeg", "webp": "image/webp"}
_NAME = re.compile(r"[a-z0-9][a-z0-9-]*\.(png|jpg|webp)")


@require_safe
def picture(request: HttpRequest, story_id: UUID, name: str) -> FileResponse:
    """One kept picture. Its name changes with its content, so a browser may keep it for a year."""
    story_for(story_id, known_visitor(request), request.user)
    found = _NAME.fullmatch(name)
    path = settings.MEDIA_ROOT / str(story_id) / name
    if found is None or not path.is_file():
        raise NotFound("Picture not found")
    response = FileResponse(path.open("rb"), content_type=_TYPES[found[1]])
    response["Cache-Control"] = "private, max-age=31536000, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    return response
