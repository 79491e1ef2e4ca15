"""The pages with which a visitor goes on in another browser, by forms alone."""

import logging
import re

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client

from core.web.visitors import SESSION_KEY
from quiz.models import Submission
from stories.models import Story
from storyforge.error_reports import report_of
from studio import elsewhere
from tests.factories import OWNER, edited_story, visitor
from visitors import joining
from visitors.models import JoinLink

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content", "media")]
LINK = re.compile(r'href="http://testserver/continue/#([\w-]{43})"')
NOWHERE = "This link leads nowhere"


@pytest.fixture
def story() -> Story:
    return edited_story()


def made(browser: Client) -> str:
    """The secret of a new link, from the page that shows it."""
    found = LINK.search(browser.post("/yours/links").content.decode())
    assert found
    return found[1]


def asked(browser: Client, token: str, path: str = "/continue/"):
    return browser.post(path, {"token": token})


def test_a_link_is_shown_once_as_text_and_as_a_qr_code_and_can_be_taken_back(story):
    browser = visitor()
    answer = browser.post("/yours/links")
    page = answer.content.decode()
    assert LINK.search(page)
    assert '<svg role="img" aria-label="The link as a QR code" viewBox=' in page
    assert "style=" not in page  # the policy allows none
    assert "no-store" in answer["Cache-Control"]
    assert browser.get("/yours/links")["Location"] == "/yours/#elsewhere"
    again = browser.get("/yours/").content.decode()
    assert not LINK.search(again)
    link = JoinLink.objects.get()
    assert f'name="link" value="{link.pk}"' in again
    assert browser.post("/yours/links/take-back", {"link": link.pk})["Location"] == "/yours/#elsewhere"
    assert not JoinLink.objects.exists()


def test_looking_takes_nothing_and_the_second_browser_gets_in_once(story):
    token, phone, another = made(visitor()), Client(), Client()
    phone.get("/continue/")
    for _ in range(2):
        page = asked(phone, token).content.decode()
        assert "Open this story here?" in page
        assert "A test of courage" in page
    assert not Session.objects.exclude(pk=visitor_session().pk).exists()
    assert asked(phone, token, "/continue/open")["Location"] == "/stories/"
    assert f"/stories/{story.pk}/" in phone.get("/").content.decode()
    assert phone.get(f"/stories/{story.pk}/").status_code == 200
    for path in ("/continue/", "/continue/open"):
        refused = asked(another, token, path)
        assert (refused.status_code, NOWHERE in refused.content.decode()) == (404, True)
    assert "opened on" in phone.get("/yours/").content.decode()


def visitor_session() -> Session:
    return next(session for session in Session.objects.all() if session.get_decoded().get(SESSION_KEY) == OWNER)


def test_a_whole_link_may_be_pasted(story):
    token = made(visitor())
    assert "Open this story here?" in asked(Client(), f"  http://testserver/continue/#{token}\n").content.decode()


def test_what_the_browser_had_is_said_to_come_along_and_does(story):
    token, other = made(visitor()), visitor("somebody else")
    theirs = edited_story(owner="somebody else")
    page = " ".join(asked(other, token).content.decode().split())
    assert "This browser has 1 story of its own. Whoever made the link then sees it too" in page
    before = other.session.session_key
    asked(other, token, "/continue/open")
    assert other.session.session_key != before
    assert not Session.objects.filter(pk=before).exists()
    for browser in (visitor(), other):
        assert [browser.get(f"/stories/{one.pk}/").status_code for one in (story, theirs)] == [200, 200]


def test_a_sign_in_of_the_browser_stays(story, admin_client):
    asked(admin_client, made(visitor()), "/continue/open")
    assert admin_client.session[SESSION_KEY] == OWNER
    assert admin_client.get("/admin/").status_code == 200


def test_the_browser_of_the_link_is_told_that_the_stories_are_here(story):
    browser = visitor()
    token = made(browser)
    assert "These stories are here already" in asked(browser, token).content.decode()
    asked(browser, token, "/continue/open")
    assert joining.link_for(token).is_open


def test_answers_without_a_story_can_be_taken_along_and_nothing_cannot():
    assert visitor().post("/yours/links").status_code == 409
    Submission.objects.create(owner=OWNER, answers={"find": "a hat"})
    assert "Open this quiz here?" in asked(Client(), made(visitor())).content.decode()


def test_an_address_has_so_many_tries(story, settings):
    settings.LINK_TRIES_PER_HOUR = 3
    token = made(visitor())
    assert [asked(Client(), f"guess {n}").status_code for n in range(3)] == [404, 404, 404]
    refused = asked(Client(), token, "/continue/open")
    assert (refused.status_code, "Retry-After" in refused.headers) == (429, True)
    assert "tries to open a link an hour from one address" in refused.content.decode()
    elsewhere_in_the_world = Client(REMOTE_ADDR="192.0.2.77")
    assert asked(elsewhere_in_the_world, token).status_code == 200


def test_forms_need_a_token_against_forgery(story):
    token, strict = made(visitor()), Client(enforce_csrf_checks=True)
    assert [asked(strict, token, path).status_code for path in ("/continue/", "/continue/open")] == [403, 403]
    assert joining.link_for(token).is_open


def test_the_secret_is_in_no_address_log_or_report(story, caplog, monkeypatch):
    browser, phone = visitor(), Client(raise_request_exception=False)
    token = made(browser)
    reports = []

    class Reports(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            reports.append(report_of({"logentry": {"message": record.msg}, "exception": {"values": []}}))

    def broken(*arguments: object) -> None:
        raise RuntimeError("The disk is full")

    caplog.set_level(logging.DEBUG)
    logging.getLogger("django.request").addHandler(handler := Reports())
    try:
        asked(phone, token)
        with monkeypatch.context() as patch:
            patch.setattr(elsewhere, "become", broken)
            assert asked(phone, token, "/continue/open").status_code == 500
    finally:
        logging.getLogger("django.request").removeHandler(handler)
    answer = asked(phone, made(browser), "/continue/open")
    assert "#" not in answer["Location"]
    assert answer["Referrer-Policy"] == "same-origin"
    assert reports
    assert token not in caplog.text + str(reports)


def test_whoever_is_forgotten_or_deletes_everything_leaves_no_link(story):
    made(visitor())
    visitor().post("/yours/delete")
    assert not JoinLink.objects.exists()
    edited_story()
    made(visitor())
    call_command("forget", "--visitor", OWNER, "--yes")
    assert not JoinLink.objects.exists()


def test_staff_see_links_and_revoke_them_and_never_the_secret(story, admin_client):
    token = made(visitor())
    link = JoinLink.objects.get()
    pages = ["/admin/visitors/joinlink/", f"/admin/visitors/joinlink/{link.pk}/change/"]
    texts = [admin_client.get(page).content.decode() for page in pages]
    assert all(OWNER in text for text in texts)
    assert not any(secret in text for text in texts for secret in (token, link.digest))
    admin_client.post(f"/admin/visitors/joinlink/{link.pk}/delete/", {"post": "yes"})
    assert NOWHERE in asked(Client(), token).content.decode()
