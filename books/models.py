"""Downloads of a story."""

from typing import Any

from django.db import models

from core.models import Artifact
from stories.models import Story


class Download(Artifact):
    """A story as one file: a picture book to print or to read, or everything in an archive."""

    task = "books.make"
    event = "download_update"

    PDF, EPUB, ZIP = "pdf", "epub", "zip"
    KINDS = [(PDF, "picture book (PDF)"), (EPUB, "e-book (EPUB)"), (ZIP, "pictures, prompts and story.json (ZIP)")]

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
