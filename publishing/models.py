"""Public pages of stories."""

import secrets

from django.db import models

from stories.models import Story


def new_token() -> str:
    """An unguessable name for a public page."""
    return secrets.token_urlsafe(16)


class Publication(models.Model):
    """The public page of a story. Unpublishing deletes the row; publishing again gives another link."""

    story = models.OneToOneField(Story, models.CASCADE, related_name="publication")
    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    by = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    featured = models.BooleanField(default=False, help_text="Shown in the gallery; staff decide.")
    featured_at = models.DateTimeField(null=True, blank=True)
    looked_at = models.CharField(max_length=64, blank=True, help_text="A digest of what staff featured.")

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["-featured_at"], name="gallery", condition=models.Q(featured=True))]

    def __str__(self) -> str:
        return str(self.story)
