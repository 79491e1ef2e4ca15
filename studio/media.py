"""Serves the files of a story that are stored on this machine to everybody who may see the story."""

import re
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from core.errors import NotFound
from core.web.ranges import file_response
from stories.queries import owned_story

_TYPES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "webp": "image/webp",
    "mp4": "video/mp4",
    "m4a": "audio/mp4",
    "vtt": "text/vtt; charset=utf-8",
    "pdf": "application/pdf",
    "epub": "application/epub+zip",
    "zip": "application/zip",
}
_DOWNLOADS = ("pdf", "epub", "zip")  # never shown on a page
_NAME = re.compile(rf"[a-z0-9][a-z0-9-]*\.({'|'.join(_TYPES)})")


@require_safe
def picture(request: HttpRequest, story_id: UUID, name: str) -> HttpResponseBase:
    """A picture or another file. Its name changes with its content, so a browser may cache it for a year."""
    story = owned_story(request, story_id)
    found = _NAME.fullmatch(name)
    path = settings.MEDIA_ROOT / str(story_id) / name
    if found is None or not path.is_file():
        raise NotFound("Picture not found")
    save_as = f"{slugify(story.title) or 'story'}.{found[1]}" if found[1] in _DOWNLOADS else ""
    response = file_response(request, path, _TYPES[found[1]], name_to_save_as=save_as)
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    return response
