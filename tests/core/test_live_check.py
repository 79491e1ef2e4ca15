"""The channels on which the doctor tests the event stream: signed, open to anybody, for a minute."""

import time

import pytest
from django.core.signing import TimestampSigner, b62_encode

from api.present_state import PresentState
from api.stream import may_listen
from core import live, live_check


class Earlier(TimestampSigner):
    """Signs as if it were some seconds ago."""

    ago = 0

    def timestamp(self):
        return b62_encode(int(time.time()) - self.ago)


def test_anybody_may_open_a_new_channel():
    assert may_listen(live_check.new_channel(), "", None)
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
def test_a_channel_that_this_site_did_not_sign_may_not_be_opened(make):
    assert not live_check.may_be_opened(make())


@pytest.mark.django_db
def test_a_channel_has_no_present_state():
    assert PresentState().get_events(live.PREFIX + live_check.new_channel(), last_id=0) == []
