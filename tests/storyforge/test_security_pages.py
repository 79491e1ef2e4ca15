"""security.txt, and the reports of what the Content-Security-Policy refused."""

import json
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from core.web.middleware import POLICY

STORY = uuid4()
REPORT = {
    "effective-directive": "script-src-elem",
    "blocked-uri": "https://evil.example/steal.js?secret=1",
    "document-uri": f"https://fox.example/stories/{STORY}/?secret=2",
    "script-sample": "secret",
}


def send(report, kind="application/csp-report", **how):
    body = report if isinstance(report, str) else json.dumps({"csp-report": report})
    return Client(enforce_csrf_checks=True).post("/csp-report", body, content_type=kind, **how)


@pytest.fixture
def lines(caplog):
    return lambda: [record.getMessage() for record in caplog.records if record.name == "storyforge.security_pages"]


def test_without_a_contact_there_is_no_security_txt(client, db, settings):
    settings.OPERATOR_CONTACT = ""
    assert client.get("/.well-known/security.txt").status_code == 404


@pytest.mark.parametrize(
    ("contact", "shown"),
    [("fox@example.org", "mailto:fox@example.org"), ("https://example.org/contact", "https://example.org/contact")],
)
def test_security_txt_names_the_contact_and_a_day_in_the_coming_year(contact, shown, client, db, settings):
    settings.OPERATOR_CONTACT = contact
    answer = client.get("/.well-known/security.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    first, second = answer.content.decode().splitlines()
    assert first == f"Contact: {shown}"
    expires = datetime.fromisoformat(second.removeprefix("Expires: "))
    assert timedelta(days=90) < expires - timezone.now() < timedelta(days=365)


def test_a_report_becomes_one_line_without_ids_queries_and_samples(lines):
    assert send(REPORT).status_code == 204
    said = "A browser refused script-src-elem from https://evil.example on /stories/<uuid:story_id>/"
    assert lines() == [f"{said}, as the Content-Security-Policy says."]


@pytest.mark.parametrize("word", ["inline", "eval", "data"])
def test_what_has_no_origin_is_named_by_its_word(word, lines):
    assert send(REPORT | {"blocked-uri": word}).status_code == 204
    assert f"from {word} on" in lines()[0]


@pytest.mark.parametrize("hostile", ["\nINFO storyforge: all is well", "\x1b[2J", "x" * 5000, {"a": 1}, None])
def test_a_hostile_report_stays_in_its_line(hostile, lines):
    send(REPORT | {"effective-directive": hostile, "document-uri": f"https://fox.example/{hostile}"})
    assert len(lines()) <= 1
    assert all(line.isprintable() and len(line) < 400 for line in lines())


@pytest.mark.parametrize("wrong", ["{", "[]", "{}", '{"csp-report": []}', "[" * 5000, '{"csp-report": {}}'])
def test_what_is_no_report_is_a_400(wrong, lines):
    assert send(wrong).status_code == 400
    assert lines() == []


@pytest.mark.parametrize("kind", ["text/plain", "application/json", "application/x-www-form-urlencoded"])
def test_forms_of_other_sites_cannot_report(kind, lines):
    assert send(REPORT, kind=kind).status_code == 415
    assert lines() == []


def test_one_address_has_its_share_of_the_log(lines, settings):
    settings.CSP_REPORTS_PER_HOUR = 2
    assert [send(REPORT).status_code for _ in range(3)] == [204, 204, 429]
    assert send(REPORT, REMOTE_ADDR="192.0.2.9").status_code == 204
    assert len(lines()) == 3


def test_the_policy_says_where_to_report():
    assert "report-uri /csp-report" in POLICY.split("; ")
