"""The doctor in Django admin: for staff, and only when a button was pressed."""

import pytest
from django.test import Client

from core.redis_server import free_port
from storyforge.doctor import workers
from tests.upstreams.openai_server import OpenAIServer

pytestmark = pytest.mark.django_db
PAGE = "/admin/doctor/"


@pytest.fixture(autouse=True)
def _nobody_waits_long_for_a_worker(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(workers, "SECONDS", 0.1)
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def here():
    """Where the test client pretends to have reached the site: nothing answers there."""
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


def test_the_first_page_of_the_admin_leads_there(admin_client):
    assert f'href="{PAGE}"' in text_of(admin_client.get("/admin/"))


def test_nothing_is_asked_before_a_button_is_pressed(admin_client, openai):
    page = text_of(admin_client.get(PAGE))
    assert openai.asked == []
    assert 'class="sf-doctor"' not in page
    assert "draw one small picture at the lowest quality" in page


def test_what_is_found_is_shown_in_words(admin_client, here):
    page = text_of(admin_client.post(PAGE, {"spend": "no"}, **here))
    assert "Nothing speaks against them." in page
    assert f"Nothing answers at http://{here['HTTP_HOST']} (" in page
    assert '<strong class="sf-ok">ok</strong>' in page
    assert '<strong class="sf-wrong">wrong</strong>' in page
    assert "2 lines are not well." in page
    assert "No call that costs money was made." in page


@pytest.mark.parametrize(("spend", "drawn"), [("no", 0), ("", 0), ("yes", 1)])
def test_money_is_spent_only_by_the_button_that_says_so(admin_client, here, openai, spend, drawn):
    text_of(admin_client.post(PAGE, {"spend": spend}, **here))
    assert len(openai.paid) == drawn


def test_a_post_from_elsewhere_is_refused(admin_user, openai):
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin_user)
    assert client.post(PAGE, {"spend": "yes"}).status_code == 403
    assert openai.asked == []


@pytest.mark.parametrize("method", ["get", "post"])
def test_it_is_for_staff(client, django_user_model, method, openai):
    for user in (None, django_user_model.objects.create_user("visitor")):
        if user:
            client.force_login(user)
        answer = getattr(client, method)(PAGE)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/admin/login/")
    assert openai.asked == []
