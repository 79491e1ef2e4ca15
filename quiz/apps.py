"""The app config of `quiz`."""

from django.apps import AppConfig


class QuizConfig(AppConfig):
    """The branching quiz: its questions and what visitors answered."""

    name = "quiz"
