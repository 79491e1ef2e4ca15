"""Channels that carry no story: whoever looks whether events arrive listens to one of these for a moment."""

import secrets

from django.core.signing import BadSignature, TimestampSigner

PREFIX = "doctor-"
SECONDS = 60  # for so long may a channel be opened after it was named


def new_channel() -> str:
    """A name that nobody used before. It is signed: only a process with this site's SECRET_KEY can make one."""
    return _signer().sign(PREFIX + secrets.token_hex(8))


def is_probe(channel: str) -> bool:
    """Whether the name is one of these, signed or not. No story is called so: those are UUIDs."""
    return channel.startswith(PREFIX)


def may_be_opened(channel: str) -> bool:
    """Whether the name was made by this site, and lately. Nothing secret is ever told there, so anybody may listen."""
    if not is_probe(channel):
        return False
    try:
        _signer().unsign(channel, max_age=SECONDS)
    except BadSignature:
        return False
    return True


def _signer() -> TimestampSigner:
    return TimestampSigner(
        sep=".", salt="core.live_check"
    )  # the usual ":" stands between channel and number in event ids
