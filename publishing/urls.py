"""URLs of public pages and the gallery."""

from django.urls import path

from publishing import views

app_name = "publishing"
urlpatterns = [
    path("s/<str:token>/", views.page, name="page"),
    path("s/<str:token>/report/", views.report, name="report"),
    path("s/<str:token>/media/<str:name>", views.media, name="media"),
    path("example/", views.sample, name="sample"),
    path("gallery/", views.gallery, name="gallery"),
]
