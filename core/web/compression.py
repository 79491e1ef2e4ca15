"""Compression of answers that are texts: pages, JSON, styles and scripts. Pictures are compressed already."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

TEXTS = frozenset(
    {"text/html", "text/css", "text/javascript", "application/javascript", "application/json", "image/svg+xml"}
)


class CompressTextsMiddleware(GZipMiddleware):
    """Django's gzip middleware, for whole answers that are texts; its random bytes hide a secret's length. Files that
    `collectstatic` has compressed pass unchanged."""

    def process_response(self, request: HttpRequest, response: Any) -> HttpResponseBase:
        """Compress the answer, or leave it as it is."""
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        if response.status_code == 206 or kind not in TEXTS or response.has_header("Content-Encoding"):
            return response
        if response.has_header("Last-Modified"):
            # gzip would make the ETag a weak one, which whitenoise never matches. The date is enough.
            del response.headers["ETag"]
        return super().process_response(request, response)
