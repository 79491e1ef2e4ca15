"""Batches, and their rows: the answers of one story each."""

from django.conf import settings
from django.db import models

from batches import statuses
from core.models import Tracked
from stories.models import Story


class Batch(models.Model):
    """Many stories that are asked for at once. It is only looked at until it is started; a stopped one can go on.

    `digest` is that of its rows: the same file is the same batch, so that nothing is made twice.
    """

    SCENES, PICTURES, FILM = "scenes", "pictures", "film"
    STAGES = [(SCENES, "the scenes"), (PICTURES, "the pictures"), (FILM, "the film, with all pictures approved")]

    name = models.CharField(max_length=200, help_text="Of the file.")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    until = models.CharField(
        max_length=10, choices=STAGES, default=PICTURES, help_text="How far each story is made by itself."
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, help_text="Whose the stories are."
    )
    by = models.CharField(max_length=150, help_text="Who started it.")
    from_sheet = models.BooleanField(default=False, help_text="Its rows are ideas of the Google Sheet.")
    note = models.TextField(blank=True, help_text="Why no story begins just now.")
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "batches"

    def __str__(self) -> str:
        return f"Batch {self.pk} ({self.name})"

    @property
    def is_running(self) -> bool:
        """Whether its stories may begin, and go on."""
        return self.started_at is not None and self.stopped_at is None

    def reaches(self, stage: str) -> bool:
        """Whether its stories are made as far as that, or farther."""
        return reaches(self.until, stage)


def reaches(until: str, stage: str) -> bool:
    """Whether what is made as far as `until` has got to that stage, or farther."""
    order = [name for name, _ in Batch.STAGES]
    return order.index(until) >= order.index(stage)


class BatchRow(Tracked):
    """One line of a batch. `answers` are clean, or empty where the line is not valid; `queued_at` is when its story is
    looked at next while it is made."""

    transitions = statuses.TRANSITIONS
    descriptions = statuses.DESCRIPTIONS
    deleted = ""  # the row of a deleted story ends as well
    drawn = clips = 0  # how many of its pictures and clips are there, where somebody counted them

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField(help_text="In the file; of the sheet: its row.")
    answers = models.JSONField(default=dict)
    story = models.OneToOneField(Story, models.SET_NULL, null=True, blank=True, related_name="batch_row")
    status = models.CharField(max_length=10, choices=statuses.CHOICES, default=statuses.WAITING, editable=False)
    error = models.TextField(blank=True, help_text="Why it is not made.")
    began_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["line", "pk"]
        indexes = [
            models.Index(fields=["status", "queued_at"], name="rows_to_look_at"),
            models.Index(fields=["batch", "status", "line"], name="rows_of_a_batch"),
        ]

    def __str__(self) -> str:
        return f"Line {self.line}"

    @property
    def channel(self) -> str:
        """The live channel of its story, "" before it has one."""
        return str(self.story_id or "")
