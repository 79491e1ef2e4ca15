"""The way of an event, where the other end is not the site that was expected; and the channels it takes."""

import time

import pytest
from django.core.signing import TimestampSigner, b62_encode

from core import live, live_check
from core.redis_server import free_port
from storyforge.doctor import events
from tests.upstreams.http import LocalServer, Sent


class Other(LocalServer):
    """A server that gives every request the same answer."""

    def __init__(self, sent):
        super().__init__()
        self.sent = sent

    def respond(self, asked):
        return self.sent


class Earlier(TimestampSigner):
    """Signs as if it were some seconds ago."""

    ago = 0

    def timestamp(self):
        return b62_encode(int(time.time()) - self.ago)


def says(site):
    (finding,) = events.end_to_end(site)
    return finding


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (Sent(403), "does not let this command listen: it has another SECRET_KEY"),
        (Sent(404), "answers 404. Start the site, or set SITE_URL"),
        (Sent(502), "answers 502."),
        (Sent(content_type="text/html", data=b"<p>Welcome!</p>"), "is not this site."),
        (Sent(drop=True), "Nothing answers at http://127.0.0.1:"),
        (Sent(content_type="text/event-stream", data=b"event: stream-open\n\n"), "opens its stream, but"),
    ],
)
def test_another_site_at_that_address_is_told_apart(sent, words):
    with Other(sent) as other:
        finding = says(other.address)
    assert not finding.ok
    assert words in finding.says


def test_a_stream_that_never_tells_the_event_is_not_well(monkeypatch):
    monkeypatch.setattr(events, "SECONDS", 0.3)
    keeps_open = Sent(content_type="text/event-stream", pieces=[b"event: stream-open\ndata:\n\n"] * 1000, pause=0.05)
    with Other(keeps_open) as deaf:
        finding = says(deaf.address)
    assert not finding.ok
    assert "compare REDIS_URL" in finding.says


def test_a_stream_that_falls_silent_is_not_well(monkeypatch):
    monkeypatch.setattr(events, "SECONDS", 0.2)
    with Other(Sent(content_type="text/event-stream", pieces=[b": hello\n\n"], pause=600)) as silent:
        finding = says(silent.address)
    assert not finding.ok
    assert "opens its stream, but" in finding.says


def test_without_redis_the_site_is_not_blamed(redis_outage):
    with Other(Sent(content_type="text/event-stream", pieces=[b": hello\n\n"], pause=600)) as site, redis_outage():
        finding = says(site.address)
    assert not finding.ok
    assert finding.says == f"The site at {site.address} answers, but nothing can be announced without Redis."


@pytest.mark.parametrize(
    "address", ["", "127.0.0.1:8000", "ftp://host", "http://", "http://fox:tail@host", "http://host:fox", "http://[fox"]
)
def test_an_address_that_is_none_is_refused_without_repeating_it(address):
    finding = says(address)
    assert not finding.ok
    assert finding.says == "SITE_URL must be the address of the site, such as http://127.0.0.1:8000."


def test_a_site_that_is_away_is_said_in_one_line():
    finding = says(f"http://127.0.0.1:{free_port()}")
    assert "Connection refused" in finding.says
    assert "urlopen" not in finding.says


def test_a_channel_for_a_test_may_be_opened_by_anybody():
    assert live.may_listen(live_check.new_channel(), "", None)
    assert live_check.new_channel() != live_check.new_channel()


def test_a_channel_may_be_opened_for_a_minute():
    signer = Earlier(sep=".", salt="core.live_check")
    signer.ago = 30
    assert live_check.may_be_opened(signer.sign("doctor-1"))
    signer.ago = 90
    assert not live_check.may_be_opened(signer.sign("doctor-1"))


@pytest.mark.parametrize(
    "make",
    [
        lambda: "doctor-1",
        lambda: "doctor-1.1abcde.AAAA",
        lambda: live_check.new_channel() + "x",
        lambda: live_check.new_channel().replace("doctor-", "doctor-0"),
        lambda: TimestampSigner(key="another key", sep=".", salt="core.live_check").sign("doctor-1"),
        lambda: TimestampSigner(sep=".", salt="another use").sign("doctor-1"),
        lambda: TimestampSigner(sep=".", salt="core.live_check").sign("story-1"),
    ],
)
def test_a_channel_that_this_site_did_not_sign_is_not_one(make):
    assert not live_check.may_be_opened(make())


@pytest.mark.django_db
def test_a_channel_for_a_test_has_no_present_state():
    assert live.PresentState().get_events(live.PREFIX + live_check.new_channel(), last_id=0) == []
