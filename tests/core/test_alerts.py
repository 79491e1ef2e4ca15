"""core.alerts: what cannot wait reaches the log and the webhook."""

import pytest

from core import alerts
from core.redis_server import free_port
from tests.upstreams.json_server import Answer, Upstream


@pytest.fixture
def webhook(settings):
    """The operator's webhook."""
    with Upstream(lambda asked, number: Answer()) as server:
        settings.ALERT_WEBHOOK_URL = f"{server.url}/s3cr3t-path"
        yield server


def test_an_alert_is_posted_as_slack_takes_it(webhook):
    alerts.post_alert("Look here.")
    assert [asked.body for asked in webhook.asked] == [{"text": "Look here."}]


def test_an_alert_is_tried_again_and_the_log_hides_the_address(settings, caplog):
    settings.ALERT_WEBHOOK_URL = f"http://127.0.0.1:{free_port()}/s3cr3t-path"
    done = alerts.post_alert.apply(kwargs={"text": "Look here."})
    assert done.successful()
    assert caplog.text.count("ALERT_WEBHOOK_URL did not take an alert (ConnectionError)") == alerts.TRIES
    assert "s3cr3t" not in caplog.text


@pytest.mark.django_db
def test_without_a_webhook_an_alert_stands_once_in_the_log(settings, caplog, commit):
    with commit() as sent:
        alerts.alert("Look here.", once="looks")
        alerts.alert("Look here.", once="looks")
    assert caplog.text.count("Look here.") == 1
    assert sent == []
