"""Translate errors of Cloudinary's uploads into ProviderErrors."""

import re

from providers.base import ProviderError
from providers.hosting.cloudinary_account import REFUSED, Account, hidden_environment

with hidden_environment():
    from cloudinary import exceptions

RATE_LIMIT_SECONDS = 10.0  # the upload API does not say how long to wait

_UNFIT = "The place where pictures and clips are kept does not take this one."
_BUSY = "The place where pictures and clips are kept is busy."
_NO_RESPONSE = "The place where pictures and clips are kept did not answer."
# The SDK's message for a response that is not Cloudinary's.
_NOT_JSON = re.compile(r"Error parsing server response \((\d+)\)")


def to_provider_error(cloud: Account, error: Exception) -> ProviderError:
    """The ProviderError for an exception of the SDK."""
    message = _message(cloud, error)
    if isinstance(error, exceptions.RateLimited):
        operator = f"Cloudinary takes no more uploads for now ({message}). See the usage of the plan if this goes on."
        return ProviderError(_BUSY, retry_after=RATE_LIMIT_SECONDS, operator=operator)
    if _rejects_the_file(error, message):
        operator = f"Cloudinary does not take this file ({message})."
        return ProviderError(_UNFIT, permanent=True, operator=operator)
    if advice := _advice(cloud, error):
        return ProviderError(REFUSED, account=True, operator=f"Cloudinary refused the upload ({message}). {advice}")
    return no_response(message)


def _rejects_the_file(error: Exception, message: str) -> bool:
    """Whether only this file is refused: too big, unreadable, or its name is taken."""
    bad_file = isinstance(error, exceptions.BadRequest) and re.search(r"\bfile\b", message, re.IGNORECASE) is not None
    return bad_file or isinstance(error, exceptions.AlreadyExists)


def _advice(cloud: Account, error: Exception) -> str:
    """What the operator should change; "" when nothing."""
    if isinstance(error, exceptions.NotFound):
        return "Check the cloud's name at the end of CLOUDINARY_URL."
    if isinstance(error, exceptions.NotAllowed):
        return f"See in its console whether the account of CLOUDINARY_URL is active and {cloud.setting} may upload."
    if not isinstance(error, (exceptions.BadRequest, exceptions.AuthorizationRequired)):
        return ""
    if cloud.preset:
        return "CLOUDINARY_PRESET must name an upload preset of mode Unsigned in the cloud that CLOUDINARY_URL names."
    return "Copy CLOUDINARY_URL again from the API keys page of its console, and check this machine's clock."


def _message(cloud: Account, error: Exception) -> str:
    """The service's message on one short line, without the signed string, the signature and the credentials."""
    if match := _NOT_JSON.search(str(error)):
        return f"{match[1]} with something that is no JSON"
    words = " ".join(str(error).split("String to sign")[0].split())
    return cloud.without_secrets(re.sub(r"\b[0-9a-f]{40,}\b", "…", words))[:200].strip(" .")


def no_response(how: str) -> ProviderError:
    """Nobody knows whether the upload was carried out."""
    operator = f"Cloudinary gave no usable answer: {how}. If this goes on, check the network and its status page."
    return ProviderError(_NO_RESPONSE, answered=False, operator=operator)
