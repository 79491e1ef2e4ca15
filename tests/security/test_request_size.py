"""A body that is too large is refused by its Content-Length, or while it is read where that is missing or wrong."""

import http.client
import json
from itertools import repeat
from uuid import UUID

import pytest
from django.conf import settings as site
from django.urls import reverse

from core.web.request_size import BodySizeLimit, limit_of
from storyforge.asgi import application
from tests.security.asgi import post
from tests.stack import running

MEGABYTE = 1024 * 1024
UPLOAD = f"/stories/{UUID(int=7)}/pictures/7/upload"
LIMITS = {
    "/submit": 256 * 1024,
    f"/edit_image/{UUID(int=7)}": 256 * 1024,
    UPLOAD: 16 * MEGABYTE,
    "/quiz/check/": MEGABYTE,
    "/csp-report": 8 * 1024,
}
LIMITS |= {"/admin/login/": MEGABYTE, "/nothing/here": MEGABYTE}


@pytest.mark.parametrize("path", LIMITS)
def test_every_url_has_its_limit(path):
    assert limit_of(path)[0] == LIMITS[path]


@pytest.mark.parametrize("path", LIMITS)
def test_a_body_with_too_large_a_content_length_is_refused_unread(path):
    answer = post(application, path, [b"x"], content_length=str(LIMITS[path] + 1))
    assert (answer.status, answer.pieces) == (413, 0)
    assert "too large" in answer.body.decode()


@pytest.mark.parametrize("said", [{}, {"content_length": "10"}, {"transfer_encoding": "chunked"}])
@pytest.mark.parametrize("path", LIMITS)
def test_a_body_without_or_with_a_wrong_content_length_is_stopped_while_it_is_read(path, said):
    piece = b"x" * 65_536
    answer = post(application, path, repeat(piece), content_type="application/json", **said)
    assert answer.status == 413
    assert answer.pieces == LIMITS[path] // len(piece) + 1


def test_the_api_is_answered_in_json_and_a_page_in_html():
    large = {"content_length": "99999999"}
    assert "256 KiB are allowed" in json.loads(post(application, "/submit", [], **large).body)["error"]
    page = post(application, "/quiz/check/", [], **large)
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "1 MB are allowed" in page.body.decode()
    assert "default-src 'self'" in page.headers["content-security-policy"]
    assert page.headers["x-content-type-options"] == "nosniff"


def test_htmx_gets_the_sentence_in_the_line_for_problems_so_that_what_was_typed_stays():
    answer = post(application, UPLOAD, [], content_length="99999999", hx_request="true")
    assert (answer.headers["hx-retarget"], answer.headers["hx-reswap"]) == ("#problem", "outerHTML")
    assert answer.body.decode().startswith('<p id="problem"')


@pytest.mark.parametrize("length", ["abc", "-1", "1e9", "0x10", "٣"])
def test_a_length_that_is_no_number_is_refused(length):
    answer = post(application, "/submit", [b"{}"], content_length=length.encode().decode("latin-1"))
    assert answer.status == 400


def test_a_body_of_the_largest_size_goes_through():
    async def echo(scope, receive, send):
        size = 0
        while (message := await receive()).get("more_body") or message["body"]:
            size += len(message["body"])
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": str(size).encode()})

    limit = site.BODY_LIMITS[""]
    pieces = [b"x" * 65_536] * (limit // 65_536)
    assert post(BodySizeLimit(echo), "/", pieces, content_length=str(limit)).body == str(limit).encode()


@pytest.mark.site
@pytest.mark.django_db(transaction=True)
def test_a_running_site_refuses_large_bodies_and_takes_small_ones(content, tmp_path):
    with running(tmp_path, worker=False) as stack:

        def ask(body, headers):
            connection = http.client.HTTPConnection("127.0.0.1", stack.ports["web"], timeout=30)
            named = {"Content-Type": "application/json", **headers}
            connection.request("POST", "/submit", body, named, encode_chunked="Transfer-Encoding" in headers)
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())["error"]

        chunked = (b"x" * 65_536 for _ in range(20 * 16))  # 20 MB, of which nobody says how much there is
        assert ask(chunked, {"Transfer-Encoding": "chunked"})[0] == 413
        assert ask(b"x" * 300_000, {})[0] == 413
        assert ask(b"x" * 200_000, {}) == (400, "The body is not valid JSON.")


def test_only_the_url_of_uploads_may_be_larger():
    assert reverse("story:upload", args=[UUID(int=7), 7]).count("/") == UPLOAD.count("/")
    assert "story:upload" in site.BODY_LIMITS
