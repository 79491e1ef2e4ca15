"""The history of every status, the ledger, the audit log, and the abstract models of what has a status."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar, Never

from django.db import models
from django.utils import timezone

from core import artifact_statuses


class StatusEvent(models.Model):
    """One change of a status: what changed, from where to where, who did it and why.

    `told`: whether the pages were notified. False if the process died or Redis was away.
    """

    kind = models.CharField(max_length=60)
    object_id = models.CharField(max_length=40)
    channel = models.CharField(max_length=60, db_index=True)
    old = models.CharField(max_length=24)
    new = models.CharField(max_length=24)
    by = models.CharField(max_length=150, blank=True)
    note = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    told = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["kind", "object_id"]),
            models.Index(fields=["at"], name="untold", condition=models.Q(told=False)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}: {self.old} to {self.new}"


class Expense(models.Model):
    """One call of a provider and what it cost, written before the call; also of one that is free.

    `outcome` is "" and `ended_at` None until it has ended. `reserved_usd` is what it may cost, or may have cost, as far
    as is known: it counts against the budgets until the cost is known, and for good when the call ended without an
    answer. `cost_usd` is None while the cost is not known.
    """

    ANSWERED, REFUSED, LIMITED, FAILED = "answered", "refused", "limited", "failed"
    UNREACHABLE, NO_ANSWER, LOST = "unreachable", "no_answer", "lost"
    OUTCOMES = [
        (ANSWERED, "answered"),
        (REFUSED, "refused for what it asked for"),
        (LIMITED, "told to wait"),
        (FAILED, "answered with another error"),
        (UNREACHABLE, "not reached"),
        (NO_ANSWER, "no answer"),
        (LOST, "its worker stopped"),
    ]
    ERRORS = (REFUSED, LIMITED, FAILED, UNREACHABLE)  # after which it is known what it cost, mostly nothing

    channel = models.CharField("story", max_length=60, db_index=True)
    what = models.CharField(max_length=20)
    provider = models.CharField(max_length=40)
    model = models.CharField(max_length=80)
    grade = models.CharField(max_length=20, blank=True, help_text="What else the price hangs on: a picture's quality.")
    usage = models.JSONField(default=dict, blank=True, help_text="Tokens.")
    cost_usd = models.DecimalField(max_digits=12, decimal_places=6, null=True, blank=True)
    reserved_usd = models.DecimalField(max_digits=12, decimal_places=6, default=Decimal(0))
    at = models.DateTimeField(default=timezone.now, db_index=True)
    outcome = models.CharField(max_length=12, choices=OUTCOMES, blank=True, default="", db_default="")
    ended_at = models.DateTimeField(null=True, blank=True, db_index=True)
    seconds = models.FloatField(null=True, blank=True, help_text="How long it took until it had ended.")

    class Meta:
        ordering = ["-pk"]
        verbose_name = "cost"
        indexes = [models.Index(fields=["provider", "model", "what", "grade", "-at"])]

    def __str__(self) -> str:
        return f"{self.what} by {self.provider} {self.model}"


def _refuse(self: Any, *args: Any, **kwargs: Any) -> Never:
    raise TypeError("The audit log is only added to: its entries are neither changed nor deleted.")


class AppendOnly(models.QuerySet["AuditEntry"]):
    """Rows that can be read and added one by one; everything else raises TypeError."""

    update = delete = bulk_update = bulk_create = update_or_create = _refuse
    _raw_delete = _refuse  # what Django calls to delete without loading

    def _update(self, values: Any) -> int:
        """What Django calls to save a row that may be there; `loaddata` does for every row."""
        return _refuse(self) if self.exists() else 0


class AuditEntry(models.Model):
    """Something that a member of staff did, written by `core.audit`. It names who did it and what it was done to, and
    keeps no key to them: it outlives both."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    by = models.CharField(max_length=150, help_text="The user's name.")
    action = models.CharField(max_length=24, help_text="For what has a status: the status that it got.")
    kind = models.CharField(max_length=60)
    object_id = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    story = models.CharField(max_length=60, blank=True, db_index=True, help_text="The id of the story that it is of.")
    note = models.TextField(blank=True)

    objects = AppendOnly.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "audit entries"
        default_permissions = ("view",)
        base_manager_name = "objects"

    def __str__(self) -> str:
        return f"{self.by}: {self.name} {self.action}"

    delete = _refuse  # saving one that is there ends in `AppendOnly._update`


class ServiceChoice(models.Model):
    """Which service does a job, as staff chose (`core.service_choice`): goes before the setting where it has a name."""

    TEXT, PICTURES, CLIPS, SPEECH = "text", "pictures", "clips", "speech"
    JOBS = [(TEXT, "Text"), (PICTURES, "Pictures"), (CLIPS, "Clips"), (SPEECH, "Speech")]

    job = models.CharField(max_length=10, choices=JOBS, unique=True)
    name = models.CharField(max_length=40, blank=True, help_text="The provider's name; empty: as the setting says.")
    quality = models.CharField(max_length=20, blank=True, help_text="Of pictures; empty: as the setting says.")
    offered = models.JSONField(default=list, blank=True, help_text="The illustrators that visitors may choose.")
    former = models.JSONField(default=list, blank=True, help_text="The illustrators that stories under way keep.")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"The service for {self.job}"


class Leased(models.Model):
    """A row that a worker claims (`core.jobs`). After `lease_until` its worker or its message counts as lost, and a
    sweep takes it."""

    story_id: Any  # of the key to a story, which every such model has
    deleted: ClassVar[str] = "story__deleted_at"  # where it says when its story was deleted; "" for no work of a story

    lease_until = models.DateTimeField(null=True, blank=True, editable=False)
    tries = models.PositiveSmallIntegerField(
        default=0, editable=False, help_text="Times that work on it began since it was last asked for."
    )

    class Meta:
        abstract = True

    @property
    def channel(self) -> str:
        """The live channel on which changes of this row are announced: the id of its story."""
        return str(self.story_id)


class Tracked(Leased):
    """A row with a status that only `core.status.move` changes. `transitions` maps a status to those it may go to,
    `descriptions` to what it means."""

    transitions: ClassVar[Mapping[str, frozenset[str]]]
    descriptions: ClassVar[Mapping[str, str]]

    status = models.CharField(max_length=24)
    queued_at = models.DateTimeField(null=True, blank=True, editable=False, help_text="When it was last asked for.")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True


class Artifact(Tracked):
    """A file that is made on demand, in the background, and kept until what it is made from changes.

    `wanted` is the digest of what the next one is made from, `made_from` that of what the file was made from: where
    they differ the file is out of date. `progress` counts thousandths. A file stays until the next one is there.
    What happens to it happens in `core.artifacts`. `task` is the name of the Celery task that makes one.
    """

    transitions = artifact_statuses.TRANSITIONS
    descriptions = artifact_statuses.DESCRIPTIONS
    task: ClassVar[str]
    event: ClassVar[str]
    shorter: ClassVar[str] = "Please ask for it again when less is going on."  # what helps when it took too long
    began = 0.0  # when this process began to make it, by the monotonic clock
    next_progress = 0.0  # when this process says next how far it is, by the monotonic clock

    status = models.CharField(
        max_length=24, choices=artifact_statuses.CHOICES, default=artifact_statuses.QUEUED, editable=False
    )
    wanted = models.CharField(max_length=64, blank=True, editable=False)
    made_from = models.CharField(max_length=64, blank=True, editable=False)
    progress = models.PositiveSmallIntegerField(default=0, help_text="Of a thousand.")
    file = models.CharField(max_length=200, blank=True, help_text="Its name in the story's folder.")
    size = models.PositiveBigIntegerField(default=0, help_text="Bytes.")
    error = models.TextField(blank=True, help_text="Why it is not made, as the visitor reads it.")
    made_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def seen(self) -> str:
        """What a page shows of it besides its progress, in short: while it is the same, nothing need be fetched."""
        return f"{self.status}:{self.file}"

    @property
    def event_data(self) -> dict[str, Any]:
        """The data of its live event; subclasses add which artifact it is."""
        return {"status": self.status, "progress": self.progress, "error": self.error, "seen": self.seen}
