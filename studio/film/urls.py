"""URLs of the film's page and everything on it."""

from django.urls import path

from studio.film import clip_views, film_views, views

app_name = "film"
urlpatterns = [
    path("stories/<uuid:story_id>/film/", views.film, name="film"),
    path("stories/<uuid:story_id>/film/body", views.body, name="body"),
    path("stories/<uuid:story_id>/film/videos", clip_views.make, name="make"),
    path("stories/<uuid:story_id>/film/stop", clip_views.stop, name="stop"),
    path("stories/<uuid:story_id>/film/clips/<int:number>/redo", clip_views.redo, name="redo"),
    path("stories/<uuid:story_id>/film/clips/<int:number>/again", clip_views.again, name="again"),
    path("stories/<uuid:story_id>/film/clips/<int:number>/here", clip_views.local, name="local"),
    path("stories/<uuid:story_id>/film/clips/<int:number>/wait", clip_views.wait, name="wait"),
    path("stories/<uuid:story_id>/film/clips/<int:number>/choose", clip_views.choose, name="choose"),
    path("stories/<uuid:story_id>/film/make", film_views.make, name="make_film"),
    path("stories/<uuid:story_id>/film/cancel", film_views.cancel, name="cancel_film"),
    path("stories/<uuid:story_id>/film/music", film_views.add_music, name="add_music"),
    path("stories/<uuid:story_id>/film/music/remove", film_views.remove_music, name="remove_music"),
]
