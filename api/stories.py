"""`GET /story/<id>`: a story with its pictures and clips. Clients poll it while their event stream is broken. `DELETE`
of the same address, and its undo."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema

from api.errors import some_errors
from api.parameters import DeletedStory, EmptyBody, StoryToDelete, StoryToSee
from api.security import MAKERS
from core import expenses
from core.web.visitors import display_name
from images import queries as pictures
from images.character_sheet import sheet_of
from images.models import Illustration
from stories import access, deletion, statuses
from stories.models import SCENES, Story
from stories.queries import scene_stamps
from videos import queries as clips
from videos.models import Clip

router = Router(tags=["stories"])


class PictureState(Schema):
    """A picture: its URL ("" before it is drawn), how it is, and in how many seconds it starts where it waits."""

    url: str
    status: str
    version: int
    starts_in: int | None
    error: str
    outdated: bool = Field(description="The scene's text was changed after the picture was drawn.")
    missing: list[str] = Field(description="Things of the text that the picture lacks, as its illustrator says.")
    seen: str = Field(description="As long as this is the same, the picture's card looks the same.")


class ClipState(Schema):
    """A clip: the URLs of its file and of its first picture, "" before it is made."""

    url: str
    poster: str
    status: str
    error: str
    outdated: bool = Field(description="Another version of the picture is approved by now.")
    seen: str = Field(description="As long as this is the same, the clip's card looks the same.")


class StoryState(Schema):
    """A story. `images` and `videos` are by scene number; what is not asked for yet is left out."""

    story_id: str
    title: str
    status: str
    phase: str = Field(description="The status by the site's own, finer names.")
    error: str
    completed_scenes: int = Field(description="Pictures that are drawn and kept.")
    total_scenes: int
    images: dict[str, PictureState]
    scene_stamps: dict[str, str] = Field(description="While scenes are edited: changes with a scene's box.")
    cost_usd: float | None = Field(None, description="Left out for staff who may not see costs.")
    character: PictureState | None = None
    videos: dict[str, ClipState] | None = None
    completed_videos: int | None = None
    total_videos: int | None = None


@router.get(
    "story/{story_id}",
    response={200: StoryState, **some_errors(404)},
    exclude_unset=True,
    summary="A story and its pictures",
)
def get_story(request: HttpRequest, story: StoryToSee) -> StoryState:
    """The story's state, and that of every picture and clip."""
    return StoryState(**story_state(story))


class Deleted(Schema):
    """A story was deleted, or is there again. `undo_until` is null where there is nothing to undo."""

    story_id: str
    status: str
    undo_until: datetime | None


@router.delete(
    "story/{story_id}",
    auth=MAKERS,
    response={200: Deleted, **some_errors(404, 409)},
    summary="Delete a story",
)
def delete_story(request: HttpRequest, story: StoryToDelete) -> Deleted:
    """Nobody sees it any more, and its public page is gone. It can be undone until `undo_until`."""
    deletion.delete(story, by=display_name(request))
    return Deleted(story_id=story.channel, status="deleted", undo_until=deletion.undo_until(story))


@router.post(
    "undo_delete/{story_id}",
    auth=MAKERS,
    response={200: Deleted, **some_errors(400, 404, 409, 413, 415)},
    summary="Restore a deleted story",
)
def undo_delete(request: HttpRequest, story: DeletedStory, body: EmptyBody) -> Deleted:
    """The story is as it was, without its public page. What waited to be drawn goes on."""
    deletion.undo(story, by=display_name(request))
    return Deleted(story_id=story.channel, status=statuses.IN_API[story.status], undo_until=None)


def story_state(story: Story) -> dict[str, Any]:
    """The fields of a `StoryState`."""
    rows = list(pictures.pictures_of(story))
    sheet = sheet_of(story)
    return {
        "story_id": str(story.pk),
        "title": story.title,
        "status": statuses.IN_API[story.status],
        "phase": story.status,
        "error": story.error,
        "completed_scenes": pictures.progress_of(rows).drawn,
        "total_scenes": SCENES,
        "images": {str(picture.number): picture_state(picture) for picture in rows},
        "scene_stamps": scene_stamps(story),
        **({"cost_usd": float(expenses.known_cost(story.channel))} if access.COSTS in story.may else {}),
        **({"character": picture_state(sheet)} if sheet else {}),
        **clips_state(story),
    }


def picture_state(picture: Illustration) -> PictureState:
    return PictureState(
        url=picture.url,
        status=picture.status,
        version=picture.current.number if picture.current else 0,
        starts_in=picture.starts_in,
        error=picture.error,
        outdated=picture.is_outdated,
        missing=picture.current.missing if picture.current else [],
        seen=picture.stamp,
    )


def clips_state(story: Story) -> dict[str, Any]:
    """The fields about clips; none before clips were asked for."""
    rows = list(clips.clips_of(story))
    if not rows:
        return {}
    return {"videos": {str(clip.number): clip_state(clip) for clip in rows}} | clips.counts_of(rows)


def clip_state(clip: Clip) -> ClipState:
    return ClipState(
        url=clip.current.url if clip.current else "",
        poster=clip.current.poster_url if clip.current else "",
        status=clip.status,
        error=clip.error,
        outdated=clip.is_outdated,
        seen=clips.clip_stamp(clip),
    )
