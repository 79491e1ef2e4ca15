"""A browser for each kind of person, and stories in each phase."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from images import statuses
from stories.models import Story
from studio.desk.reviewers import NAME as REVIEWERS
from tests.browser.film_stories import being_rendered
from tests.factories import edited_story, illustrated_story, make_story, sketched_story, small_png, visitor

PEOPLE = ("owner", "stranger", "anonymous", "reviewer", "superuser")


@pytest.fixture
def people(db: None, django_user_model: Any) -> dict[str, Client]:
    """A browser for each of PEOPLE. The owner's is the one that the factories make stories for."""
    reviewer = django_user_model.objects.create_user("rita", is_staff=True)
    reviewer.groups.add(Group.objects.get(name=REVIEWERS))
    root = django_user_model.objects.create_superuser("root")
    found = {"owner": visitor(), "stranger": visitor("somebody else"), "anonymous": Client()}
    for name, user in (("reviewer", reviewer), ("superuser", root)):
        found[name] = Client()
        found[name].force_login(user)
    return found


def story_in(phase: str) -> Story:
    """The owner's story: "writing", "editing", "sketching", "reviewing", "approved" or "filmed"."""
    ways = {
        "writing": make_story,
        "editing": edited_story,
        "sketching": sketched_story,
        "reviewing": lambda: illustrated_story(statuses.PENDING),
        "approved": lambda: illustrated_story(statuses.APPROVED),
        "filmed": being_rendered,
    }
    return ways[phase]()


def keep_a_picture(media: Path, story: Story) -> None:
    """Put the file of picture 7 where the local host keeps it."""
    folder = media / str(story.pk)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "scene-07-v1.png").write_bytes(small_png())
