"""The worksheet of each story in the Google Sheet, and the ideas of the sheet that became stories."""

from django.db import models

from core.models import Leased
from stories.models import Story


class Worksheet(Leased):
    """The worksheet of one story. `due_at` is when to write it next, None when it is up to date. `tries` counts the
    failures in a row."""

    story = models.OneToOneField(Story, models.CASCADE, related_name="worksheet")
    title = models.CharField(max_length=100)
    due_at = models.DateTimeField(null=True, blank=True)
    written_at = models.DateTimeField(null=True, blank=True)
    written = models.JSONField(default=list, blank=True, help_text="A digest of each row as last written.")
    error = models.TextField(blank=True, help_text="Why it could not be written, for the operator.")

    class Meta:
        ordering = ["story"]
        indexes = [models.Index(fields=["due_at"]), models.Index(fields=["lease_until"])]

    def __str__(self) -> str:
        return self.title


class TakenIdea(models.Model):
    """An idea of the sheet that became a story. An idea becomes one story only, until that story is deleted."""

    story = models.OneToOneField(Story, models.CASCADE, related_name="idea")
    digest = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return str(self.story)
