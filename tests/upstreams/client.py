"""How the test providers call their server."""

import os
from typing import Any

import httpx

from providers.base import JobNotFound, ProviderError


def call(name: str, body: dict[str, Any]) -> dict[str, Any]:
    """Post to the server whose address the environment variable `name` holds; every failure is a ProviderError."""
    try:
        # To read the machine's certificates takes longer than all the rest of a call, and they are not needed here.
        response = httpx.post(os.environ[name], json=body, timeout=30, verify=False)
    except httpx.ConnectError as error:
        raise ProviderError(f"The provider could not be reached: {error}.", reached=False) from error
    except httpx.HTTPError as error:
        raise ProviderError(f"The provider did not answer: {error}.", answered=False) from error
    answer: dict[str, Any] = response.json()
    if response.status_code == 404:
        raise JobNotFound(answer.get("error", "There is no such job."), permanent=True)
    if response.status_code != 200:
        raise ProviderError(
            answer.get("error", f"The provider answered {response.status_code}."),
            permanent=response.status_code == 401,
            policy=response.status_code == 451,
            account=response.status_code == 402,
            operator=answer.get("operator", ""),
            retry_after=answer.get("retry_after"),
            usage=answer.get("usage"),
        )
    return answer
