"""The worksheet of each story in the Google Sheet, and the ideas of the sheet that became stories."""

from django.db import models

from stories.models import Story


class Worksheet(models.Model):
    """The worksheet of one story. `due_at` is when to write it next, None when it is up to date. `lease_until` is set
    while a worker writes it; in the past, that worker has died."""

    story = models.OneToOneField(Story, models.CASCADE, related_name="worksheet")
    title = models.CharField(max_length=100)
    due_at = models.DateTimeField(null=True, blank=True)
    written_at = models.DateTimeField(null=True, blank=True)
    written = models.JSONField(default=list, blank=True, help_text="A digest of each row as last written.")
    tries = models.PositiveSmallIntegerField(default=0, help_text="Failed tries in a row.")
    error = models.TextField(blank=True, help_text="Why it could not be written, for the operator.")
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)

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
