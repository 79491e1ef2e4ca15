"""How Cloudinary's errors are translated."""

import pytest

from providers.hosting import cloudinary
from tests.providers.contract.hosts.conftest import failure, png, store
from tests.upstreams.cloudinary_server import DROPPED, html, refused
from tests.upstreams.http_server import Sent

# What is answered; permanent, of the account, how long to wait; and what the operator reads.
ANSWERS: list[tuple[str, Sent, bool, bool, float | None, str]] = [
    ("a bad request", refused(400, "Stale request - reported time is long ago"), True, True, None, "Stale request"),
    ("no picture", refused(400, "Invalid image file"), True, False, None, "Invalid image file"),
    ("too big", refused(400, "File size too large. Got 9. Maximum is 8."), True, False, None, "Maximum is 8"),
    ("bad credentials", refused(401, "Invalid credentials"), True, True, None, "Invalid credentials"),
    ("not allowed", refused(403, "Account is disabled"), True, True, None, "Account is disabled"),
    ("no such cloud", refused(404, "Resource not found"), True, True, None, "CLOUDINARY_URL"),
    ("taken", refused(409, "already exists"), True, False, None, "already exists"),
    ("calm down", refused(420, "Rate Limit Exceeded"), False, False, 10.0, "Rate Limit Exceeded"),
    ("too many", refused(429, "Too many requests"), False, False, 10.0, "Too many requests"),
    ("broken", refused(500, "General error"), False, False, None, "General error"),
    ("a bad gateway", refused(502, "Bad gateway"), False, False, None, "Bad gateway"),
    ("away", refused(503, "Service unavailable"), False, False, None, "Service unavailable"),
    ("a page of a proxy", html(), False, False, None, ": 200 with something that is no JSON."),
    ("a broken page of a proxy", html(502), False, False, None, ": 502 with something that is no JSON."),
    ("a list", Sent(data=b"[]"), False, False, None, "could not be read"),
    ("a number", Sent(data=b"7"), False, False, None, "could not be read"),
    ("nothing told", Sent(data=b"{}"), False, False, None, "could not be read"),
    ("an odd error", Sent(status=400, data=b'{"error": "odd"}'), False, False, None, "could not be read"),
    ("a URL that is none", Sent(data=b'{"public_id": "a", "secure_url": 7}'), False, False, None, "could not be read"),
    ("no id", Sent(data=b'{"public_id": 7, "secure_url": "https://a/b"}'), False, False, None, "could not be read"),
    ("an odd URL", Sent(data=b'{"public_id": "a", "secure_url": "file:///a"}'), False, False, None, "could not be"),
    ("somewhere else", Sent(302, headers={"Location": "/v1_1/elsewhere"}), False, False, None, ": 302 with something"),
    ("hung up", DROPPED, False, False, None, "check the network"),
]


@pytest.mark.parametrize(
    ("sent", "permanent", "of_account", "wait", "says"),
    [row[1:] for row in ANSWERS],
    ids=[row[0] for row in ANSWERS],
)
def test_an_error_response_is_translated(cloud, service, sent, permanent, of_account, wait, says):
    service.behaviour = lambda asked, number: sent
    error = failure(lambda: store(cloud, png()))
    assert (error.permanent, error.account, error.retry_after) == (permanent, of_account, wait)
    assert says in error.operator
    assert "Cloudinary" in error.operator
    assert "Cloudinary" not in error.message
    assert len(service.asked) == 1


@pytest.mark.parametrize(
    ("sent", "permanent", "of_account", "says"),
    [
        (refused(400, "Missing required parameter - signature"), True, True, "refused the removal"),
        (refused(401, "Invalid credentials"), True, True, "Copy CLOUDINARY_URL again"),
        (refused(420, "Rate Limit Exceeded"), False, False, "takes no more requests for now"),
        (refused(503, "Service unavailable"), False, False, "Service unavailable"),
        (Sent(data=b'{"result": "perhaps"}'), False, False, "could not be read"),
        (DROPPED, False, False, "check the network"),
    ],
)
def test_an_error_of_a_removal_is_translated(signed, service, sent, permanent, of_account, says):
    stored = store(signed, png())
    service.behaviour = lambda asked, number: sent
    error = failure(lambda: signed.delete(stored.key))
    assert (error.permanent, error.account) == (permanent, of_account)
    assert says in error.operator


def test_without_key_and_secret_nothing_can_be_removed_and_nobody_is_asked(unsigned, service):
    error = failure(lambda: unsigned.delete("storyforge/a/b"))
    assert (error.account, service.asked) == (True, [])
    assert "CLOUDINARY_URL has no key and secret" in error.operator
    assert "remove storyforge/a/b by hand" in error.operator


def test_a_service_that_never_answers_is_given_up(cloud, service, monkeypatch):
    monkeypatch.setattr(cloudinary, "UPLOAD_SECONDS", 0.2)
    service.behaviour = service.stall
    error = failure(lambda: store(cloud, png()))
    assert not error.permanent
    assert not error.answered


def test_a_service_that_is_not_there_is_tried_once(signed, service, caplog):
    service.__exit__()
    error = failure(lambda: store(signed, png()))
    assert not error.permanent
    assert "check the network" in error.operator
    assert [record for record in caplog.records if "Retrying" in record.getMessage()] == []
