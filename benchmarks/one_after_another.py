"""Draws a story's pictures again, one after another, and prints the seconds. Started by `benchmarks.site`."""

import os
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "storyforge.settings")
django.setup()

from images.models import Version  # noqa: E402 (Django must be set up first)
from providers.base import PictureRequest  # noqa: E402
from providers.registry import illustrator  # noqa: E402


def main(story_id: str) -> None:
    """Draw all first versions once more."""
    versions = Version.objects.filter(illustration__story=story_id, number=1).select_related("illustration__scene")
    requests = [
        PictureRequest(
            v.prompt, story_id, v.illustration.number, 1, v.illustration.scene.mood, v.illustration.scene.kind
        )
        for v in versions
    ]
    began = time.perf_counter()
    for request in requests:
        illustrator().draw(request)
    print(time.perf_counter() - began)


main(sys.argv[1])
