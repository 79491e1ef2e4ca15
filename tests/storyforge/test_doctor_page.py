"""The doctor's page in admin: for staff, and nothing is checked before a button is pressed."""

import pytest
from django.test import Client

from core.redis_server import free_port
from tests.upstreams.openai_server import OpenAIServer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("doctor_alone")]
PAGE = "/admin/doctor/"


@pytest.fixture
def site_address():
    """The address at which the test client pretends to have reached the site; nothing answers there."""
    return {"HTTP_HOST": f"127.0.0.1:{free_port()}"}


@pytest.fixture
def openai(settings):
    """A site that draws with OpenAI."""
    with OpenAIServer() as server:
        settings.OPENAI_API_KEY, settings.OPENAI_BASE_URL = "sk-of-the-doctors-test", server.url
        settings.IMAGE_PROVIDER = "openai"
        yield server


def text_of(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_admin_index_links_to_the_doctor(admin_client):
    assert f'href="{PAGE}"' in text_of(admin_client.get("/admin/"))


def test_nothing_is_checked_before_a_button_is_pressed(admin_client, openai):
    page = text_of(admin_client.get(PAGE))
    assert openai.asked == []
    assert 'class="sf-doctor"' not in page
    assert "draw one small picture at the lowest quality" in page


def test_findings_are_shown(admin_client, site_address):
    page = text_of(admin_client.post(PAGE, {"spend": "no"}, **site_address))
    assert "Nothing speaks against them." in page
    assert f"Nothing answers at http://{site_address['HTTP_HOST']} (" in page
    assert '<strong class="sf-ok">ok</strong>' in page
    wrong = page.count('<strong class="sf-wrong">wrong</strong>')
    assert wrong >= 2  # nothing answers there, and no worker runs
    assert f"{wrong} lines are not well." in page
    assert "No call that costs money was made." in page


@pytest.mark.parametrize(("spend", "drawn"), [("no", 0), ("", 0), ("yes", 1)])
def test_money_is_spent_only_by_the_button_that_says_so(admin_client, site_address, openai, spend, drawn):
    text_of(admin_client.post(PAGE, {"spend": spend}, **site_address))
    assert len(openai.paid) == drawn


def test_a_post_without_a_csrf_token_is_refused(admin_user, openai):
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin_user)
    assert client.post(PAGE, {"spend": "yes"}).status_code == 403
    assert openai.asked == []


@pytest.mark.parametrize("method", ["get", "post"])
def test_others_than_staff_are_sent_to_the_login(client, django_user_model, method, openai):
    for user in (None, django_user_model.objects.create_user("visitor")):
        if user:
            client.force_login(user)
        answer = getattr(client, method)(PAGE)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/admin/login/")
    assert openai.asked == []
