"""Which stories a Google Sheet follows, how far it has come, and which of its ideas became stories."""

from django.db import models

from stories.models import Story


class Following(models.Model):
    """A story and its worksheet. `due_at` is when it is to be written next, None when it shows everything already.
    While somebody writes it there is a lease; one that ran out says that the writer died."""

    story = models.OneToOneField(Story, models.CASCADE, related_name="following")
    worksheet = models.CharField(max_length=100, help_text="Its title.")
    due_at = models.DateTimeField(null=True, blank=True)
    written_at = models.DateTimeField(null=True, blank=True)
    written = models.JSONField(default=list, blank=True, help_text="A digest of each row, as it was written last.")
    tries = models.PositiveSmallIntegerField(default=0, help_text="Times in a row that it could not be written.")
    error = models.TextField(blank=True, help_text="Why it could not be written, for the operator.")
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["story"]
        verbose_name = "worksheet"
        indexes = [models.Index(fields=["due_at"]), models.Index(fields=["lease_until"])]

    def __str__(self) -> str:
        return self.worksheet


class TakenIdea(models.Model):
    """An idea of the sheet that became a story. The same idea becomes one story only; when the story is deleted, the
    idea is free again."""

    story = models.OneToOneField(Story, models.CASCADE, related_name="idea")
    digest = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return str(self.story)
