"""What an error of Cloudinary's uploads means, in sentences."""

import re

from providers.base import ProviderError
from providers.hosting.cloudinary_account import REFUSED, Account, bare_environment

with bare_environment():
    from cloudinary import exceptions

RATE_LIMIT_SECONDS = 10.0  # how long to wait is not said by an answer of the upload API

_UNFIT = "The place where pictures and clips are kept does not take this one."
_BUSY = "The place where pictures and clips are kept is busy."
_AWAY = "The place where pictures and clips are kept did not answer."
# What the SDK says of an answer that is not Cloudinary's own.
_NO_JSON = re.compile(r"Error parsing server response \((\d+)\)")


def failure(who: Account, error: Exception) -> ProviderError:
    """What an exception of the SDK means."""
    said = _said(who, error)
    if isinstance(error, exceptions.RateLimited):
        operator = f"Cloudinary takes no more uploads for now ({said}). See the usage of the plan if this goes on."
        return ProviderError(_BUSY, retry_after=RATE_LIMIT_SECONDS, operator=operator)
    if _about_the_file(error, said):
        operator = f"Cloudinary does not take this file ({said})."
        return ProviderError(_UNFIT, permanent=True, operator=operator)
    if advice := _advice(who, error):
        return ProviderError(REFUSED, account=True, operator=f"Cloudinary refused the upload ({said}). {advice}")
    return unanswered(said)


def _about_the_file(error: Exception, said: str) -> bool:
    """Whether others may well be taken: this one is too big or unreadable, or its name is taken."""
    bad_file = isinstance(error, exceptions.BadRequest) and re.search(r"\bfile\b", said, re.IGNORECASE) is not None
    return bad_file or isinstance(error, exceptions.AlreadyExists)


def _advice(who: Account, error: Exception) -> str:
    """What the operator has to change; "" when it is not for the operator to change anything."""
    if isinstance(error, exceptions.NotFound):
        return "Check the cloud's name at the end of CLOUDINARY_URL."
    if isinstance(error, exceptions.NotAllowed):
        return f"See in its console whether the account of CLOUDINARY_URL is active and {who.setting} may upload."
    if not isinstance(error, (exceptions.BadRequest, exceptions.AuthorizationRequired)):
        return ""
    if who.preset:
        return "CLOUDINARY_PRESET must name an upload preset of mode Unsigned in the cloud that CLOUDINARY_URL names."
    return "Copy CLOUDINARY_URL again from the API keys page of its console, and check this machine's clock."


def _said(who: Account, error: Exception) -> str:
    """What the service said, on one short line, without what was signed, the signature and the credentials."""
    if garbage := _NO_JSON.search(str(error)):
        return f"{garbage[1]} with something that is no JSON"
    words = " ".join(str(error).split("String to sign")[0].split())
    return who.without_secrets(re.sub(r"\b[0-9a-f]{40,}\b", "…", words))[:200].strip(" .")


def unanswered(what: str) -> ProviderError:
    """Nobody knows what came of it."""
    operator = f"Cloudinary gave no usable answer: {what}. If this goes on, check the network and its status page."
    return ProviderError(_AWAY, answered=False, operator=operator)
