"""`POST /approve_scenes`, sent twice at the same moment."""

import threading

import pytest
from django.db import connection

from api import scenes
from images.models import Version
from stories.models import Story
from tests.factories import ANSWERS_A, OWNER

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("content")]


def test_two_requests_with_the_same_scenes_at_the_same_moment_make_one_story():
    texts = {number: f"The red fox counts {number} stars." for number in range(1, 21)}
    together = threading.Barrier(2, timeout=10)
    found: list[Story] = []

    def ask() -> None:
        together.wait()
        found.append(scenes._new_story(ANSWERS_A, texts, OWNER, None))
        connection.close()

    requests = [threading.Thread(target=ask) for _ in range(2)]
    for request in requests:
        request.start()
    for request in requests:
        request.join(20)
    assert len(found) == 2
    assert found[0].pk == found[1].pk
    assert Story.objects.count() == 1
    assert Version.objects.count() == 0
