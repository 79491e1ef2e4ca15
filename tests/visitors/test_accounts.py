"""Accounts: one visitor in every browser that signs in, and nothing for anybody else."""

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.test import Client

from core.redis_server import free_port
from core.web import quotas, sessions
from quiz.models import Submission
from stories.models import Story
from tests.factories import make_story, visitor
from tests.sign_in import PASSWORD, code_sent, sign_in, sign_up, switch_on
from visitors import joining
from visitors.models import Account, ApiToken

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]


@pytest.fixture(autouse=True)
def accounts(settings):
    switch_on(settings)


def sees(client, story):
    return client.get(f"/stories/{story.pk}/").status_code == 200


def test_what_the_browser_made_moves_into_a_new_account_and_is_seen_wherever_it_signs_in():
    story, client, elsewhere = make_story(), visitor(), Client()
    sign_up(client)
    assert sees(client, story)
    assert not sees(elsewhere, story)
    assert sign_in(elsewhere).status_code == 302
    assert sees(elsewhere, story)
    assert not sees(visitor(), story)  # a browser that was the same visitor and is not signed in


def test_a_second_browser_brings_its_own_stories_answers_and_tokens_once():
    sign_up(Client())
    story, second = make_story(), visitor()
    Submission.objects.create(owner="visitor-one", answers={"find": "a boot"})
    ApiToken.objects.create(owner="visitor-one", name="script", scope="read", digest="d")
    sign_in(second)
    owner = Account.objects.get().owner
    found = {model.objects.get().owner for model in (Story, Submission, ApiToken)}
    assert found == {owner}
    second.post("/account/logout/")
    assert sign_in(visitor()).status_code == 302
    assert Story.objects.get(pk=story.pk).owner == owner


def test_what_a_browser_asked_for_counts_for_the_account(settings):
    settings.STORIES_PER_HOUR = 1
    client = visitor()
    request = type("R", (), {"session": client.session, "user": None, "META": {}})()
    quotas.count(request, quotas.STORIES)
    sign_up(client)
    account = type("R", (), {"session": client.session, "user": get_user_model().objects.get(), "META": {}})()
    with pytest.raises(quotas.TooMany):
        quotas.count(account, quotas.STORIES)


def test_after_signing_out_the_browser_is_a_new_visitor_without_anything():
    story, client = make_story(), visitor()
    sign_up(client)
    client.post("/account/logout/")
    assert not sees(client, story)
    assert client.get("/stories/").context["request"].session.get("visitor") is None


def test_who_signs_in_to_another_account_takes_nothing_of_the_first_along():
    story, client = make_story(), visitor()
    sign_up(client, "mia@fox.example")
    client.post("/account/logout/")
    sign_up(client, "tom@fox.example")
    assert not sees(client, story)
    session = client.session
    session["visitor"] = Account.objects.get(user__email="mia@fox.example").owner  # as if it were known
    del session[sessions.OF_ACCOUNT]
    session.save()
    sign_in(client, "tom@fox.example")
    assert Story.objects.get().owner == Account.objects.get(user__email="mia@fox.example").owner


def test_an_account_that_is_switched_off_shows_nothing_in_browsers_that_are_signed_in():
    story, client = make_story(), visitor()
    sign_up(client)
    get_user_model().objects.update(is_active=False)
    assert not sees(client, story)


def test_links_to_go_on_elsewhere_are_not_for_accounts():
    link = joining.make_link("somebody else")
    client = visitor()
    make_story()
    sign_up(client)
    assert client.post("/continue/open", {"token": link}).status_code == 409
    assert client.post("/yours/links").status_code == 409
    assert "Go on in another browser" not in client.get("/yours/").content.decode()


def test_visitors_stay_signed_in_and_staff_do_not(django_user_model):
    client = Client()
    sign_up(client)
    session = client.session
    session[sessions.ACTIVE_KEY] = 0
    session.save()
    assert client.get("/account/").status_code == 200
    django_user_model.objects.update(is_staff=True)
    client.get("/account/")
    session = client.session
    session[sessions.ACTIVE_KEY] = 0
    session.save()
    assert client.get("/account/").status_code == 302


def test_nobody_learns_who_has_an_account(settings):
    settings.ACCOUNT_RATE_LIMITS = {"confirm_email": None}  # a second mail in ten seconds is refused
    sign_up(Client())
    again = Client().post("/account/signup/", {"email": "mia@fox.example", "password1": PASSWORD})
    assert (again.status_code, again["Location"]) == (302, "/account/confirm-email/")
    assert "already" in mail.outbox[-1].body
    texts = [sign_in(Client(), login, "wrong").content for login in ("mia@fox.example", "nobody@fox.example")]
    assert len({"not correct" in text.decode() for text in texts}) == 1
    asked = [Client().post("/account/password/reset/", {"email": f"{name}@fox.example"}) for name in ("mia", "nobody")]
    assert len({(answer.status_code, answer["Location"]) for answer in asked}) == 1


def test_wrong_passwords_lock_the_address_here_and_tries_from_one_address_are_counted(settings):
    settings.AXES_FAILURE_LIMIT = settings.LOGIN_FAILURES = 2
    sign_up(Client())
    assert [sign_in(Client(), password="wrong").status_code for _ in range(2)] == [200, 429]
    assert sign_in(Client()).status_code == 429
    assert sign_in(Client(), REMOTE_ADDR="192.0.2.9").status_code == 302
    settings.LOGINS_PER_HOUR = 1
    found = [sign_in(Client(), f"n{n}", "x", REMOTE_ADDR="192.0.2.10").status_code for n in range(2)]
    assert found == [200, 429]


def test_a_forgotten_password_is_changed_with_a_code_from_the_mail():
    sign_up(Client())
    client = Client()
    client.post("/account/password/reset/", {"email": "mia@fox.example"})
    assert client.post("/account/password/reset/confirm/", {"code": code_sent()}).status_code == 302
    new = {"password1": "thirty blue hens", "password2": "thirty blue hens"}
    assert client.post("/account/password/reset/complete/", new).status_code == 302
    assert sign_in(Client(), password="thirty blue hens").status_code == 302


def test_who_gets_no_mail_is_told_so(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    answer = Client().post("/account/signup/", {"email": "mia@fox.example", "password1": PASSWORD})
    assert answer.status_code == 503
    assert "could not be sent" in answer.content.decode()
    assert not get_user_model().objects.exists()


@pytest.mark.parametrize("with_stories", [True, False])
def test_an_account_is_deleted_with_its_stories_or_leaves_them_with_the_browser(with_stories):
    story, client = make_story(), visitor()
    sign_up(client)
    how = {"stories": "delete"} if with_stories else {}
    assert client.post("/account/delete/", how)["Location"].startswith("/account/reauthenticate/")
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    client.post("/account/delete/", how)
    assert not get_user_model().objects.exists()
    assert sees(client, story) is not with_stories
    assert Story.objects.exists() is not with_stories
    assert client.get("/account/").status_code == 302


def test_required_sends_to_sign_in_and_answers_programs_with_401(settings):
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "visitors.middleware.SignInRequiredMiddleware"]
    story, client = make_story(), visitor()
    for page in ("/", "/quiz/story_type/", "/stories/", "/yours/", f"/stories/{story.pk}/"):
        answer = client.get(page)
        assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/account/login/"), page
    for page in ("/gallery/", "/review/", "/health", "/api/docs", "/account/signup/", "/favicon.ico"):
        assert client.get(page, follow=False).status_code in (200, 302, 503), page
        assert "/account/login/" not in client.get(page).get("Location", ""), page
    refused = client.get(f"/story/{story.pk}")
    assert (refused.status_code, list(refused.json())) == (401, ["error"])
    sign_up(client)
    assert client.get(f"/story/{story.pk}").status_code == 200
    by_token = Client().get(f"/story/{story.pk}", headers={"Authorization": "Bearer sf_x"})
    assert "not valid" in by_token.json()["error"]


def test_a_page_without_an_account_asks_the_database_nothing_more(django_assert_num_queries, settings):
    client = visitor()
    client.get("/privacy/")
    with django_assert_num_queries(1):  # the session
        client.get("/account/login/")
