"""The page "Services" in Django admin. No service is asked before a button is pressed."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods
from redis.exceptions import RedisError

from core import service_choice
from core.errors import Invalid, Refused
from core.expenses import in_dollars
from core.service_choice import PICTURES, Service
from images import illustrators
from images.costs import cost_of_drawing
from providers import registry
from providers.base import ProviderError
from storyforge.doctor import providers as doctor
from storyforge.doctor.runner import Check, run_all
from storyforge.service_keys import missing_keys
from storyforge.services import page_data, trial

SECONDS = 30.0  # that a service may take to say whether it would work


@require_http_methods(["GET", "POST"])
def services_page(request: HttpRequest) -> HttpResponse:
    """The jobs and their services; a POST does what its button says. For superusers only, since it spends and names
    settings."""
    if not request.user.is_superuser:
        raise PermissionDenied
    shown: dict[str, Any] = {}
    status = 200
    if request.method == "POST":
        try:
            act = _ACTIONS.get(request.POST.get("do", ""), _unknown)
            said = act(request)
            if said is None:
                return redirect("services")
            shown = dict(said)
        except Refused as error:
            shown, status = {"refusal": error.operator or error.sentence}, error.status
    context = admin.site.each_context(request) | page_data.page_context() | shown
    return render(request, "admin/services.html", context, status=status)


def _asked(request: HttpRequest) -> tuple[str, Service]:
    """The job and the service that a button names. Raises Invalid for what there is not."""
    job, service = request.POST.get("job", ""), Service.parse(request.POST.get("service", ""))
    if job not in service_choice.SETTINGS or service not in page_data.services_of(job):
        raise Invalid("service", "There is no such service here any more. Look at the list again.")
    return job, service


def _about(job: str, service: Service) -> dict[str, Any]:
    return {"job": job, "about": str(service), "label": page_data.label_of(service)}


def _use(request: HttpRequest) -> None:
    job, service = _asked(request)
    _check_keys(job, service)
    _switch(job, service, request.user.get_username())


def _use_setting(request: HttpRequest) -> None:
    job = request.POST.get("job", "")
    if job not in service_choice.SETTINGS:
        raise Invalid("job", "There is no such job.")
    _switch(job, None, request.user.get_username())


def _switch(job: str, service: Service | None, by: str) -> None:
    if job == PICTURES:
        illustrators.switch(service, by=by)
    else:
        service_choice.choose(job, service, by=by)


def _draw_all_alike(request: HttpRequest) -> None:
    illustrators.draw_all_alike(by=request.user.get_username())


def _offer(request: HttpRequest) -> None:
    services = [Service.parse(text) for text in request.POST.getlist("offered")]
    known = page_data.services_of(PICTURES)
    wanted = [service for service in services if service in known]
    for service in wanted:
        _check_keys(PICTURES, service)
    service_choice.offer(wanted, by=request.user.get_username())


def _check_keys(job: str, service: Service) -> None:
    if missing := missing_keys(job, service.name):
        says = f"{service.name} cannot work without {' and '.join(missing)}. Set that, restart the site, and try again."
        raise Invalid("service", says)


def _ask(request: HttpRequest) -> Mapping[str, Any]:
    """Ask the service whether it would work; this costs nothing."""
    job, service = _asked(request)
    what, setting, look_up = next(one for one in doctor.CHOSEN if one[1] == service_choice.SETTINGS[job])

    def look() -> Any:
        return doctor.examine(what, setting, look_up, lambda: False, service.name)

    return _about(job, service) | {"findings": list(run_all([Check(what, look, SECONDS)]))}


def _try(request: HttpRequest) -> Mapping[str, Any]:
    """Say what one picture costs; once that is confirmed, have it drawn."""
    job, service = _asked(request)
    if job != PICTURES:
        raise Invalid("job", "Only pictures can be tried here.")
    cost = cost_of_drawing(1, registry.illustrator(*service))
    price = "a price that is not known" if cost is None else f"about {in_dollars(cost)}" if cost else "nothing"
    said = _about(job, service) | {"price": price}
    if request.POST.get("sure") != "yes":
        return said | {"confirm": True}
    try:
        return said | {"trial": trial.draw_one(service)}
    except ProviderError as error:
        raise Refused(error.operator) from error
    except RedisError as error:
        raise Refused("Redis does not answer, so nobody knows whose turn it is.", status=503) from error


def _unknown(request: HttpRequest) -> None:
    raise Invalid("do", "There is no such button.")


_ACTIONS: Mapping[str, Callable[[HttpRequest], Mapping[str, Any] | None]] = {
    "use": _use,
    "setting": _use_setting,
    "all": _draw_all_alike,
    "offer": _offer,
    "ask": _ask,
    "try": _try,
}
