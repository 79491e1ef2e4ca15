"""Stories for `benchmarks.in_flight`, which starts this in a process of its own.

`make 15` makes so many in an empty database and sends their pictures to be drawn; `count` prints how many pictures are
drawn and kept.
"""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "storyforge.settings")
django.setup()

from django.core.management import call_command  # noqa: E402 (Django must be set up first)

from benchmarks.answers import ANSWERS  # noqa: E402
from images import services, statuses  # noqa: E402
from images.models import Illustration  # noqa: E402
from quiz.content_loader import load_content  # noqa: E402
from tests.factories import edited_story  # noqa: E402


def make(number: int) -> None:
    """The tables, the content, the stories."""
    call_command("migrate", verbosity=0)
    load_content()
    for _ in range(number):
        services.approve_scenes(edited_story(answers=ANSWERS), {}, by="")


def count() -> int:
    """How many pictures are drawn and where they belong."""
    return Illustration.objects.filter(status=statuses.PENDING, current__host="cloudinary").count()


if sys.argv[1] == "make":
    make(int(sys.argv[2]))
print(count())
