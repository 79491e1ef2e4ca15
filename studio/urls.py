"""The addresses of the pages on which a story is made and reviewed."""

from django.urls import include, path

from stories import access, presentation
from studio import book, elsewhere, media, programs, publish, review, yours
from studio.film import views as film_views
from studio.my_stories import views as my_views
from studio.story import character_views, picture_views, scene_views, text_views, views

DECIDE = {"needs": access.DECIDE}
STORY = "stories/<uuid:story_id>"
PICTURE = f"{STORY}/pictures/<int:number>"
SCENE = f"{STORY}/scenes/<int:number>"
FOX = f"{STORY}/fox"
FILM = f"{STORY}/film"
CLIP = f"{FILM}/clips/<int:number>"

story_pages = [
    path(f"{STORY}/", views.story, name="story"),
    path(f"{STORY}/body", views.body, name="body"),
    path(f"{STORY}/progress", views.progress, name="progress"),
    path(f"{STORY}/panels", views.panels, name="panels"),
    path(
        f"{STORY}/approve-all",
        views.act_on_pictures,
        {"action": views.approve_all, **DECIDE},
        name="approve_all",
    ),
    path(f"{STORY}/draw-missing", views.act_on_pictures, {"action": views.draw_missing}, name="draw_missing"),
    path(f"{STORY}/draw-changed", views.act_on_pictures, {"action": views.draw_changed}, name="draw_changed"),
    path(f"{STORY}/stop-drawing", views.act_on_pictures, {"action": views.stop_drawing}, name="stop_drawing"),
    path(f"{STORY}/go-on-drawing", views.act_on_pictures, {"action": views.go_on_drawing}, name="go_on_drawing"),
    path(
        f"{STORY}/reject-selected",
        views.act_on_pictures,
        {"action": views.reject_selected, **DECIDE},
        name="reject_selected",
    ),
    path(f"{PICTURE}/", picture_views.card, name="card"),
    path(
        f"{PICTURE}/approve",
        picture_views.act,
        {"action": picture_views.approve, **DECIDE},
        name="approve",
    ),
    path(f"{PICTURE}/reject", picture_views.act, {"action": picture_views.reject, **DECIDE}, name="reject"),
    path(f"{PICTURE}/redraw", picture_views.act, {"action": picture_views.redraw}, name="redraw"),
    path(f"{PICTURE}/edit", picture_views.act, {"action": picture_views.edit}, name="edit"),
    path(f"{PICTURE}/vary", picture_views.act, {"action": picture_views.vary}, name="vary"),
    path(f"{PICTURE}/undo", picture_views.act, {"action": picture_views.undo, **DECIDE}, name="undo"),
    path(f"{PICTURE}/choose", picture_views.act, {"action": picture_views.choose}, name="choose"),
    path(f"{PICTURE}/upload", picture_views.act, {"action": picture_views.upload}, name="upload"),
    path(f"{PICTURE}/text", picture_views.act, {"action": picture_views.text, "needs": access.EDIT}, name="text"),
    path(f"{PICTURE}/view", picture_views.view, name="view"),
    path(f"{FOX}/", character_views.fox, name="fox"),
    path(f"{FOX}/keep", character_views.act_on_sheet, {"action": character_views.keep}, name="keep_fox"),
    path(f"{FOX}/change", character_views.act_on_sheet, {"action": character_views.change}, name="change_fox"),
    path(f"{FOX}/redraw", character_views.act_on_sheet, {"action": character_views.redraw}, name="redraw_fox"),
    path(f"{FOX}/choose", character_views.act_on_sheet, {"action": character_views.choose}, name="choose_fox"),
    path(f"{STORY}/delete", yours.delete, name="delete"),
    path(f"{STORY}/undo-delete", yours.undo_delete, name="undo_delete"),
    path(f"{STORY}/stop-writing", scene_views.stop_writing, name="stop_writing"),
    path(f"{STORY}/try-again", scene_views.try_again, name="try_again"),
    path(f"{STORY}/approve-scenes", scene_views.approve_scenes, name="approve_scenes"),
    path(f"{STORY}/look", scene_views.look, name="look"),
    path(f"{STORY}/scenes/", text_views.texts, name="texts"),
    path(f"{SCENE}/", scene_views.scene, name="scene"),
    path(f"{SCENE}/rewrite", scene_views.act_on_scene, {"action": scene_views.rewrite}, name="rewrite"),
    path(f"{SCENE}/restore", scene_views.act_on_scene, {"action": scene_views.restore}, name="restore"),
    path(f"{SCENE}/reread", scene_views.act_on_scene, {"action": scene_views.reread}, name="reread"),
    path("media/<uuid:story_id>/<str:name>", media.picture, name="media"),
]
film_pages = [
    path(f"{FILM}/", film_views.film, name="film"),
    path(f"{FILM}/body", film_views.body, name="body"),
    path(f"{FILM}/videos", film_views.act, {"action": film_views.make_videos}, name="make"),
    path(f"{FILM}/stop", film_views.act, {"action": film_views.stop}, name="stop"),
    path(f"{CLIP}/redo", film_views.act_on_clip, {"action": film_views.redo}, name="redo"),
    path(f"{CLIP}/again", film_views.act_on_clip, {"action": film_views.again}, name="again"),
    path(f"{CLIP}/here", film_views.act_on_clip, {"action": film_views.local}, name="local"),
    path(f"{CLIP}/wait", film_views.act_on_clip, {"action": film_views.wait}, name="wait"),
    path(f"{CLIP}/choose", film_views.act_on_clip, {"action": film_views.choose}, name="choose"),
    path(f"{FILM}/make", film_views.act_on_film, {"action": film_views.make_film}, name="make_film"),
    path(f"{FILM}/cancel", film_views.act_on_film, {"action": film_views.cancel_film}, name="cancel_film"),
    path(f"{FILM}/music", film_views.act_on_film, {"action": film_views.add_music}, name="add_music"),
    path(f"{FILM}/music/remove", film_views.act_on_film, {"action": film_views.remove_music}, name="remove_music"),
]
book_pages = [
    path(f"{STORY}/book/", book.book, name="book"),
    path(f"{STORY}/downloads/", book.downloads, name="downloads"),
    path(f"{STORY}/downloads/<str:kind>", book.ask, name="ask"),
    path(f"{STORY}/downloads/<str:kind>/stop", book.stop, name="stop"),
]
publish_pages = [
    path(f"{STORY}/publish/", publish.panel, name="panel"),
    path(f"{STORY}/publish/now", publish.act, {"action": publish.publish, "needs": access.PUBLISH}, name="publish"),
    path(
        f"{STORY}/publish/take-back",
        publish.act,
        {"action": publish.unpublish, "needs": access.UNPUBLISH},
        name="unpublish",
    ),
]
my_pages = [
    path("stories/", my_views.stories, name="list"),
    path("stories/archived/", my_views.stories, {"archived": True}, name="archived"),
    path(f"{STORY}/details/", my_views.details, name="details"),
    path(f"{STORY}/details/name", my_views.act, {"action": my_views.rename}, name="rename"),
    path(f"{STORY}/details/cover", my_views.act, {"action": my_views.choose_cover}, name="cover"),
    path(f"{STORY}/details/same-answers", my_views.copy, {"make": my_views.same_answers}, name="same_answers"),
    path(f"{STORY}/details/same-scenes", my_views.copy, {"make": my_views.same_scenes}, name="same_scenes"),
    path(f"{STORY}/archive", my_views.archive, {"action": presentation.archive}, name="archive"),
    path(f"{STORY}/unarchive", my_views.archive, {"action": presentation.unarchive}, name="unarchive"),
]
review_pages = [
    path(f"{STORY}/guests/", review.guests_page, name="guests"),
    path(f"{STORY}/guests/link", review.make, name="make"),
    path(f"{STORY}/guests/take-back", review.take_back, name="take_back"),
    path(f"{STORY}/comments", review.comments, name="comment"),
    path(f"{STORY}/comments/delete", review.delete_comment, name="delete_comment"),
    path("review/", review.ask, name="ask"),
    path("review/open", review.enter, name="open"),
]
your_pages = [
    path("yours/", yours.yours, name="yours"),
    path("yours/download", yours.ask, name="ask"),
    path("yours/download/stop", yours.stop, name="stop"),
    path("yours/everything.zip", yours.everything, name="everything"),
    path("yours/delete", yours.delete_all, name="delete_all"),
    path("yours/links", elsewhere.make, name="make_link"),
    path("yours/links/take-back", elsewhere.take_back, name="take_back"),
    path("yours/tokens", programs.make, name="make_token"),
    path("yours/tokens/revoke", programs.revoke, name="revoke"),
    path("continue/", elsewhere.ask, name="continue"),
    path("continue/open", elsewhere.join, name="join"),
]
urlpatterns = [
    path("", include((my_pages, "mine"))),
    path("", include((your_pages, "yours"))),
    path("", include((review_pages, "review"))),
    path("", include((story_pages, "story"))),
    path("", include((film_pages, "film"))),
    path("", include((book_pages, "book"))),
    path("", include((publish_pages, "publish"))),
]
