"""No other site can act for a visitor: forms need a token, and the JSON API its content type and origin."""

from uuid import uuid4

import pytest
from django.test import Client

from core.web.middleware import POLICY
from tests.security.routes import filled_in, routes

pytestmark = pytest.mark.django_db
API = ("submit", "approve_scenes", "approve_image/", "edit_image/", "approve_videos/", "undo_delete/")
BY_GET = ("story/", "debug_story/", "test_emit/", "health", "api/")
BY_BROWSERS = ("csp-report",)  # sent without a token; it changes nothing
PATTERNS = {
    "admin/^(?P<app_label>auth|axes|core|quiz|images|stories)/$": "/admin/core/",
    "admin/(?P<url>.*)$": "/admin/x/",
}
GAPS = {"number": 7, "scene_number": 7, "name": "a.png", "key": "find", "pk": 1, "id": 1, "object_id": 1}


def address(route: str) -> str:
    return PATTERNS.get(route) or filled_in(route, story_id=uuid4(), content_type_id=1, **GAPS)


def pages() -> list[str]:
    return [route for route in routes() if not route.startswith((*API, *BY_GET, *BY_BROWSERS))]


def strict(client: Client) -> Client:
    """The same browser, without the test client's exemption from CSRF checks."""
    client.handler.enforce_csrf_checks = True
    return client


@pytest.mark.parametrize("who", ["anonymous", "superuser"])
def test_no_page_takes_a_post_without_a_token(who, people):
    browser = strict(people[who])
    found = {route: browser.post(address(route)).status_code for route in pages()}
    assert {route: status for route, status in found.items() if status != 403} == {}


def test_htmx_sends_its_token_in_a_header(people, content):
    browser = strict(people["owner"])
    assert browser.post("/quiz/again/", headers={"HX-Request": "true"}).status_code == 403
    browser.get("/")
    token = browser.get("/").content.decode().split('"x-csrftoken": "')[1].split('"')[0]
    headers = {"HX-Request": "true", "X-CSRFToken": token}
    assert browser.post("/quiz/again/", headers=headers).status_code == 302


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]
)
@pytest.mark.parametrize("route", [route for route in routes() if route.startswith(API)])
def test_the_api_takes_nothing_that_a_form_of_another_site_could_send(route, kind):
    answer = Client(enforce_csrf_checks=True).post(address(route), b"{}", content_type=kind)
    assert answer.status_code == 415


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://testserver.evil.example", "http://testserver:81"]
)
@pytest.mark.parametrize("route", [route for route in routes() if route.startswith(API)])
def test_the_api_takes_nothing_from_another_origin(route, origin):
    headers = {"Origin": origin}
    answer = Client().post(address(route), b"{}", content_type="application/json", headers=headers)
    assert answer.status_code == 403


@pytest.mark.parametrize("who", ["owner", "superuser"])
def test_every_answer_carries_the_policy_and_the_other_security_headers(who, people):
    for route in routes():
        for method in ("get", "post"):
            answer = getattr(people[who], method)(address(route))
            assert answer["Content-Security-Policy"] == POLICY, route
            assert answer["X-Content-Type-Options"] == "nosniff", route
            assert answer["X-Frame-Options"] == "DENY", route
            assert answer["Referrer-Policy"] == "same-origin", route


def test_the_policy_allows_nothing_inline_and_no_frame():
    assert "unsafe" not in POLICY
    assert "frame-ancestors 'none'" in POLICY
