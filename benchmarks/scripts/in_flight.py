"""Stories whose pictures are all drawn at once."""

from benchmarks.scripts import run_command
from benchmarks.story_flow import ANSWERS
from images import services, statuses
from images.models import Illustration
from tests.factories import edited_story


def make(stories: int) -> None:
    """Make so many stories and approve their scenes."""
    for _ in range(stories):
        services.approve_scenes(edited_story(answers=ANSWERS), {}, by="")


def count() -> int:
    """The number of pictures that are drawn and stored at Cloudinary."""
    return Illustration.objects.filter(status=statuses.PENDING, current__host="cloudinary").count()


if __name__ == "__main__":
    run_command(make, count)
