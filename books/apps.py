"""The app config of `books`."""

from django.apps import AppConfig

from images import panels as above_the_pictures
from videos import panels as below_the_film


class BooksConfig(AppConfig):
    """Picture books and archives: what people take away of a story."""

    name = "books"

    def ready(self) -> None:
        """Put the way to the book, and the downloads, on the pages of other apps."""
        above_the_pictures.register("books/_on_story.html", "books.contexts.on_story")
        below_the_film.register("books/_downloads.html", "books.contexts.on_film_page")
