"""A picture that waits to be drawn, and what the tests of drawing ask of it."""

from core.token_bucket import Bucket
from images.drawing import drawing
from images.models import Illustration
from tests.factories import illustrated_story
from tests.upstreams.json_server import Answer

REFUSED = Answer({"error": "Too violent."}, 451)
BROKEN = Answer({"error": "Too busy."}, 500)


def answering(*answers: Answer):
    """Give the answers one after the other, the last one for ever."""
    return lambda asked, number: answers[min(number, len(answers) - 1)]


def queued(**fields) -> Illustration:
    picture = illustrated_story().illustrations.get(number=7)
    Illustration.objects.filter(pk=picture.pk).update(**fields)
    return reload(picture)


def reload(picture: Illustration) -> Illustration:
    return Illustration.objects.select_related("current", "story", "scene", "base").get(pk=picture.pk)


def draw(picture: Illustration) -> float | None:
    return drawing.draw(picture.story_id, picture.number)


def attempts_at(picture: Illustration) -> list[tuple[int, str, str, int]]:
    return list(picture.versions.values_list("number", "outcome", "error", "softening"))


def tokens() -> int:
    return len(Bucket("upstream:test-1", 500).grants())
