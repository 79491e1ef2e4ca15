"""The app config of `books`."""

from django.apps import AppConfig


class BooksConfig(AppConfig):
    """Downloads of a story: picture books and archives."""

    name = "books"
