"""What other apps show at the head of a story's page once its pictures are approved: the film, the book.

In their `AppConfig.ready`: `panels.register("books/_on_story.html", "books.contexts.on_story")`; see `core.panels`.
"""

from core.panels import Place

PLACE = Place()
register = PLACE.register
