"""A visitor with many stories, and one of those with pictures."""

from django.db import connection

from benchmarks.scripts import run_command
from benchmarks.scripts.large_database import COOKIE, fill, queries
from images import statuses
from images.models import Illustration
from stories.models import Story
from tests.factories import visitor

OWNER = "the-busiest"


def fill_for_one(stories: int) -> dict[str, str]:
    """Make so many stories of one visitor, each with scenes and pictures. Returns the visitor's session and a story."""
    fill(stories, 1)
    Story.objects.update(owner=OWNER)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    story = Illustration.objects.filter(status=statuses.PENDING).values_list("story", flat=True)[0]
    return {"story": str(story), "session": visitor(OWNER).cookies[COOKIE].value}


if __name__ == "__main__":
    run_command(fill_for_one, queries)
