"""Every address of the site."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import include, path

from storyforge.api import api
from storyforge.doctor.page import doctor_page

admin.site.site_header = "StoryForge"
admin.site.site_title = "StoryForge"
admin.site.index_title = "Stories, pictures and the quiz"


def favicon(request: HttpRequest) -> HttpResponse:
    """For browsers that ask for the icon where it was in the old days."""
    return redirect(static("img/fox.svg"))


urlpatterns = [
    path("favicon.ico", favicon, name="favicon"),
    path("admin/doctor/", admin.site.admin_view(doctor_page), name="doctor"),
    path("admin/", admin.site.urls),
    path("", include("quiz.urls")),
    path("", include("images.urls")),
    path("", api.urls),
]
