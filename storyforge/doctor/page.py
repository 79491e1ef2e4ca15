"""The doctor in Django admin. Nothing is checked before a button is pressed."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from storyforge.doctor import examine, verdict
from storyforge.doctor.budget import may_spend


@require_http_methods(["GET", "POST"])
def doctor_page(request: HttpRequest) -> HttpResponse:
    """The buttons, and after a POST the findings. `spend=yes` allows calls that cost money. For superusers only,
    since it spends and names settings."""
    if not request.user.is_superuser:
        raise PermissionDenied
    context: dict[str, Any] = {**admin.site.each_context(request), "title": "Doctor"}
    if request.method == "POST":
        spend = request.POST.get("spend") == "yes"
        context["spent"] = spend and may_spend()
        # The browser reached the site at this address; SITE_URL may be another.
        findings = list(examine(spend=spend, site=request.build_absolute_uri("/")))
        context |= {"findings": findings, "verdict": verdict(findings)}
    return render(request, "admin/doctor.html", context)
