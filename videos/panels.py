"""What other apps show on the film's page below the films: downloads, publishing.

In their `AppConfig.ready`: `panels.register("books/_downloads.html", "books.contexts.downloads")`; see `core.panels`.
"""

from core.panels import Place

PLACE = Place()
register = PLACE.register
