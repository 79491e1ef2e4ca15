"""The part of "What is yours" on which tokens for programs are made and revoked."""

import re

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from core.web.visitors import SESSION_KEY
from stories.models import Story
from tests.factories import OWNER, edited_story, visitor
from visitors.models import ApiToken

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content", "media")]
TOKEN = re.compile(r'<code id="new-token">(sf_[\w-]{43})</code>')


def made(browser: Client, *scopes: str) -> str:
    """A new token, from the page that shows it."""
    found = TOKEN.search(browser.post("/yours/tokens", {"name": "My <script>", "scope": scopes}).content.decode())
    assert found
    return found[1]


def asked(token: str, story: Story) -> int:
    return Client().get(f"/story/{story.pk}", headers={"Authorization": f"Bearer {token}"}).status_code


def test_a_token_is_shown_once_listed_with_its_use_and_revoked():
    story, browser = edited_story(), visitor()
    token = made(browser, "review")
    assert browser.get("/yours/tokens")["Location"] == "/yours/#programs"
    page = browser.get("/yours/").content.decode()
    assert token not in page
    assert "My &lt;script&gt;" in page
    assert "may read, review; not used yet" in page
    assert asked(token, story) == 200
    assert f"last used on {timezone.now():%-d %B %Y}" in browser.get("/yours/").content.decode()
    row = ApiToken.objects.get()
    assert visitor("somebody else").post("/yours/tokens/revoke", {"token": row.pk}).status_code == 404
    assert browser.post("/yours/tokens/revoke", {"token": row.pk})["Location"] == "/yours/#programs"
    assert asked(token, story) == 401


def test_whoever_has_nothing_makes_no_token(client):
    assert client.post("/yours/tokens", {"name": "x"}).status_code == 409
    assert 'id="programs"' not in client.get("/yours/").content.decode()


def test_staff_make_tokens_for_their_account(admin_client, admin_user):
    story = edited_story()
    assert "the permissions of your account admin" in admin_client.get("/yours/").content.decode()
    token = made(admin_client)
    row = ApiToken.objects.get()
    assert (row.user, row.owner) == (admin_user, admin_client.session[SESSION_KEY])
    assert asked(token, story) == 200
    admin_client.post("/admin/logout/")
    assert "My &lt;script&gt;" not in admin_client.get("/yours/").content.decode()


def test_whoever_deletes_everything_or_is_forgotten_leaves_no_token(django_user_model):
    edited_story()
    made(visitor())
    visitor().post("/yours/delete")
    assert not ApiToken.objects.exists()
    made(visitor())
    call_command("forget", "--visitor", OWNER, "--yes")
    assert not ApiToken.objects.exists()
    user = django_user_model.objects.create_user("ada", is_staff=True)
    browser = Client()
    browser.force_login(user)
    made(browser)
    call_command("forget", "--user", "ada", "--yes")
    assert not ApiToken.objects.exists()


def test_the_session_stays_while_a_program_may_still_make_stories():
    story, browser = edited_story(), visitor()
    made(browser, "make")
    browser.post(f"/stories/{story.pk}/delete")
    assert browser.session.get_expiry_age() > 300 * 24 * 3600


def test_staff_see_tokens_and_revoke_them_and_never_the_secret(admin_client):
    story = edited_story()
    token = made(visitor())
    row = ApiToken.objects.get()
    pages = ["/admin/visitors/apitoken/", f"/admin/visitors/apitoken/{row.pk}/change/"]
    texts = [admin_client.get(page).content.decode() for page in pages]
    assert all("My &lt;script&gt;" in text for text in texts)
    assert not any(secret in text for text in texts for secret in (token, row.digest))
    admin_client.post(f"/admin/visitors/apitoken/{row.pk}/delete/", {"post": "yes"})
    assert asked(token, story) == 401
