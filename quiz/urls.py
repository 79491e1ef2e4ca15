"""URLs of the landing page and the quiz."""

from django.urls import path

from quiz import views

app_name = "quiz"
urlpatterns = [
    path("", views.home, name="home"),
    path("quiz/", views.start, name="start"),
    path("quiz/again/", views.again, name="again"),
    path("quiz/surprise/", views.surprise, name="surprise"),
    path("quiz/check/", views.check, name="check"),
    path("quiz/from/<uuid:story_id>/", views.change, name="change"),
    path("quiz/<slug:key>/", views.question, name="question"),
]
