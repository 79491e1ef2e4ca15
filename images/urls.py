"""Addresses of a story's page and everything on it."""

from django.urls import path

from images import media, scene_views, views

app_name = "images"
urlpatterns = [
    path("stories/<uuid:story_id>/", views.story, name="story"),
    path("stories/<uuid:story_id>/body", views.body, name="body"),
    path("stories/<uuid:story_id>/progress", views.progress, name="progress"),
    path("stories/<uuid:story_id>/approve-all", views.approve_all, name="approve_all"),
    path("stories/<uuid:story_id>/draw-missing", views.draw_missing, name="draw_missing"),
    path("stories/<uuid:story_id>/pictures/<int:number>/", views.card, name="card"),
    path("stories/<uuid:story_id>/pictures/<int:number>/approve", views.approve, name="approve"),
    path("stories/<uuid:story_id>/pictures/<int:number>/reject", views.reject, name="reject"),
    path("stories/<uuid:story_id>/pictures/<int:number>/redraw", views.redraw, name="redraw"),
    path("stories/<uuid:story_id>/pictures/<int:number>/describe", views.describe, name="describe"),
    path("stories/<uuid:story_id>/try-again", scene_views.try_again, name="try_again"),
    path("stories/<uuid:story_id>/approve-scenes", scene_views.approve_scenes, name="approve_scenes"),
    path("stories/<uuid:story_id>/look", scene_views.look, name="look"),
    path("stories/<uuid:story_id>/scenes/<int:number>/", scene_views.scene, name="scene"),
    path("stories/<uuid:story_id>/scenes/<int:number>/rewrite", scene_views.rewrite, name="rewrite"),
    path("stories/<uuid:story_id>/scenes/<int:number>/restore", scene_views.restore, name="restore"),
    path("media/<uuid:story_id>/<str:name>", media.picture, name="media"),
]
