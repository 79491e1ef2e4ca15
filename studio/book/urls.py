"""URLs of the picture book and of the downloads."""

from django.urls import path

from studio.book import views

app_name = "book"
urlpatterns = [
    path("stories/<uuid:story_id>/book/", views.book, name="book"),
    path("stories/<uuid:story_id>/downloads/", views.downloads, name="downloads"),
    path("stories/<uuid:story_id>/downloads/<str:kind>", views.ask, name="ask"),
]
