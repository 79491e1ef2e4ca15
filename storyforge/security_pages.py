"""Two addresses for machines: whom to tell about a hole, and where browsers report what the Content-Security-Policy
refused."""

import json
import logging
import re
from datetime import timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from core.web import quotas
from core.web.access_log import route_of
from storyforge.privacy import contact_url

log = logging.getLogger(__name__)

VALID_FOR = timedelta(days=180)  # RFC 9116 recommends less than a year
LONGEST = 100  # characters of a report's field that are logged


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Whom to tell about a hole, as RFC 9116 writes it. 404 without OPERATOR_CONTACT."""
    if not settings.OPERATOR_CONTACT:
        raise Http404("OPERATOR_CONTACT is not set, so there is nobody to tell.")
    expires = timezone.now() + VALID_FOR
    text = f"Contact: {contact_url(settings.OPERATOR_CONTACT)}\nExpires: {expires:%Y-%m-%dT00:00:00Z}\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@csrf_exempt  # browsers send reports without a token, and nothing is changed by one
@require_POST
def csp_report(request: HttpRequest) -> HttpResponse:
    """Log in one line what a browser refused and on which page, without what could name a story or a visitor."""
    if request.content_type != "application/csp-report":
        return HttpResponse(status=HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    quotas.count(request, quotas.CSP_REPORTS)
    try:
        report = json.loads(request.body)["csp-report"]
        line = f"{_plain(report['effective-directive'])} from {_origin(report['blocked-uri'])}"
        page = route_of(urlsplit(report["document-uri"]).path)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return HttpResponse("This is no report of a browser.", status=HTTPStatus.BAD_REQUEST)
    log.warning("A browser refused %s on %s, as the Content-Security-Policy says.", line, page)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def _origin(blocked: str) -> str:
    """Where something was to be loaded from: an origin, or a word such as "inline"."""
    parts = urlsplit(blocked)
    return _plain(f"{parts.scheme}://{parts.hostname}" if parts.hostname else blocked)


def _plain(text: Any) -> str:
    return re.sub(r"[^\w.:/-]", "", str(text), flags=re.ASCII)[:LONGEST]
