"""URLs of the film's page and everything on it."""

from django.urls import path

from studio.film import views

app_name = "film"
urlpatterns = [
    path("stories/<uuid:story_id>/film/", views.film, name="film"),
    path("stories/<uuid:story_id>/film/body", views.body, name="body"),
    path("stories/<uuid:story_id>/film/videos", views.make_videos, name="make"),
    path("stories/<uuid:story_id>/film/stop", views.stop, name="stop"),
    path("stories/<uuid:story_id>/film/clips/<int:number>/redo", views.redo, name="redo"),
    path("stories/<uuid:story_id>/film/clips/<int:number>/again", views.again, name="again"),
    path("stories/<uuid:story_id>/film/clips/<int:number>/here", views.local, name="local"),
    path("stories/<uuid:story_id>/film/clips/<int:number>/wait", views.wait, name="wait"),
    path("stories/<uuid:story_id>/film/clips/<int:number>/choose", views.choose, name="choose"),
    path("stories/<uuid:story_id>/film/make", views.make_film, name="make_film"),
    path("stories/<uuid:story_id>/film/cancel", views.cancel_film, name="cancel_film"),
    path("stories/<uuid:story_id>/film/music", views.add_music, name="add_music"),
    path("stories/<uuid:story_id>/film/music/remove", views.remove_music, name="remove_music"),
]
