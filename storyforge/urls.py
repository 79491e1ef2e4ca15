"""Every URL of the site."""

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import include, path, reverse

from api.urls import api
from core.errors import Refused
from core.web import quotas
from storyforge.doctor.page import doctor_page
from storyforge.front_page import front_page
from storyforge.metrics import metrics_page
from storyforge.privacy import privacy_page
from storyforge.security_pages import csp_report, security_txt
from storyforge.services.page import services_page
from studio.desk.hours import hours_page

admin.site.site_header = "StoryForge"
admin.site.site_title = "StoryForge"
admin.site.index_title = "Stories, pictures and the quiz"


def favicon(request: HttpRequest) -> HttpResponse:
    """For browsers that request the icon at its old fixed address."""
    return redirect(static("img/fox.svg"))


def sign_in(request: HttpRequest) -> HttpResponse:
    """Admin's own page, where the tries from one address are counted; or the page on which everybody signs in."""
    if settings.SIGN_IN_PAGES:
        if request.user.is_authenticated and not admin.site.has_permission(request):
            raise Refused("This account is not of the people who run this site.", status=403)
        return redirect_to_login(request.GET.get("next", reverse("admin:index")))
    if request.method == "POST":
        quotas.count(request, quotas.LOGINS)
    return admin.site.login(request)


urlpatterns = [
    path("favicon.ico", favicon, name="favicon"),
    path(".well-known/security.txt", security_txt, name="security_txt"),
    path("csp-report", csp_report, name="csp_report"),
    path("metrics", metrics_page, name="metrics"),
    path("privacy/", privacy_page, name="privacy"),
    path("admin/doctor/", admin.site.admin_view(doctor_page), name="doctor"),
    path("admin/services/", admin.site.admin_view(services_page), name="services"),
    path("admin/hours/", admin.site.admin_view(hours_page), name="hours"),
    path("admin/login/", sign_in),
    path("admin/", admin.site.admin_view(front_page), name="front_page"),
    path("admin/", admin.site.urls),
    path("", include("quiz.urls")),
    path("", include("studio.urls")),
    path("", include("publishing.urls")),
    path("", api.urls),
]
