"""What comes next for a story of a batch: its statuses, and the service that leads from each to the next."""

from collections.abc import Callable
from functools import partial

from batches.models import Batch
from core import artifact_statuses
from images import queries as picture_queries
from images import services as picture_services
from images import statuses as picture_statuses
from images import stopping
from images.models import Illustration
from stories import queries as story_queries
from stories import statuses as story_statuses
from stories import writing
from stories.models import SCENES, Story
from videos import queries as clip_queries
from videos import services as clip_services
from videos.film import services as film_services
from videos.models import Film

Step = Callable[[], object]
_FOX = "Somebody asked to see its fox first; keep him on the story's page, and the story goes on there."


class RowFailed(Exception):
    """The story cannot be made so far by itself; the message says why, and what to do."""


def next_step(batch: Batch, story: Story) -> Step | bool | None:
    """What is to be done now: a call that brings the story farther, True when the story is as far as the batch makes
    it, None while it is at work or the batch is stopped. Raises RowFailed."""
    step = _STEPS[story.status](batch, story)
    return step if batch.is_running or isinstance(step, bool) else None


def _writing(batch: Batch, story: Story) -> None:
    return None


def _failed(batch: Batch, story: Story) -> None:
    raise RowFailed(story.error or story.stopped)


def _editing(batch: Batch, story: Story) -> Step | bool:
    if gaps := story_queries.gaps_of(story):
        numbers = ", ".join(map(str, gaps))
        raise RowFailed(f"The writer left out scene {numbers}. Write it on the story's page, then try it again.")
    return partial(picture_services.approve_scenes, story, {}, by=batch.by) if batch.reaches(Batch.PICTURES) else True


def _sketching(batch: Batch, story: Story) -> bool:
    if batch.reaches(Batch.PICTURES):
        raise RowFailed(_FOX)
    return True


def _illustrating(batch: Batch, story: Story) -> bool | None:
    return None if batch.reaches(Batch.PICTURES) else True


def _reviewing(batch: Batch, story: Story) -> Step | bool | None:
    if not batch.reaches(Batch.PICTURES):
        return True
    pictures = list(picture_queries.pictures_of(story))
    if any(picture.status in picture_statuses.ACTIVE for picture in pictures):
        return None
    if failed := [picture for picture in pictures if picture.status == picture_statuses.FAILED]:
        if batch.stopped_at and all(picture.stopped for picture in failed):
            return None
        raise RowFailed(_not_drawn(story, failed))
    if not batch.reaches(Batch.FILM):
        return True
    return partial(picture_services.approve_all, _of_story(pictures, story), by=batch.by)


def _of_story(pictures: list[Illustration], story: Story) -> list[Illustration]:
    for picture in pictures:
        picture.story = story
    return pictures


def _not_drawn(story: Story, failed: list[Illustration]) -> str:
    numbers = ", ".join(str(picture.number) for picture in failed)
    return (
        f"{len(failed)} of {SCENES} pictures could not be drawn (scene {numbers}): {story.stopped or failed[0].error}"
    )


def _approved(batch: Batch, story: Story) -> Step | bool:
    return partial(clip_services.make_videos, story, by=batch.by) if batch.reaches(Batch.FILM) else True


def _filming(batch: Batch, story: Story) -> bool | None:
    return None if batch.reaches(Batch.FILM) else True


def _filmed(batch: Batch, story: Story) -> bool | None:
    if not batch.reaches(Batch.FILM):
        return True
    if missing := clip_queries.pictures_without_clip(story):
        if batch.stopped_at:
            return None
        why = next((clip.error for _, clip in missing if clip and clip.error), story.error)
        raise RowFailed(f"{len(missing)} of {SCENES} clips could not be made: {why}")
    film = Film.objects.filter(story=story, shape=Film.VERTICAL).first()
    if film and film.status in (artifact_statuses.FAILED, artifact_statuses.CANCELLED):
        raise RowFailed(f"The film was not made: {film.error or 'somebody stopped it.'}")
    return True if film and film.status == artifact_statuses.READY else None


_STEPS: dict[str, Callable[[Batch, Story], Step | bool | None]] = {
    story_statuses.WRITING: _writing,
    story_statuses.FAILED: _failed,
    story_statuses.EDITING: _editing,
    story_statuses.SKETCHING: _sketching,
    story_statuses.ILLUSTRATING: _illustrating,
    story_statuses.REVIEWING: _reviewing,
    story_statuses.APPROVED: _approved,
    story_statuses.FILMING: _filming,
    story_statuses.FINISHED: _filmed,
    story_statuses.UNFILMED: _filmed,
}


def resume(story: Story, *, by: str) -> None:
    """Have a story go on that failed or was stopped: written again, its missing pictures drawn, its missing clips and
    film made. Raises Refused as the services do."""
    if story.status == story_statuses.FAILED:
        writing.write_again(story, by=by)
    elif stopping.stopped_pictures(story).exists():
        stopping.go_on(story, by=by)
    elif failed := list(picture_queries.pictures_of(story).filter(status=picture_statuses.FAILED)):
        picture_services.redraw_all(_of_story(failed, story), by=by)
    elif story.status in (story_statuses.FINISHED, story_statuses.UNFILMED):
        if clip_queries.pictures_without_clip(story):
            clip_services.make_videos(story, by=by)
        else:
            film_services.request_film(story, by=by)
