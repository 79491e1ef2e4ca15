"""The first answer of a visitor whom nobody knows yet, or a first surprise, is kept in a signed cookie, and with what
comes next in the database: whoever sends one answer and no cookie back leaves no row."""

import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from quiz.models import Submission
from quiz.services import ABANDONED

COOKIE = "quiz_begun"
_SALT = "quiz.first_answer"
_LASTS = int(ABANDONED.total_seconds())


def read(request: HttpRequest) -> tuple[str, dict[str, str]]:
    """The name that the visitor will have, and the answers in the cookie; a new name and none without our cookie."""
    try:
        name, answers = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=_LASTS)
    except signing.BadSignature:
        return secrets.token_hex(16), {}
    return name, answers


def write(response: HttpResponse, submission: Submission) -> None:
    """Have the browser keep the answers."""
    kept = signing.dumps([submission.owner, submission.answers], salt=_SALT, compress=True)
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(COOKIE, kept, max_age=_LASTS, secure=secure, httponly=True, samesite="Lax")


def forget(response: HttpResponse) -> None:
    """Have the browser forget them."""
    response.delete_cookie(COOKIE, samesite="Lax")
