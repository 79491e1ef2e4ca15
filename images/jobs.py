"""Pictures as background jobs (see `core.jobs`): how they are queued, sent, take turns, are reclaimed and given up."""

from collections.abc import Mapping
from typing import Any

from celery import chain, chord
from django.conf import settings
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from core import expenses
from core.jobs import Lifecycle, RetryPolicy, lease
from core.models import Expense
from core.queue import enqueue, message
from core.status import locked, move
from core.token_bucket import Bucket
from images import statuses
from images.models import Decision, Illustration, Version
from images.settling import settling
from providers.base import Illustrator
from stories.models import Story

# A request reaches the provider a little after its token was taken, and not always equally late. A period that is this
# much longer (three quarters of a second in a minute) keeps two requests a minute apart at the provider's end too.
MARGIN = 1 / 80
OWN_LIMIT = 600  # pictures in a period: more than any graphics cards of one's own draw


def bucket_of(illustrator: Illustrator) -> Bucket:
    """The token bucket of this provider and model, which every picture that it draws asks for its turn."""
    return _bucket(illustrator.name, illustrator.model)


def _bucket(provider: str, model: str) -> Bucket:
    name, period = f"{provider}:{model}", settings.IMAGE_PERIOD_SECONDS * (1 + MARGIN)
    at_once, burst = int(settings.MAX_CONCURRENT_IMAGES), settings.IMAGE_BURST
    if provider == "comfyui":  # one's own graphics cards have no rate; each draws one picture while the next one waits
        return Bucket(name, OWN_LIMIT, period, at_once=min(at_once, 2 * len(settings.COMFYUI_URLS)))
    # The local illustrator draws as many as it can, unless a setting limits it.
    limit = settings.LOCAL_IMAGES_PER_MINUTE if provider == "local" else int(settings.IMAGES_PER_MINUTE)
    return Bucket(name, limit, period, burst=burst, at_once=at_once)


def request_version(picture: Illustration, by: str, changes: Mapping[str, Any], *, urgent: bool = True) -> None:
    """Queue the picture for a new version with `changes` to its fields, and send its message. In `settling`."""
    fresh: dict[str, Any] = {"softening": 0, "starts_at": None, "base": None, "variations": 0, "urgent": urgent}
    fresh["stopped"] = False
    # If the reason for which the story stopped still holds, this picture finds out.
    Story.objects.filter(pk=picture.story_id).exclude(stopped="").update(stopped="", error="")
    picture_jobs.ask(picture, by=by, **(fresh | dict(changes)))
    picture_jobs.send(picture)


def send_story(story: Story) -> None:
    """Have a story drawn: its character sheet if that is queued, the prompts, then all pictures as a chord whose body
    closes the drawing phase."""
    story_id = str(story.pk)
    numbers = story.illustrations.values_list("number", flat=True)
    pictures = chord(
        [message("images.draw", story_id=story_id, scene=number) for number in numbers],
        message("images.finish", story_id=story_id),
    )
    sheets = Illustration.everything.filter(story=story, number=Illustration.SHEET, status=statuses.QUEUED)
    first = [message("images.draw", story_id=story_id, scene=sheet.number) for sheet in sheets]
    enqueue(chain(*first, message("images.compose", story_id=story_id), pictures))


def collectable(picture: Illustration) -> Version | None:
    """The attempt at what is asked for whose job a service has under way, so that any worker can collect it; None
    without one."""
    if not picture.tries:  # it is asked for anew: what there is was made for something else
        return None
    last = picture.versions.select_related("expense").order_by("number").last()
    return last if last and last.job and last.outcome == statuses.DRAWING else None


def with_collectable(pictures: QuerySet[Illustration]) -> QuerySet[Illustration]:
    """Those of the pictures for which `collectable` finds an attempt."""
    last = Version.objects.filter(illustration=OuterRef("pk")).order_by("-number")
    found = pictures.filter(tries__gt=0).alias(
        last_outcome=Subquery(last.values("outcome")[:1]), last_job=Subquery(last.values("job")[:1])
    )
    return found.filter(last_outcome=statuses.DRAWING).exclude(last_job="")


def lose_attempts(picture: Illustration, why: str) -> None:
    """Record that nobody will hear what became of the calls for this picture that are still open."""
    attempts = picture.versions.filter(outcome=statuses.DRAWING)
    expenses.lose(Expense.objects.filter(version__in=attempts))
    attempts.update(outcome=statuses.UNKNOWN, error=why, finished_at=timezone.now())


def end(picture: Illustration, why: str, *, note: str) -> None:
    """Draw the picture no more. It fails in the words `why`; but of several variations those that were drawn are shown.
    In `settling`."""
    lose_attempts(picture, note)
    drawn = _variations_drawn(picture)
    status = statuses.PENDING if drawn else statuses.FAILED
    if drawn:
        why = f"{_SO_FAR[drawn]} drawn. {why}"
    move(picture, status, note=note, error=why, lease_until=None, starts_at=None, variations=0)


_SO_FAR = {1: "One of four was", 2: "Two of four were", 3: "Three of four were"}


def _variations_drawn(picture: Illustration) -> int:
    """How many of the variations that were asked for last are drawn; 0 if something else was."""
    if picture.current_id is None:
        return 0
    last = picture.decisions.order_by("pk").last()
    asked = last is not None and last.action == Decision.VARY
    return Illustration.VARIATIONS - 1 - picture.variations if asked else 0


class PictureJobs(Lifecycle[Illustration]):
    """The life of a picture from queued to drawn or failed."""

    model = Illustration
    queued = statuses.QUEUED
    working = (statuses.GENERATING,)
    retry = RetryPolicy()
    fresh_try: Mapping[str, Any] = {"starts_at": None}  # it may be drawn at once
    lost = "The worker stopped while it was being drawn."
    unknown = f"{lost[:-1]}; whether that attempt was paid for is not known."

    def send(self, job: Illustration) -> None:
        """Have one queued picture drawn; composed first, if nobody has said yet what it shows."""
        story_id = str(job.story_id)
        if job.depiction:
            return enqueue("images.draw", story_id=story_id, scene=job.number)
        draw = message("images.draw", story_id=story_id, scene=job.number).set(ignore_result=True)
        enqueue(chain(message("images.compose", story_id=story_id), draw))

    def send_again(self, job: Illustration) -> bool:
        """Send a lost message again. A story whose prompts are not composed yet starts over with that, once for all of
        its pictures."""
        if job.depiction:
            return super().send_again(job)
        with transaction.atomic():
            story = locked(Story.everything.filter(pk=job.story_id))
            blank = story.illustrations.filter(status=self.queued, depiction="", lease_until__lt=timezone.now())
            sent = bool(blank.update(lease_until=lease(settings.LEASE_SECONDS)))
            if sent:
                send_story(story)
        return sent

    def longest_before_resend(self, job: Illustration) -> float:
        """A picture whose turn is far away extends its own lease, so nothing is to be waited for longer."""
        return 0.0

    def lock(self, job: Illustration) -> None:
        """The story comes before its pictures, as in `settling`."""
        locked(Story.everything.filter(pk=job.story_id))

    def is_last_try(self, job: Illustration) -> bool:
        return super().is_last_try(job) or (job.stopped and collectable(job) is None)

    def close_attempt(self, job: Illustration) -> None:
        """Nobody knows what became of the call of the worker that died. A job that its service has named goes on."""
        if self.is_last_try(job) or collectable(job) is None:
            lose_attempts(job, self.unknown)

    def give_up(self, job: Illustration) -> None:
        """Its worker died in the last try."""
        times = "" if job.stopped else " three times"
        with settling(job.story_id):
            end(job, f"Drawing this picture was interrupted{times}. Please draw it again.", note=self.unknown)

    def reclaimed(self, job: Illustration) -> None:
        """The call of the worker that died counts no more as running."""
        if attempt := job.versions.exclude(mode=Version.UPLOAD).order_by("number").last():
            _bucket(attempt.provider, attempt.model).lost(str(job.pk))


picture_jobs = PictureJobs()
