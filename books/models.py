"""Downloads of a story, and of everything that a visitor has."""

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models

from core.models import Artifact
from stories.models import Story


class Download(Artifact):
    """A story as one file: a picture book to print or to read, or everything in an archive."""

    task = "books.make"
    event = "download_update"

    PDF, EPUB, ZIP = "pdf", "epub", "zip"
    KINDS = [(PDF, "picture book (PDF)"), (EPUB, "e-book (EPUB)"), (ZIP, "everything (ZIP)")]

    story = models.ForeignKey(Story, models.CASCADE, related_name="downloads")
    kind = models.CharField(max_length=10, choices=KINDS)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["story", "kind"], name="one_download_a_kind")]
        indexes = [models.Index(fields=["status", "lease_until"])]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def event_data(self) -> dict[str, Any]:
        """The data of its event."""
        return {"kind": self.kind} | super().event_data


class Export(Artifact):
    """Everything of a visitor in one ZIP, in a folder of its own, which `story_id` names. One of a signed-in user has
    that account's stories too, and is for that account alone."""

    task = "books.export"
    event = "export_update"
    deleted = ""

    story_id = models.UUIDField("folder", default=uuid4, unique=True, editable=False)
    owner = models.CharField(max_length=64, db_index=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, editable=False)

    class Meta:
        indexes = [models.Index(fields=["status", "lease_until"])]

    def __str__(self) -> str:
        return f"Everything of a visitor ({str(self.story_id)[:8]})"
