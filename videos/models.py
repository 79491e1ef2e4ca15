"""Clips with their takes, films, and the music of films."""

from typing import Any

from django.db import models

from core.models import Artifact, Expense, Tracked
from images.models import Illustration
from images.models import Version as PictureVersion
from providers.base import StoredFile
from stories.models import SCENES, Story
from videos import statuses


class Clip(Tracked):
    """The clip of a scene: what is to be made, and in `current` the take that is shown."""

    transitions = statuses.TRANSITIONS
    descriptions = statuses.DESCRIPTIONS

    story = models.ForeignKey(Story, models.CASCADE, related_name="clips")
    illustration = models.OneToOneField(Illustration, models.CASCADE, related_name="clip")
    number = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=24, choices=statuses.CHOICES, default=statuses.QUEUED, editable=False)
    motion = models.TextField(blank=True, help_text="How camera and subject move.")
    own_words = models.BooleanField(default=False, help_text="A person wrote the motion, not we.")
    ends_on_next = models.BooleanField(
        default=False, db_default=False, help_text="It is to end on the next picture, where the provider can do that."
    )
    provider = models.CharField(
        max_length=40, blank=True, help_text="Who makes the next take; empty: VIDEO_PROVIDER's choice."
    )
    current = models.ForeignKey("Take", models.SET_NULL, null=True, blank=True, related_name="+")
    starts_at = models.DateTimeField(null=True, blank=True, editable=False, help_text="Not asked for before then.")
    error = models.TextField(blank=True, help_text="Why it is not made, as the visitor reads it.")

    class Meta:
        ordering = ["story", "number"]
        constraints = [
            models.UniqueConstraint(fields=["story", "number"], name="one_clip_a_scene"),
            models.CheckConstraint(condition=models.Q(number__gte=1, number__lte=SCENES), name="clip_number_in_range"),
        ]
        indexes = [models.Index(fields=["status", "lease_until"])]

    def __str__(self) -> str:
        return f"Clip {self.number}"

    @property
    def is_outdated(self) -> bool:
        """Whether the shown take was made from an earlier version of the picture than is approved now."""
        return bool(self.current and self.current.picture_id != self.illustration.current_id)


class Take(models.Model):
    """One attempt at a clip, recorded before the provider is asked. `job` is the provider's id of it."""

    clip = models.ForeignKey(Clip, models.CASCADE, related_name="takes")
    number = models.PositiveSmallIntegerField()
    picture = models.ForeignKey(PictureVersion, models.SET_NULL, null=True, related_name="+")
    end_picture = models.ForeignKey(
        PictureVersion, models.SET_NULL, null=True, blank=True, related_name="+", help_text="What it was to end on."
    )
    motion = models.TextField()
    provider = models.CharField(max_length=40)
    model = models.CharField(max_length=80)
    key = models.CharField(max_length=64, unique=True, help_text="Our name of the job, for providers that take one.")
    job = models.CharField(max_length=200, blank=True, help_text="The provider's name of the job.")
    outcome = models.CharField(max_length=10, choices=statuses.OUTCOME_CHOICES, default=statuses.ASKED)
    error = models.TextField(blank=True)
    started_at = models.DateTimeField(auto_now_add=True)
    wait_until = models.DateTimeField(null=True, blank=True, help_text="When it counts as overdue.")
    poll_at = models.DateTimeField(null=True, blank=True, editable=False, help_text="When it is looked at next.")
    fetches = models.PositiveSmallIntegerField(default=0, help_text="How often what arrived was no video.")
    absences = models.PositiveSmallIntegerField(default=0, help_text="How often its provider knew no such job.")
    finished_at = models.DateTimeField(null=True, blank=True)
    host = models.CharField(max_length=40, blank=True)
    wanted_host = models.CharField(max_length=40, blank=True, help_text="The host that should keep it and could not.")
    host_key = models.CharField(max_length=300, blank=True)
    url = models.CharField(max_length=500, blank=True)
    poster_url = models.CharField(max_length=500, blank=True)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    seconds = models.FloatField(default=0.0)
    size = models.PositiveIntegerField(default=0, help_text="Bytes.")
    expense = models.OneToOneField(Expense, models.SET_NULL, null=True, blank=True, related_name="take")

    class Meta:
        ordering = ["clip", "number"]
        constraints = [models.UniqueConstraint(fields=["clip", "number"], name="one_take_a_number")]
        indexes = [models.Index(fields=["provider", "outcome"])]

    def __str__(self) -> str:
        return f"Take {self.number}"

    @property
    def stored(self) -> StoredFile:
        """The file at its host."""
        return StoredFile(self.host_key, self.url, self.poster_url)


class Music(models.Model):
    """Music that the owner or staff uploaded for a story's films."""

    story = models.OneToOneField(Story, models.CASCADE, related_name="music")
    name = models.CharField(max_length=120, help_text="As it was called where it came from.")
    file = models.CharField(max_length=200, help_text="Its name in the story's folder.")
    seconds = models.FloatField(default=0.0)
    by = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name_plural = "music"

    def __str__(self) -> str:
        return self.name


class Narration(models.Model):
    """Which film of a story may have a text read out: one at a time, for they share the voices. It is `holder`'s, a
    renderer's for one text, until `lease_until`."""

    story = models.OneToOneField(Story, models.CASCADE, related_name="+")
    holder = models.CharField(max_length=32, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"Narration of story {self.story_id}"


class Film(Artifact):
    """All clips of a story in one MP4, upright or wide."""

    task = "videos.render"
    event = "film_update"
    shorter = "Without the voice, or with shorter texts, the film is shorter and is made sooner. Please ask for it so."

    VERTICAL, WIDE = "vertical", "wide"
    SHAPES = [(VERTICAL, "upright, 9:16"), (WIDE, "wide, 16:9")]

    story = models.ForeignKey(Story, models.CASCADE, related_name="films")
    shape = models.CharField(max_length=10, choices=SHAPES, default=VERTICAL)
    captions = models.BooleanField(default=True, help_text="The scenes' texts are burned in.")
    voice = models.BooleanField(default=True, help_text="The scenes' texts are read out.")
    music = models.BooleanField(default=True, help_text="The story's music, where there is one, is played below.")
    seconds = models.FloatField(default=0.0)
    captions_file = models.CharField(max_length=200, blank=True, help_text="The .vtt's name in the story's folder.")
    poster_file = models.CharField(max_length=200, blank=True)
    pieces_file = models.CharField(
        max_length=200, blank=True, default="", db_default="", help_text="What the next film is joined from, packed."
    )
    notice = models.TextField(blank=True, help_text="What is not as it was asked for, as the visitor reads it.")
    shows = models.CharField(
        max_length=64, blank=True, default="", db_default="", editable=False, help_text="Digest of what is in its file."
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["story", "shape"], name="one_film_a_shape")]
        indexes = [models.Index(fields=["status", "lease_until"])]

    def __str__(self) -> str:
        return f"Film ({self.shape})"

    @property
    def event_data(self) -> dict[str, Any]:
        """The data of its event."""
        return {"shape": self.shape} | super().event_data
