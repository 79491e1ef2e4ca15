"""The headers of every answer, and the page for a refusal."""

import pytest

from core.web.middleware import POLICY
from tests.factories import illustrated_story, visitor

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/", "/nothing/here", "/health", "/admin/login/", "/story/x"])
def test_every_answer_carries_the_policy(client, path):
    answer = client.get(path)
    assert answer["Content-Security-Policy"] == POLICY
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Permissions-Policy"].startswith("camera=()")


def test_a_story_s_pages_are_stored_nowhere(content):
    story = illustrated_story()
    assert visitor().get(f"/stories/{story.pk}/")["Cache-Control"] == "no-store"


@pytest.mark.parametrize("lookup", ["text__regex", "text__iregex", "story__title__regex"])
def test_no_list_of_admin_is_filtered_by_a_regular_expression(admin_client, lookup):
    answer = admin_client.get("/admin/stories/scene/", {lookup: "(a+)+$"})
    assert answer.status_code == 400
    assert "cannot be filtered by a regular expression" in answer.content.decode()


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
