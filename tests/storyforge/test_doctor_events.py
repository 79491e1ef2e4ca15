"""What the doctor finds of the event stream when something else than the site answers, or nothing."""

import pytest

from core.redis_server import free_port
from storyforge.doctor import events
from tests.upstreams.http_server import LocalServer, Sent


class Other(LocalServer):
    """A server that gives every request the same answer."""

    def __init__(self, sent):
        super().__init__()
        self.sent = sent

    def respond(self, asked):
        return self.sent


def finding_at(site):
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
def test_something_else_at_that_address_is_not_well(sent, words):
    with Other(sent) as other:
        finding = finding_at(other.address)
    assert not finding.ok
    assert words in finding.says


def test_a_stream_without_the_event_is_not_well(monkeypatch):
    monkeypatch.setattr(events, "SECONDS", 0.3)
    keeps_open = Sent(content_type="text/event-stream", pieces=[b"event: stream-open\ndata:\n\n"] * 1000, pause=0.05)
    with Other(keeps_open) as deaf:
        finding = finding_at(deaf.address)
    assert not finding.ok
    assert "compare REDIS_URL" in finding.says


def test_a_stream_that_falls_silent_is_not_well(monkeypatch):
    monkeypatch.setattr(events, "SECONDS", 0.2)
    with Other(Sent(content_type="text/event-stream", pieces=[b": hello\n\n"], pause=600)) as silent:
        finding = finding_at(silent.address)
    assert not finding.ok
    assert "opens its stream, but" in finding.says


def test_without_redis_nothing_can_be_announced(redis_outage):
    with Other(Sent(content_type="text/event-stream", pieces=[b": hello\n\n"], pause=600)) as site, redis_outage():
        finding = finding_at(site.address)
    assert not finding.ok
    assert finding.says == f"The site at {site.address} answers, but nothing can be announced without Redis."


@pytest.mark.parametrize(
    "address", ["", "127.0.0.1:8000", "ftp://host", "http://", "http://fox:tail@host", "http://host:fox", "http://[fox"]
)
def test_a_wrong_address_is_refused_and_not_shown(address):
    finding = finding_at(address)
    assert not finding.ok
    assert finding.says == "SITE_URL must be the address of the site, such as http://127.0.0.1:8000."


def test_a_site_that_does_not_answer_is_one_line():
    finding = finding_at(f"http://127.0.0.1:{free_port()}")
    assert "Connection refused" in finding.says
    assert "urlopen" not in finding.says
