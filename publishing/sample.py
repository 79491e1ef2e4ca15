"""The finished story that comes with the project as static files: `manage.py make_sample` makes it. It is in no
database, so no list and no statistics know it."""

import json
from functools import cache
from typing import Any

from django.conf import settings
from django.templatetags.static import static


def sample_story() -> dict[str, Any]:
    """The sample as templates of public pages take a story: `title`, `cover`, `pages`, `film`, and its `answers`."""
    told, size = _told(), _told()["picture"]
    pages = [
        {"number": number, "text": text, "url": static(f"sample/{number:02d}.webp"), **size}
        for number, text in enumerate(told["scenes"], 1)
    ]
    film = {
        "url": static("sample/film.mp4"),
        "captions_url": static("sample/film.vtt"),
        "poster_url": static("sample/poster.webp"),
        **told["film"],
    }
    return told | {"pages": pages, "cover": pages[told["cover"] - 1], "film": film}


@cache
def _told() -> dict[str, Any]:
    told: dict[str, Any] = json.loads((settings.BASE_DIR / "static/sample/story.json").read_text("utf-8"))
    return told
