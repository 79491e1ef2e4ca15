"""Texts travel compressed: pages, JSON, styles and scripts. Pictures are compressed already."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

TEXTS = frozenset(
    {"text/html", "text/css", "text/javascript", "application/javascript", "application/json", "image/svg+xml"}
)


class CompressTextsMiddleware(GZipMiddleware):
    """Compresses whole answers that are texts, for browsers that take it. Files that were compressed when they were
    collected pass unchanged. Against guessing secrets by an answer's length, a random number of bytes is added."""

    def process_response(self, request: HttpRequest, response: Any) -> HttpResponseBase:
        """Compress it, or leave it as it is."""
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        if response.status_code == 206 or kind not in TEXTS or response.has_header("Content-Encoding"):
            return response
        if response.has_header("Last-Modified"):
            # Compressed, the tag would be a weak one, which whoever serves files never finds again. The date will do.
            del response.headers["ETag"]
        return super().process_response(request, response)
