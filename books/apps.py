"""The app config of `books`."""

from django.apps import AppConfig


class BooksConfig(AppConfig):
    """Picture books and archives: what people download of a story."""

    name = "books"
