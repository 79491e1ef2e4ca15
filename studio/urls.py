"""The addresses of the pages on which a story is made and reviewed."""

from django.urls import include, path

from studio import book, media, publish
from studio.film import views as film_views
from studio.story import character_views, picture_views, scene_views, views

story_pages = [
    path("stories/<uuid:story_id>/", views.story, name="story"),
    path("stories/<uuid:story_id>/body", views.body, name="body"),
    path("stories/<uuid:story_id>/progress", views.progress, name="progress"),
    path("stories/<uuid:story_id>/panels", views.panels, name="panels"),
    path("stories/<uuid:story_id>/approve-all", views.approve_all, name="approve_all"),
    path("stories/<uuid:story_id>/draw-missing", views.draw_missing, name="draw_missing"),
    path("stories/<uuid:story_id>/reject-selected", views.reject_selected, name="reject_selected"),
    path("stories/<uuid:story_id>/pictures/<int:number>/", picture_views.card, name="card"),
    path("stories/<uuid:story_id>/pictures/<int:number>/approve", picture_views.approve, name="approve"),
    path("stories/<uuid:story_id>/pictures/<int:number>/reject", picture_views.reject, name="reject"),
    path("stories/<uuid:story_id>/pictures/<int:number>/redraw", picture_views.redraw, name="redraw"),
    path("stories/<uuid:story_id>/pictures/<int:number>/edit", picture_views.edit, name="edit"),
    path("stories/<uuid:story_id>/pictures/<int:number>/vary", picture_views.vary, name="vary"),
    path("stories/<uuid:story_id>/pictures/<int:number>/undo", picture_views.undo, name="undo"),
    path("stories/<uuid:story_id>/pictures/<int:number>/choose", picture_views.choose, name="choose"),
    path("stories/<uuid:story_id>/pictures/<int:number>/upload", picture_views.upload, name="upload"),
    path("stories/<uuid:story_id>/pictures/<int:number>/text", picture_views.text, name="text"),
    path("stories/<uuid:story_id>/pictures/<int:number>/view", picture_views.view, name="view"),
    path("stories/<uuid:story_id>/fox/", character_views.fox, name="fox"),
    path("stories/<uuid:story_id>/fox/keep", character_views.keep, name="keep_fox"),
    path("stories/<uuid:story_id>/fox/change", character_views.change, name="change_fox"),
    path("stories/<uuid:story_id>/fox/redraw", character_views.redraw, name="redraw_fox"),
    path("stories/<uuid:story_id>/fox/choose", character_views.choose, name="choose_fox"),
    path("stories/<uuid:story_id>/try-again", scene_views.try_again, name="try_again"),
    path("stories/<uuid:story_id>/approve-scenes", scene_views.approve_scenes, name="approve_scenes"),
    path("stories/<uuid:story_id>/look", scene_views.look, name="look"),
    path("stories/<uuid:story_id>/scenes/<int:number>/", scene_views.scene, name="scene"),
    path("stories/<uuid:story_id>/scenes/<int:number>/rewrite", scene_views.rewrite, name="rewrite"),
    path("stories/<uuid:story_id>/scenes/<int:number>/restore", scene_views.restore, name="restore"),
    path("media/<uuid:story_id>/<str:name>", media.picture, name="media"),
]
film_pages = [
    path("stories/<uuid:story_id>/film/", film_views.film, name="film"),
    path("stories/<uuid:story_id>/film/body", film_views.body, name="body"),
    path("stories/<uuid:story_id>/film/videos", film_views.make_videos, name="make"),
    path("stories/<uuid:story_id>/film/stop", film_views.stop, name="stop"),
    path("stories/<uuid:story_id>/film/clips/<int:number>/redo", film_views.redo, name="redo"),
    path("stories/<uuid:story_id>/film/clips/<int:number>/again", film_views.again, name="again"),
    path("stories/<uuid:story_id>/film/clips/<int:number>/here", film_views.local, name="local"),
    path("stories/<uuid:story_id>/film/clips/<int:number>/wait", film_views.wait, name="wait"),
    path("stories/<uuid:story_id>/film/clips/<int:number>/choose", film_views.choose, name="choose"),
    path("stories/<uuid:story_id>/film/make", film_views.make_film, name="make_film"),
    path("stories/<uuid:story_id>/film/cancel", film_views.cancel_film, name="cancel_film"),
    path("stories/<uuid:story_id>/film/music", film_views.add_music, name="add_music"),
    path("stories/<uuid:story_id>/film/music/remove", film_views.remove_music, name="remove_music"),
]
book_pages = [
    path("stories/<uuid:story_id>/book/", book.book, name="book"),
    path("stories/<uuid:story_id>/downloads/", book.downloads, name="downloads"),
    path("stories/<uuid:story_id>/downloads/<str:kind>", book.ask, name="ask"),
]
publish_pages = [
    path("stories/<uuid:story_id>/publish/", publish.panel, name="panel"),
    path("stories/<uuid:story_id>/publish/now", publish.publish, name="publish"),
    path("stories/<uuid:story_id>/publish/take-back", publish.unpublish, name="unpublish"),
]
urlpatterns = [
    path("", include((story_pages, "story"))),
    path("", include((film_pages, "film"))),
    path("", include((book_pages, "book"))),
    path("", include((publish_pages, "publish"))),
]
