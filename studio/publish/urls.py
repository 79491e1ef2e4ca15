"""URLs of the publishing panel."""

from django.urls import path

from studio.publish import views

app_name = "publish"
urlpatterns = [
    path("stories/<uuid:story_id>/publish/", views.panel, name="panel"),
    path("stories/<uuid:story_id>/publish/now", views.publish, name="publish"),
    path("stories/<uuid:story_id>/publish/take-back", views.unpublish, name="unpublish"),
]
