"""Draws the pictures of a story again, one after another."""

import time

from benchmarks.scripts import run_command
from images.models import Version
from providers.base import PictureRequest
from providers.registry import illustrator


def draw(story_id: str) -> float:
    """Draw all first versions once more. Return the seconds that it took."""
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
    return time.perf_counter() - began


if __name__ == "__main__":
    run_command(draw)
