"""Addresses of public pages, of the gallery, and of what an owner does about them."""

from django.urls import path

from publishing import views

app_name = "publishing"
urlpatterns = [
    path("s/<str:token>/", views.page, name="page"),
    path("s/<str:token>/media/<str:name>", views.media, name="media"),
    path("gallery/", views.gallery, name="gallery"),
    path("stories/<uuid:story_id>/publish/", views.panel, name="panel"),
    path("stories/<uuid:story_id>/publish/now", views.publish, name="publish"),
    path("stories/<uuid:story_id>/publish/take-back", views.take_back, name="take_back"),
]
