"""What an error must say, by the name of its outcome."""

import traceback

from providers.base import ProviderError

FLAGS = {  # permanent, policy, account, answered
    "lost": (False, False, False, False),
    "unclear": (False, False, False, False),
    "later": (False, False, False, True),
    "wait": (False, False, False, True),
    "policy": (True, True, False, True),
    "account": (True, False, True, True),
    "permanent": (True, False, False, True),
}


def check(error: ProviderError, outcome: str, secret: str) -> None:
    """Fail unless the error means what `outcome` ("wait 7: too many") says."""
    kind, _, detail = outcome.partition(":")[0].partition(" ")
    assert (error.permanent, error.policy, error.account, error.answered) == FLAGS[kind], error.operator
    assert error.retry_after == (float(detail) if kind == "wait" else None)
    assert error.reached
    assert error.message.endswith(".")
    if kind == "account":
        assert detail in error.operator
    assert secret not in "".join([error.message, error.operator, *traceback.format_exception(error)])
