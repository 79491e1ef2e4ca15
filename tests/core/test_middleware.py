"""What every answer carries."""

import pytest

from core.middleware import POLICY

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/", "/nothing/here", "/health", "/admin/login/", "/story/x"])
def test_every_answer_says_what_a_browser_may_load(client, path):
    answer = client.get(path)
    assert answer["Content-Security-Policy"] == POLICY
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(
    "part", ["script-src 'self'", "object-src 'none'", "frame-ancestors 'none'", "form-action 'self'"]
)
def test_nothing_runs_that_is_not_ours(part):
    assert part in POLICY.split("; ")
    assert "unsafe" not in POLICY


def test_pictures_and_clips_come_from_here_or_from_where_they_are_kept():
    parts = POLICY.split("; ")
    assert "img-src 'self' data: https://res.cloudinary.com" in parts
    assert "media-src 'self' https://res.cloudinary.com" in parts


@pytest.mark.parametrize("path", ["/", "/quiz/"])
def test_no_page_has_inline_scripts_styles_or_handlers(client, content, path):
    page = client.get(path, follow=True).content.decode()
    assert "<script>" not in page
    assert " style=" not in page
    assert " onclick=" not in page


def test_a_page_that_is_not_there_is_the_sites_own(client):
    answer = client.get("/nothing/here")
    assert answer.status_code == 404
    assert b"There is nothing here" in answer.content


def test_a_host_that_is_not_ours_is_refused(client):
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 400
