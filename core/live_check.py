"""Channels without a story, on which the doctor checks whether events arrive."""

import secrets

from django.core.signing import BadSignature, TimestampSigner

PREFIX = "doctor-"
MAX_AGE = 60  # seconds in which a new channel may be opened


def new_channel() -> str:
    """A name that was not used before. It is signed: only a process with this site's SECRET_KEY can make one."""
    return _signer().sign(PREFIX + secrets.token_hex(8))


def is_check(channel: str) -> bool:
    """Whether the channel is one of these, signed or not. Stories' channels are UUIDs."""
    return channel.startswith(PREFIX)


def may_be_opened(channel: str) -> bool:
    """Whether this site made the name in the last minute. Anybody may listen then: no secret is sent there."""
    if not is_check(channel):
        return False
    try:
        _signer().unsign(channel, max_age=MAX_AGE)
    except BadSignature:
        return False
    return True


def _signer() -> TimestampSigner:
    # The usual separator ":" stands between channel and number in event ids.
    return TimestampSigner(sep=".", salt="core.live_check")
