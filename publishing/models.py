"""Public pages of stories, and what readers report of them."""

import secrets

from django.db import models

from stories.models import Story

NOTE_LIMIT = 1000  # characters


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


class Report(models.Model):
    """What a reader objects to on a public page. It hides nothing by itself: staff look, and close it."""

    REASONS = [
        ("harmful", "It shows violence, hatred or sexual content"),
        ("person", "It shows or names a person who does not want that"),
        ("rights", "It uses a picture or text that belongs to somebody else"),
        ("other", "Something else"),
    ]

    story = models.ForeignKey(Story, models.CASCADE, related_name="reports")
    token = models.CharField("public page", max_length=40)
    reason = models.CharField(max_length=10, choices=REASONS)
    note = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["-id"], name="open_reports", condition=models.Q(closed_at=None))]

    def __str__(self) -> str:
        return f"Report {self.pk}"
