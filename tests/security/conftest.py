"""A browser for each kind of person, and stories in each phase."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.utils import timezone

from images import statuses
from stories import deletion, guests
from stories.models import ReviewLink, Story
from studio.desk.reviewers import NAME as REVIEWERS
from tests.browser.film_stories import being_rendered
from tests.factories import edited_story, illustrated_story, make_story, sketched_story, small_png, visitor

PEOPLE = ("owner", "stranger", "anonymous", "staff", "viewer", "reviewer", "superuser")


@pytest.fixture
def people(db: None, django_user_model: Any) -> dict[str, Client]:
    """A browser for each of PEOPLE. The owner's is the one that the factories make stories for. `staff` have no
    permission, a `viewer` may look at stories."""
    reviewer = django_user_model.objects.create_user("rita", is_staff=True)
    reviewer.groups.add(Group.objects.get(name=REVIEWERS))
    root = Client()
    root.force_login(django_user_model.objects.create_superuser("root"))
    visitors = {"owner": visitor(), "stranger": visitor("somebody else"), "anonymous": Client()}
    staff = {"staff": member_of_staff("sam"), "viewer": member_of_staff("vera", "stories.view_story")}
    rita = Client()
    rita.force_login(reviewer)
    return visitors | staff | {"reviewer": rita, "superuser": root}


def member_of_staff(name: str, *permissions: str) -> Client:
    """The browser of a new user with "staff status" and exactly these permissions, as in "stories.view_story"."""
    user = get_user_model().objects.create_user(name, is_staff=True)
    for permission in permissions:
        app, codename = permission.split(".")
        user.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    client = Client()
    client.force_login(user)
    return client


def story_in(phase: str) -> Story:
    """The owner's story: "writing", "editing", "sketching", "reviewing", "approved", "filmed" or "deleted"."""
    ways = {
        "writing": make_story,
        "editing": edited_story,
        "sketching": sketched_story,
        "reviewing": lambda: illustrated_story(statuses.PENDING),
        "approved": lambda: illustrated_story(statuses.APPROVED),
        "filmed": being_rendered,
        "deleted": deleted_story,
    }
    return ways[phase]()


def deleted_story() -> Story:
    story = edited_story()
    deletion.delete(story, by="visitor")
    return story


def guest_of(story: Story, *, may_decide: bool, name: str = "Anna") -> Client:
    """The browser of a guest, who has opened a link to the story."""
    client, link = (
        Client(),
        ReviewLink.objects.create(
            story=story, digest=f"{may_decide}", may_decide=may_decide, expires_at=timezone.now() + guests.LASTS
        ),
    )
    session = client.session
    session[guests.SESSION_KEY] = {str(story.pk): {"link": link.pk, "name": name}}
    session.save()
    return client


def keep_a_picture(media: Path, story: Story) -> None:
    """Put the file of picture 7 where the local host keeps it."""
    folder = media / str(story.pk)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "scene-07-v1.png").write_bytes(small_png())
