"""How a page answers an action: with its new state, or with the reason why the action was refused."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from core.errors import Invalid, NotFound, Refused
from core.web.middleware import with_retry_after
from providers.base import ProviderError
from stories.ledger import OverBudget


@dataclass(frozen=True)
class Refusal:
    """Why something was not done: `sentence` for everybody, `operator` for staff; `field` names the input that it is
    about. `typed` are the fields that were sent, so that the page can show them again."""

    sentence: str = ""
    operator: str = ""
    field: str = ""
    typed: Mapping[str, Any] | None = None


NO_REFUSAL = Refusal()


def act(
    request: HttpRequest,
    action: Callable[[], object],
    show: Callable[[Refusal], HttpResponse],
    *,
    url: str,
    unchanged: str = "",
) -> HttpResponse:
    """Do `action`, then `show` the page, or for htmx the part of it that changed. Without scripts it leads to `url`.

    `show` is given the reason when the action raised Refused or ProviderError; the response then has the status of the
    refusal. `unchanged` says what stays as it is when the action would cost too much. Raises NotFound.
    """
    try:
        action()
    except NotFound:
        raise
    except (Refused, ProviderError) as error:
        refused = error if isinstance(error, Refused) else Refused(error.message, operator=error.operator)
        dear = unchanged and isinstance(refused, OverBudget)
        sentence = f"{refused.sentence} {unchanged}" if dear else refused.sentence
        typed = request.POST.dict() | {"reasons": request.POST.getlist("reason")}
        response = show(Refusal(sentence, refused.operator, refused.field, typed))
        response.status_code = 422 if isinstance(refused, Invalid) else refused.status
        return with_retry_after(response, refused)
    return show(NO_REFUSAL) if request.htmx else redirect(url)  # type: ignore[attr-defined]
