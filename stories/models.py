"""Story templates with their beats, stories, and their scenes."""

import uuid
from collections.abc import Collection

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from core.models import Leased, Tracked
from stories import beats, statuses

SCENES = 20
SCENE_LIMIT = 2000  # characters
TITLE_LIMIT, AUTHOR_LIMIT = 200, 100  # characters


class StoryTemplate(models.Model):
    """A kind of story: its beats, and the look of its pictures."""

    name = models.CharField(max_length=80, unique=True)
    summary = models.CharField(max_length=300, blank=True, help_text="One sentence, shown in the quiz.")
    position = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True, help_text="Offered in the quiz.")
    art_style = models.TextField(help_text="Opens the prompt of every picture.")
    character = models.TextField(help_text="Follows every mention of the red fox, in parentheses.")

    class Meta:
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


class Beat(models.Model):
    """What one scene of a template must show."""

    template = models.ForeignKey(StoryTemplate, models.CASCADE, related_name="beats")
    number = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(SCENES)])
    kind = models.CharField(max_length=24, choices=[(name, f"{name}: {text}") for name, text in beats.KINDS.items()])
    mood = models.CharField(max_length=24, choices=[(name, name) for name in beats.MOODS])
    shows = models.TextField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["template", "number"], name="one_beat_a_scene"),
            models.CheckConstraint(condition=models.Q(number__gte=1, number__lte=SCENES), name="beat_number_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self.template}, scene {self.number}: {self.kind}"


class PresentStories(models.Manager["Story"]):
    """The stories that are not deleted."""

    def get_queryset(self) -> models.QuerySet["Story"]:
        return super().get_queryset().filter(deleted_at=None)


class Story(Tracked):
    """One visitor's story. `owner` is the visitor's id from the session; the id of the story is unguessable. `may` are
    the actions of `stories.access` that whoever asked for it may do with it; none where nobody asked.

    A deleted story keeps its rows and files for a week (`stories.deletion`). Only the manager `everything` finds it:
    for workers, who finish what they have begun, and for whatever removes files.
    """

    transitions = statuses.TRANSITIONS
    descriptions = statuses.DESCRIPTIONS
    deleted = "deleted_at"
    may: Collection[str] = ()
    guest = ""  # the name of whoever asked for it, where only a review link lets them in

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.CharField(max_length=64, db_index=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False)
    template = models.ForeignKey(StoryTemplate, models.PROTECT)
    answers = models.JSONField()
    details = models.JSONField(
        default=list,
        db_default=models.Value([], output_field=models.JSONField()),
        blank=True,
        help_text="What the writer is told besides, from the answers to questions that staff have added.",
    )
    title = models.CharField(max_length=TITLE_LIMIT, blank=True)
    author = models.CharField(
        max_length=AUTHOR_LIMIT,
        blank=True,
        default="",
        db_default="",
        help_text="Who it is by, as its visitor says.",
    )
    art_style = models.TextField()
    character = models.TextField()
    status = models.CharField(max_length=24, choices=statuses.CHOICES, default=statuses.WRITING, editable=False)
    error = models.TextField(blank=True, help_text="Why it failed, as the visitor reads it.")
    described = models.TextField(blank=True, editable=False, help_text="The fox, as the writer described him.")
    stopped = models.TextField(blank=True, help_text="What the operator has to do before this story can go on.")
    writer = models.CharField(max_length=80, blank=True, help_text="Provider and model that wrote it.")
    image_provider = models.CharField(
        max_length=40, blank=True, default="", db_default="", help_text="Who draws it, if its visitor chose."
    )
    image_quality = models.CharField(
        max_length=20, blank=True, default="", db_default="", help_text="In which quality, if its visitor chose."
    )
    cover = models.PositiveSmallIntegerField(
        default=1, db_default=1, help_text="The number of the scene whose picture is the cover."
    )
    is_public = models.BooleanField(default=False, editable=False, help_text="It has a public page.")
    archived_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="Its visitor archived it: it is in a list of its own."
    )
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False, help_text="Removed for good a week later.")

    objects = PresentStories()
    everything = models.Manager()

    class Meta:
        verbose_name_plural = "stories"
        ordering = ["-created_at"]
        default_manager_name = "objects"
        base_manager_name = "everything"
        indexes = [
            models.Index(fields=["status", "lease_until"]),
            models.Index(fields=["owner", "-created_at"]),
            models.Index(fields=["-created_at"]),
            models.Index(fields=["deleted_at"], name="deleted_stories", condition=models.Q(deleted_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.title or f"Story {str(self.pk)[:8]}"

    @property
    def channel(self) -> str:
        """The live channel of the story: its id."""
        return str(self.pk)

    @property
    def chosen(self) -> list[object]:
        """What its visitor chose of how it is presented, for the digests of what shows that: empty as long as they
        chose nothing, so that what was made before still counts as up to date."""
        return [self.author, self.cover] if self.author or self.cover != 1 else []


class Scene(models.Model):
    """One of the twenty scenes. An empty text is a gap, and a story with gaps cannot be approved."""

    story = models.ForeignKey(Story, models.CASCADE, related_name="scenes")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=24)
    mood = models.CharField(max_length=24)
    shows = models.TextField()
    text = models.TextField(blank=True)
    original_text = models.TextField(blank=True, help_text="As the writer first wrote it.")
    rewrites = models.PositiveSmallIntegerField(default=0)
    rewrite_error = models.CharField(max_length=500, blank=True, help_text="Why it was not written again.")
    rewriting_until = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["story", "number"], name="one_scene_a_number"),
            models.CheckConstraint(condition=models.Q(number__gte=1, number__lte=SCENES), name="scene_number_in_range"),
        ]

    def __str__(self) -> str:
        return f"Scene {self.number}"

    @property
    def is_gap(self) -> bool:
        """Whether it has no text."""
        return not self.text.strip()

    @property
    def was_written(self) -> bool:
        """Whether the writer has written a text for it."""
        return bool(self.original_text or self.rewrites)

    @property
    def is_edited(self) -> bool:
        """Whether the text differs from what the writer first wrote."""
        return bool(self.original_text) and self.text != self.original_text


class ReviewLink(models.Model):
    """Whoever opens it may look at the story, which stays its owner's; where it `may_decide`, also comment on it and
    approve and reject its pictures. Taking it back deletes the row, and ends what it let anybody do."""

    story = models.ForeignKey(Story, models.CASCADE, related_name="review_links")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    may_decide = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"Review link {self.pk}"


class Comment(models.Model):
    """What somebody says about a scene of the story and its picture; number 0 is about the whole story."""

    story = models.ForeignKey(Story, models.CASCADE, related_name="comments")
    number = models.PositiveSmallIntegerField("scene", default=0)
    by = models.CharField(max_length=150)
    text = models.TextField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Comment {self.pk}"


class Removal(Leased):
    """Files of a story that is gone, or that were stored for nothing, which are to be removed. The row goes when all of
    them are. `story_id` is no key: the story is gone."""

    deleted = ""

    story_id = models.UUIDField("story", editable=False)
    files = models.JSONField(help_text="What is left: host, key, and whether it is a clip.")
    due_at = models.DateTimeField(help_text="When it is tried next.")
    error = models.TextField(blank=True, help_text="Why something is left, for the operator.")

    class Meta:
        ordering = ["due_at"]
        indexes = [models.Index(fields=["due_at"]), models.Index(fields=["lease_until"])]

    def __str__(self) -> str:
        return f"{len(self.files)} {'file' if len(self.files) == 1 else 'files'}"
