"""Where a story stands, as its visitor sees it: whether it waits for them, and its phase in words."""

from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When

from core import artifact_statuses
from images import statuses as picture_statuses
from images.models import Illustration
from stories import statuses
from stories.models import Story
from videos.models import Film

WAITING, WORKING, APPROVED, FILMED, STOPPED = "waiting", "working", "approved", "filmed", "stopped"
LABELS = {
    WAITING: "Waiting for you",
    WORKING: "Being made",
    APPROVED: "All pictures approved",
    FILMED: "Film and clips made",
    STOPPED: "Could not be made",
}

_DRAWING = (statuses.ILLUSTRATING, statuses.REVIEWING)
_WORDS = {
    statuses.WRITING: "Being written",
    statuses.EDITING: "Scenes to edit",
    statuses.APPROVED: "All pictures approved",
    statuses.FILMING: "Clips being made",
    statuses.FINISHED: "Film and clips made",
    statuses.UNFILMED: "No clip could be made",
    statuses.FAILED: "Could not be written",
}
_WORDS_AT = {
    (statuses.SKETCHING, WAITING): "Your fox to look at",
    (statuses.SKETCHING, WORKING): "Your fox being drawn",
    (statuses.ILLUSTRATING, WAITING): "Pictures to look at, others being drawn",
    (statuses.REVIEWING, WAITING): "Pictures to approve",
    **dict.fromkeys([(status, WORKING) for status in _DRAWING], "Pictures being drawn"),
}


def with_stage(stories: QuerySet[Story]) -> QuerySet[Any]:
    """The stories, each with its `stage` and its `film_state`: "active" while a film is being made, "made" when one is
    there, else ""."""
    pictures = Illustration.everything.filter(story=OuterRef("pk"))
    sheet_is_drawn = pictures.filter(number=Illustration.SHEET, status__in=picture_statuses.ACTIVE)
    to_decide = pictures.filter(number__gt=0, status__in=(picture_statuses.PENDING, picture_statuses.FAILED))
    films = Film.objects.filter(story=OuterRef("pk"))
    settled = Q(status__in=statuses.SETTLED)
    film = Case(
        When(settled & Exists(films.filter(status__in=artifact_statuses.ACTIVE)), then=Value("active")),
        When(settled & Exists(films.exclude(file="")), then=Value("made")),
        default=Value(""),
    )
    working = Q(status__in=(statuses.WRITING, statuses.FILMING, *_DRAWING)) | Q(film_state="active")
    stage = Case(
        When(Q(status=statuses.EDITING), then=Value(WAITING)),
        When(Q(status=statuses.SKETCHING) & ~Exists(sheet_is_drawn), then=Value(WAITING)),
        When(Q(status__in=_DRAWING) & Exists(to_decide), then=Value(WAITING)),
        When(working | Q(status=statuses.SKETCHING), then=Value(WORKING)),
        When(Q(status=statuses.APPROVED), then=Value(APPROVED)),
        When(Q(status=statuses.FINISHED), then=Value(FILMED)),
        default=Value(STOPPED),
    )
    return stories.annotate(film_state=film).annotate(stage=stage)


def words_of(story: Any, *, to_approve: bool) -> str:
    """The phase of a story in words; for rows from `with_stage`. `to_approve`: a picture waits for approval; else those
    that wait for the visitor could not be drawn, or were stopped."""
    stage, film = story.stage, story.film_state
    if film == "active":
        return "Film being made"
    if story.status == statuses.FINISHED and not film:
        return "Clips made"
    if story.status == statuses.REVIEWING and stage == WAITING and not to_approve:
        return "Pictures that are not drawn"
    return _WORDS_AT.get((story.status, stage)) or _WORDS[story.status]
