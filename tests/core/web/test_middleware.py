"""The headers of every answer, and the page for a refusal."""

import pytest

from core.web.middleware import POLICY

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/", "/nothing/here", "/health", "/admin/login/", "/story/x"])
def test_every_answer_carries_the_policy(client, path):
    answer = client.get(path)
    assert answer["Content-Security-Policy"] == POLICY
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(
    "part", ["script-src 'self'", "object-src 'none'", "frame-ancestors 'none'", "form-action 'self'"]
)
def test_the_policy_allows_only_our_scripts(part):
    assert part in POLICY.split("; ")
    assert "unsafe" not in POLICY


def test_the_policy_allows_pictures_and_clips_from_this_site_and_their_host():
    parts = POLICY.split("; ")
    assert "img-src 'self' data: https://res.cloudinary.com" in parts
    assert "media-src 'self' https://res.cloudinary.com" in parts


@pytest.mark.parametrize("path", ["/", "/quiz/"])
def test_no_page_has_inline_scripts_styles_or_handlers(client, content, path):
    page = client.get(path, follow=True).content.decode()
    assert "<script>" not in page
    assert " style=" not in page
    assert " onclick=" not in page


def test_an_unknown_url_gets_the_sites_own_404_page(client):
    answer = client.get("/nothing/here")
    assert answer.status_code == 404
    assert b"There is nothing here" in answer.content


def test_an_unknown_host_is_refused(client):
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 400
