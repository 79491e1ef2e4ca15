"""What a worker does about the files of stories that are gone."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from stories import removal
from stories.models import Removal, Story


def remove_files() -> None:
    """Do every removal that is due."""
    for pk in Removal.objects.filter(due_at__lte=timezone.now()).values_list("pk", flat=True):
        removal.remove(pk)


def files_on_disk() -> list[str]:
    """What is below MEDIA_ROOT, folders too."""
    root: Path = settings.MEDIA_ROOT
    return sorted(str(path.relative_to(root)) for path in root.rglob("*"))


def delete(story: Story) -> None:
    """Delete the story in another thread than the test's, and do what follows at once."""
    Story.objects.filter(pk=story.pk).delete()
    remove_files()
    connection.close()


def deletes(story: Story, answer: Any = None) -> Callable[[Any, int], Any]:
    """A behaviour of a service: the story is deleted while it works on the first request."""

    def behave(asked: Any, number: int) -> Any:
        if number == 0:
            delete(story)
        return answer

    return behave
