"""Serves the files of a story that are in its folder (`core.storage`) to everybody who may see the story."""

import re
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from core import storage
from core.errors import NotFound
from stories.queries import owned_story
from visitors import tokens
from visitors.models import ApiToken

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
    """A picture or another file, for programs with a token as well. Its name changes with its content, so a browser may
    cache it for a year. `?save=NAME` asks for it as a download of that name, also from a bucket, where browsers ignore
    a link's own `download`."""
    tokens.let_in(request, ApiToken.READ)
    story = owned_story(request, story_id)
    found = _NAME.fullmatch(name)
    if found is None:
        raise NotFound("Picture not found")
    asked = slugify(request.GET.get("save", "")[:200])
    save_as = f"{asked or slugify(story.title) or 'story'}.{found[1]}" if asked or found[1] in _DOWNLOADS else ""
    try:
        response = storage.deliver(request, story_id, name, _TYPES[found[1]], save_as=save_as)
    except FileNotFoundError as error:
        raise NotFound("Picture not found") from error
    response.headers.setdefault("Cache-Control", "private, max-age=31536000, immutable")
    return response
