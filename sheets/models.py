"""Which stories a Google Sheet follows, and how far it has come."""

from django.db import models

from stories.models import Story


class Following(models.Model):
    """A story and its worksheet. `due_at` is when it is to be written next, None when it shows everything already."""

    story = models.OneToOneField(Story, models.CASCADE, related_name="following")
    worksheet = models.CharField(max_length=100, help_text="Its title.")
    due_at = models.DateTimeField(null=True, blank=True)
    written_at = models.DateTimeField(null=True, blank=True)
    written = models.CharField(max_length=64, blank=True, help_text="Digest of what was written last.")
    tries = models.PositiveSmallIntegerField(default=0, help_text="Times in a row that it could not be written.")
    error = models.TextField(blank=True, help_text="Why it could not be written, for the operator.")
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["story"]
        indexes = [models.Index(fields=["due_at"])]

    def __str__(self) -> str:
        return self.worksheet
