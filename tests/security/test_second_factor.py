"""With STAFF_MFA no page of staff opens without a second factor, and a recovery code opens them once."""

import re
import time
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.management import CommandError, call_command
from django.test import Client

from core.errors import Refused
from stories.models import Story
from tests.factories import edited_story
from tests.security.routes import filled_in, routes
from tests.sign_in import PASSWORD, sign_in, switch_on
from visitors import second_factor, tokens
from visitors.adapters import SecondFactorAdapter

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXP"
# Whoever asks, these answer alike; or they are for signing in and out.
OPEN = ("favicon.ico", ".well-known/security.txt", "csp-report", "privacy/", "health", "api/openapi.json", "api/docs")
SIGNING = ("admin/login/", "admin/logout/", "admin/jsi18n/")


@pytest.fixture(autouse=True)
def boss(settings, django_user_model):
    switch_on(settings, accounts="off", staff_mfa=True)
    return django_user_model.objects.create_superuser("boss", "", PASSWORD)


@pytest.fixture
def with_app(boss):
    """The boss has an authenticator app and recovery codes."""
    TOTP.activate(boss, SECRET)
    return RecoveryCodes.activate(boss)


def signed_in() -> Client:
    client = Client()
    assert sign_in(client, "boss").status_code == 302
    return client


def code_now(secret=SECRET) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def address(route: str) -> str:
    """An address that the route matches."""
    route = re.sub(r"\(\?P<app_label>[^)]*\)", "core", route)
    return re.sub(r"<[^>]*>|\(\?P<url>[^)]*\)|[$^]", "1", filled_in(route, story_id=uuid4()))


def test_no_page_opens_for_staff_without_a_second_factor():
    client = signed_in()
    closed = [route for route in routes() if route not in (*OPEN, *SIGNING) and not route.startswith("account/")]
    assert len(closed) > 200
    found = {}
    for route in closed:
        answer = client.get(address(route))
        to_set_up = answer.get("Location", "").startswith("/account/second-factor/totp/activate/?next=")
        if not to_set_up and not (answer.status_code == 403 and "second factor" in answer.json()["error"]):
            found[route] = (address(route), answer.status_code)
    assert found == {}


@pytest.mark.usefixtures("content")
def test_a_visitor_notices_nothing_of_it(django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = Client().get("/review/")
    assert answer.status_code == 200
    assert Client().get("/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_staff_set_up_an_app_and_get_codes():
    client = signed_in()
    page = client.get("/admin/", follow=True)
    assert page.context["form"].secret in page.content.decode()
    assert "data:image/svg+xml;base64," in page.content.decode()
    answer = client.post("/account/second-factor/totp/activate/", {"code": code_now(page.context["form"].secret)})
    assert answer["Location"] == "/account/second-factor/recovery-codes/"
    assert len(client.get(answer["Location"]).context["unused_codes"]) == 10
    assert client.get("/admin/").status_code == 200
    assert page.context["form"].secret not in str(list(Authenticator.objects.values_list("data", flat=True)))


def test_with_an_app_the_password_alone_signs_nobody_in(with_app):
    client = Client()
    assert sign_in(client, "boss")["Location"] == "/account/second-factor/authenticate/"
    assert client.get("/admin/")["Location"].startswith("/admin/login/")
    assert client.post("/account/second-factor/authenticate/", {"code": "000000"}).status_code == 200
    assert client.post("/account/second-factor/authenticate/", {"code": code_now()}).status_code == 302
    assert client.get("/admin/").status_code == 200


def test_a_recovery_code_works_once(with_app):
    code = with_app.generate_codes()[0]
    found = []
    for _ in range(2):
        client = Client()
        sign_in(client, "boss")
        client.post("/account/second-factor/authenticate/", {"code": code})
        found.append(client.get("/admin/").status_code)
    assert found == [200, 302]


def test_wrong_codes_are_limited(with_app):
    client = Client()
    sign_in(client, "boss")
    for _ in range(5):
        client.post("/account/second-factor/authenticate/", {"code": "000000"})
    client.post("/account/second-factor/authenticate/", {"code": code_now()})
    assert client.get("/admin/").status_code == 302


def test_a_browser_that_signed_in_before_is_asked_for_the_code(boss):
    client = signed_in()
    TOTP.activate(boss, SECRET)
    assert client.get("/admin/")["Location"] == "/account/second-factor/reauthenticate/?next=%2Fadmin%2F"
    client.post("/account/second-factor/reauthenticate/", {"code": code_now()})
    assert client.get("/admin/").status_code == 200


def test_who_has_passkeys_alone_is_asked_for_one(boss):
    client = signed_in()
    Authenticator.objects.create(user=boss, type=Authenticator.Type.WEBAUTHN, data={"name": "phone"})
    assert client.get("/admin/")["Location"].startswith("/account/second-factor/webauthn/reauthenticate/")


def test_how_somebody_signed_in_does_not_outlast_the_sign_in(with_app):
    client = Client()
    sign_in(client, "boss")
    client.post("/account/second-factor/authenticate/", {"code": code_now()})
    client.post("/account/logout/")
    assert not {second_factor.SESSION_KEY, "account_authentication_methods"} & set(client.session.keys())


@pytest.mark.usefixtures("content")
def test_tokens_and_streams_of_staff_need_it_too(boss):
    edited_story()
    token = tokens.make_token("", boss, name="script", scopes=["read"])
    with pytest.raises(Refused, match="second factor"):
        tokens.authenticate(token, "read")
    asked = Client().get(f"/debug_story/{Story.objects.get().pk}", headers={"Authorization": f"Bearer {token}"})
    assert asked.status_code == 403
    assert not second_factor.known_user(boss, {}).is_authenticated


def test_who_lost_the_phone_and_the_codes_is_helped(with_app, capsys):
    call_command("reset_second_factor", "boss")
    assert "2 removed" in capsys.readouterr().out
    assert signed_in().get("/admin/")["Location"].startswith("/account/second-factor/totp/activate/")
    with pytest.raises(CommandError, match="no user tom"):
        call_command("reset_second_factor", "tom")


def test_a_secret_that_was_stored_under_another_key_is_no_secret(settings):
    kept = SecondFactorAdapter().encrypt("seed")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another" * 8, [settings.SECRET_KEY]
    assert SecondFactorAdapter().decrypt(kept) == "seed"
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(Refused, match="reset"):
        SecondFactorAdapter().decrypt(kept)


def test_without_accounts_only_staff_sign_in(django_user_model):
    django_user_model.objects.create_user("mia", "mia@fox.example", PASSWORD)
    assert sign_in(Client(), "mia").status_code == 403
    assert "closed" in Client().get("/account/signup/").content.decode().lower()
