"""Signing in: limited, locked after failures, with a new session key, and no redirect to other sites."""

from urllib.parse import urlencode

import pytest
from django.core.management import call_command
from django.test import Client

from core.web.sessions import ACTIVE_KEY
from core.web.visitors import SESSION_KEY
from tests.factories import make_story, visitor

pytestmark = pytest.mark.django_db
LOGIN = "/admin/login/"
RIGHT = {"username": "rita", "password": "a right password"}
WRONG = RIGHT | {"password": "a wrong password"}


@pytest.fixture(autouse=True)
def rita(django_user_model):
    return django_user_model.objects.create_user(**RIGHT, is_staff=True)


def sign_in(fields=RIGHT, client=None, path=LOGIN, **how):
    return (client or Client()).post(path, fields, **how)


def locked(settings, failures=3):
    settings.AXES_FAILURE_LIMIT = settings.LOGIN_FAILURES = failures
    return [sign_in(WRONG) for _ in range(failures)][-1]


def test_after_failures_the_name_is_locked_even_for_the_right_password(settings):
    refused = locked(settings)
    assert (refused.status_code, refused["Retry-After"]) == (429, "900")
    assert "locked for 15 minutes" in refused.content.decode()
    assert sign_in().status_code == 429


def test_a_lock_holds_for_one_address_and_one_name(settings, django_user_model):
    django_user_model.objects.create_user("tom", password="toms password", is_staff=True)
    locked(settings)
    assert sign_in({"username": "tom", "password": "toms password"}).status_code == 302
    assert sign_in(REMOTE_ADDR="192.0.2.9").status_code == 302


def test_an_invented_header_does_not_open_a_lock(settings):
    locked(settings)
    assert sign_in(headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 429
    settings.TRUSTED_PROXIES = 1
    through = [sign_in(WRONG, headers={"X-Forwarded-For": f"203.0.113.{n}, 192.0.2.1"}) for n in range(4)]
    assert [answer.status_code for answer in through] == [200, 200, 429, 429]


def test_axes_reset_opens_a_lock(settings, capsys):
    locked(settings)
    call_command("axes_reset")
    assert sign_in().status_code == 302


def test_signing_in_forgets_the_failures_before(settings):
    settings.AXES_FAILURE_LIMIT = settings.LOGIN_FAILURES = 3
    for _ in range(3):
        assert [sign_in(WRONG).status_code for _ in range(2)] == [200, 200]
        assert sign_in().status_code == 302


def test_tries_of_many_names_from_one_address_are_limited(settings):
    settings.LOGINS_PER_HOUR = 3
    found = [sign_in(WRONG | {"username": f"name{n}"}).status_code for n in range(4)]
    assert found == [200, 200, 200, 429]
    assert Client().get(LOGIN).status_code == 200


def test_a_session_gets_another_key_at_login_and_keeps_the_visitors_stories():
    client = visitor()
    before = client.cookies["sessionid"].value
    sign_in(client=client)
    after = client.cookies["sessionid"].value
    assert after != before
    assert client.session[SESSION_KEY] == "visitor-one"
    old = Client()
    old.cookies["sessionid"] = before
    assert old.get("/admin/").status_code == 302


def test_after_signing_out_the_old_session_opens_nothing():
    client = Client()
    sign_in(client=client)
    old = client.cookies["sessionid"].value
    client.post("/admin/logout/")
    again = Client()
    again.cookies["sessionid"] = old
    assert again.get("/admin/").status_code == 302


def test_signing_out_leaves_the_browser_its_stories():
    client = visitor()
    sign_in(client=client)
    client.post("/admin/logout/")
    assert client.get("/admin/").status_code == 302
    assert client.session[SESSION_KEY] == "visitor-one"


def hours_pass(client, hours):
    """Since somebody last did something with that browser, it is so many hours more."""
    session = client.session
    session[ACTIVE_KEY] -= hours * 3600
    session.save()


def test_a_sign_in_ends_when_nobody_did_anything_for_eight_hours():
    client = Client()
    sign_in(client=client)
    for _ in range(2):
        hours_pass(client, 7)
        assert client.get("/admin/").status_code == 200
    hours_pass(client, 9)
    assert client.get("/admin/").status_code == 302
    sign_in(client=client)
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize("headers", [{"HX-Request": "true"}, {"Sec-Fetch-Dest": "image"}])
def test_what_a_page_fetches_by_itself_does_not_put_off_the_end(headers):
    client = Client()
    sign_in(client=client)
    for _ in range(2):
        hours_pass(client, 3)
        assert client.get("/admin/", headers=headers).status_code == 200
    hours_pass(client, 3)
    assert client.get("/admin/").status_code == 302


def test_a_visitor_who_signed_in_keeps_their_own_stories_when_the_sign_in_ends(content):
    story = make_story()
    client = visitor()
    sign_in(client=client)
    hours_pass(client, 9)
    for _ in range(2):
        assert client.get(f"/stories/{story.pk}/").status_code == 200
        assert client.get("/admin/").status_code == 302
        client.post("/quiz/check/", {"story_type": "x"})  # which writes the session
    sign_in(client=client)
    assert client.get(f"/stories/{story.pk}/").status_code == 200
    assert client.session[SESSION_KEY] == "visitor-one"


@pytest.mark.parametrize(
    ("wanted", "goes"),
    [
        ("/admin/stories/story/", "/admin/stories/story/"),
        ("https://evil.example/", "/admin/"),
        ("//evil.example/", "/admin/"),
        ("/\\evil.example/", "/admin/"),
        ("javascript:alert(1)", "/admin/"),
        ("http:evil.example", "/admin/"),
        ("\x00//evil.example", "/admin/"),
    ],
)
def test_signing_in_redirects_only_within_this_site(wanted, goes):
    answer = sign_in(RIGHT | {"next": wanted})
    assert (answer.status_code, answer["Location"]) == (302, goes)
    answer = sign_in(path=f"{LOGIN}?{urlencode({'next': wanted})}")
    assert (answer.status_code, answer["Location"]) == (302, goes)


@pytest.mark.parametrize("name", ["x" * 5000, "\x00", "🦊" * 300, "<script>alert(1)</script>", "\u202eatir"])
def test_a_hostile_name_is_refused_and_nothing_breaks(name):
    answer = sign_in({"username": name, "password": "x"})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()
