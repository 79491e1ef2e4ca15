"""Illustrations, their versions, and the decisions about them."""

import math
import zlib
from uuid import UUID

from django.db import models
from django.utils import timezone

from core.models import Expense, Tracked
from images import statuses
from providers.base import StoredFile
from stories.models import SCENES, Scene, Story


class ScenePictures(models.Manager["Illustration"]):
    """The pictures of scenes, without character sheets."""

    def get_queryset(self) -> models.QuerySet["Illustration"]:
        return super().get_queryset().filter(number__gt=0)

    def drawn_count(self, story_id: UUID) -> int:
        """How many pictures of the story have a version to show."""
        return self.filter(story=story_id, current__isnull=False).count()


class Illustration(Tracked):
    """A scene's picture: its status, what is to be drawn next, and `current`, the version that is shown.

    Number 0 is the story's character sheet: the fox alone, drawn before the scenes and sent along with each of them.
    It is drawn like every other picture but has no scene. Only the manager `everything` finds it.
    """

    transitions = statuses.TRANSITIONS
    descriptions = statuses.DESCRIPTIONS

    SHEET = 0
    VARIATIONS = 4  # how many new versions `services.vary` asks for
    DRAW, EDIT, NEW = "draw", "edit", "newimage"
    MODES = [(DRAW, "draw"), (EDIT, "edit the current picture"), (NEW, "new picture from an own prompt")]

    story = models.ForeignKey(Story, models.CASCADE, related_name="illustrations")
    scene = models.OneToOneField(Scene, models.CASCADE, null=True, blank=True, related_name="illustration")
    number = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=24, choices=statuses.CHOICES, default=statuses.QUEUED, editable=False)
    depiction = models.TextField(blank=True, help_text="What the picture shows. Style and character are added to it.")
    depicts = models.TextField(blank=True, editable=False, help_text="The scene's text that it was made of.")
    own_words = models.BooleanField(default=False, help_text="A visitor said what the picture shows, not our writer.")
    change = models.TextField(blank=True, help_text="What reviewers asked to change; added to the next prompt.")
    reasons = models.JSONField(default=list, blank=True, help_text="Why it was rejected; demands of its next prompt.")
    mode = models.CharField(max_length=10, choices=MODES, default=DRAW)
    base = models.ForeignKey("Version", models.SET_NULL, null=True, blank=True, related_name="+")
    current = models.ForeignKey("Version", models.SET_NULL, null=True, blank=True, related_name="+")
    urgent = models.BooleanField(default=False, help_text="A person waits for it: goes before bulk work.")
    softening = models.PositiveSmallIntegerField(default=0, help_text="0 as it is, 1 softened, 2 softened and cut.")
    variations = models.PositiveSmallIntegerField(default=0, help_text="How many more are drawn after this one.")
    starts_at = models.DateTimeField(null=True, blank=True, editable=False)
    stopped = models.BooleanField(
        default=False,
        db_default=False,
        editable=False,
        help_text="Somebody stopped its drawing: it is not tried again.",
    )
    error = models.TextField(blank=True, help_text="Why it is not drawn, as the visitor reads it.")
    cleared = models.CharField(max_length=64, blank=True, editable=False, help_text="Digest of the words found fit.")

    objects = ScenePictures()
    everything = models.Manager()

    class Meta:
        ordering = ["story", "number"]
        default_manager_name = "objects"
        base_manager_name = "everything"
        constraints = [
            models.UniqueConstraint(fields=["story", "number"], name="one_illustration_a_scene"),
            models.CheckConstraint(
                condition=models.Q(number__gte=0, number__lte=SCENES), name="illustration_number_in_range"
            ),
            models.CheckConstraint(
                condition=models.Q(number=0, scene=None) | models.Q(number__gt=0, scene__isnull=False),
                name="a_sheet_has_no_scene",
            ),
        ]
        permissions = [("review_illustration", "Can review and redraw pictures")]
        indexes = [
            models.Index(fields=["status", "lease_until"]),
            # What the lists of the staff are sorted by, of the rows that `objects` finds.
            models.Index(fields=["status", "updated_at"], name="review_queue", condition=models.Q(number__gt=0)),
            models.Index(fields=["-updated_at"], name="changed_last", condition=models.Q(number__gt=0)),
        ]

    def __str__(self) -> str:
        return "The character sheet" if self.is_sheet else f"Picture {self.number}"

    @property
    def is_sheet(self) -> bool:
        """Whether this is the story's character sheet."""
        return self.number == self.SHEET

    @property
    def number_text(self) -> str:
        """The number as text, for templates that put texts together."""
        return str(self.number)

    @property
    def scene_text(self) -> str:
        """The text of its scene as it is now; "" for the character sheet."""
        return self.scene.text if self.scene else ""

    @property
    def mood(self) -> str:
        """The mood of its scene; "" for the character sheet."""
        return self.scene.mood if self.scene else ""

    @property
    def drawn_from(self) -> str:
        """The depiction that the shown version was drawn from; "" without a version."""
        return self.current.depiction if self.current else ""

    @property
    def is_outdated(self) -> bool:
        """Whether the scene's text has changed since the shown version was drawn from it."""
        return bool(self.current and self.current.scene_text and self.current.scene_text != self.scene_text)

    @property
    def starts_in(self) -> int | None:
        """Whole seconds until its turn, None when it does not wait for one."""
        if self.status != statuses.QUEUED or self.starts_at is None:
            return None
        return max(0, math.ceil((self.starts_at - timezone.now()).total_seconds()))

    @property
    def url(self) -> str:
        """The URL of the version that is shown, "" when none is drawn."""
        return self.current.url if self.current else ""

    @property
    def mark(self) -> str:
        """Which version of which picture is shown, as "picture:version", both by number; a page sends it back."""
        return f"{self.number}:{self.current.number if self.current else ''}"

    @property
    def stamp(self) -> str:
        """A short text that changes with what its card shows, so that a page knows when to fetch it again."""
        text = f"{zlib.crc32(self.scene_text.encode()):x}"
        version = self.current.number if self.current else 0
        return f"{self.status}:{version}:{text}{':waits' if self.starts_in is not None else ''}"

    def next_version(self) -> int:
        """The number of its next version. In a transaction that has locked the row."""
        last: int | None = self.versions.aggregate(last=models.Max("number"))["last"]
        return (last or 0) + 1


class PictureToReview(Illustration):
    """A picture as the review queue of the staff sees it."""

    class Meta:
        proxy = True
        default_permissions = ()
        verbose_name = "picture to review"
        verbose_name_plural = "pictures to review"


class Version(models.Model):
    """One attempt at a picture, recorded before the provider is called; or an uploaded picture."""

    UPLOAD = "upload"
    MODERATOR = "the moderator"  # as in `cleared_by`
    MODES = [*Illustration.MODES, (UPLOAD, "somebody's own picture")]

    illustration = models.ForeignKey(Illustration, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    prompt = models.TextField()
    depiction = models.TextField(blank=True, help_text="What the picture shows, without style and character.")
    scene_text = models.TextField(blank=True, help_text="The scene's text that it was made of.")
    mode = models.CharField(max_length=10, choices=MODES)
    note = models.TextField(blank=True)
    softening = models.PositiveSmallIntegerField(default=0)
    softened = models.JSONField(default=list, blank=True, help_text="Which words were softened, as pairs.")
    provider = models.CharField(max_length=40)
    model = models.CharField(max_length=80)
    job = models.CharField(
        max_length=200, blank=True, default="", db_default="", help_text="The service's name of the job, if it has one."
    )
    outcome = models.CharField(max_length=10, choices=statuses.OUTCOME_CHOICES, default=statuses.DRAWING)
    error = models.TextField(blank=True)
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    host = models.CharField(max_length=40, blank=True)
    key = models.CharField(max_length=300, blank=True)
    url = models.CharField(max_length=500, blank=True)
    thumbnail_url = models.CharField(max_length=500, blank=True)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    size = models.PositiveIntegerField(default=0, help_text="Bytes.")
    missing = models.JSONField(
        default=list, db_default=[], blank=True, help_text="What was asked for and is not in the picture."
    )
    unchanged = models.BooleanField(
        default=False, db_default=False, help_text="What was asked to change made no difference."
    )
    wanted_host = models.CharField(
        max_length=40, blank=True, help_text="The host that should keep it and could not; `manage.py rehost` moves it."
    )
    expense = models.OneToOneField(Expense, models.SET_NULL, null=True, blank=True, related_name="version")
    cleared_by = models.CharField(
        max_length=150,
        blank=True,
        default="",
        db_default="",
        help_text="Who found an uploaded picture fit: the moderator, or one of the staff.",
    )

    class Meta:
        ordering = ["illustration", "number"]
        constraints = [models.UniqueConstraint(fields=["illustration", "number"], name="one_version_a_number")]
        indexes = [models.Index(fields=["wanted_host"], name="stranded", condition=~models.Q(wanted_host=""))]

    def __str__(self) -> str:
        return f"Version {self.number}"

    @property
    def stored(self) -> StoredFile:
        """The file at its host."""
        return StoredFile(self.key, self.url, self.thumbnail_url)

    @property
    def seconds(self) -> float | None:
        """How long the attempt took, in seconds; None until it has ended."""
        return (self.finished_at - self.started_at).total_seconds() if self.finished_at else None


class Decision(models.Model):
    """What a person did with a version: approved it, rejected it, asked for another.

    `before` holds the fields that an undo puts back; `undone` says that one did.
    """

    APPROVE, REJECT, REDRAW, EDIT = "approve", "reject", "redraw", "edit"
    VARY, UPLOAD, CHOOSE, UNDO = "vary", "upload", "choose", "undo"
    ACTIONS = [(name, name) for name in (APPROVE, REJECT, REDRAW, EDIT, VARY, UPLOAD, CHOOSE, UNDO)]

    illustration = models.ForeignKey(Illustration, models.CASCADE, related_name="decisions")
    version = models.ForeignKey(Version, models.SET_NULL, null=True, blank=True, related_name="decisions")
    action = models.CharField(max_length=10, choices=ACTIONS)
    reasons = models.JSONField(default=list, blank=True)
    note = models.TextField(blank=True)
    before = models.JSONField(default=dict, blank=True, editable=False)
    undone = models.BooleanField(default=False)
    by = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["action", "at"])]

    def __str__(self) -> str:
        return f"{self.action} by {self.by or 'the machine'}"
