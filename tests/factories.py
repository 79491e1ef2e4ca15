"""Stories in any status, made by the services."""

from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import CharField, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Concat
from django.test import Client
from django.utils import timezone
from PIL import Image

from core.status import move
from core.web.visitors import SESSION_KEY
from images import services, settling, statuses
from images.models import Illustration, Version
from stories import services as story_services
from stories import statuses as story_statuses
from stories.models import Scene, Story, StoryTemplate

OWNER = "visitor-one"
ANSWERS_A = {
    "story_type": "Power Fantasy",
    "humiliation_type": "A",
    "offering_who": "",
    "offering_what": "",
    "humiliation": "laughed at by crows",
    "find": "a blueprint for a jetpack",
    "do_with_find": "B",
    "villain_crime": "stealing from the village",
}
ANSWERS_B = ANSWERS_A | {
    "humiliation_type": "B",
    "humiliation": "",
    "offering_who": "a girl fox",
    "offering_what": "a flower",
    "find": "a glowing relic",
    "do_with_find": "A",
}


def visitor(owner: str = OWNER) -> Client:
    """The browser of the visitor who owns the stories of the factories."""
    client = Client()
    session = client.session
    session[SESSION_KEY] = owner
    session.save()
    return client


def make_story(*, owner: str = OWNER, answers: dict[str, str] | None = None, user: Any = None) -> Story:
    """A story that waits for its writer. The content must be loaded."""
    template = StoryTemplate.objects.get(name=(answers or ANSWERS_A)["story_type"])
    return story_services.create_story(owner=owner, user=user, template=template, answers=answers or ANSWERS_A)


def edited_story(**how: Any) -> Story:
    """A story whose scenes are written, without a call of the writer, and can be edited."""
    story = make_story(**how)
    text = Concat(Value("The red fox walks past tree number "), Cast("number", CharField()), Value("."))
    story.scenes.update(text=text, original_text=text)
    move(story, story_statuses.EDITING, title="A test of courage", writer="local storyteller-1")
    return story


def sketched_story(status: str = statuses.PENDING, **how: Any) -> Story:
    """A story whose scenes are approved and whose character sheet is in `status`."""
    story = edited_story(**how)
    services.create_pictures(story, {}, by="", review=True)
    bring_to(sheet_of(story), status)
    return story


def sheet_of(story: Story) -> Illustration:
    """The story's character sheet as it is now."""
    rows = Illustration.everything.select_related("current", "story", "scene", "base")
    return rows.get(story=story, number=Illustration.SHEET)


def reloaded(picture: Illustration) -> Illustration:
    """The picture as it is now."""
    return Illustration.everything.select_related("current", "story", "scene", "base").get(pk=picture.pk)


def illustrated_story(status: str = statuses.QUEUED, **how: Any) -> Story:
    """A story whose scenes are approved and whose twenty pictures are all in `status`."""
    story = edited_story(**how)
    services.create_pictures(story, {}, by="")
    texts = Scene.objects.filter(pk=OuterRef("scene")).values("text")
    story.illustrations.update(depiction="The red fox walks.", depicts=Subquery(texts))
    _bring_all_to(story, status)
    if status not in statuses.ACTIVE:
        settling.settle(story.pk)
        story.refresh_from_db()
    return story


def _bring_all_to(story: Story, status: str) -> None:
    """As `bring_to` for all pictures, without the history and much faster."""
    changes: dict[str, Any] = {"status": status}
    if statuses.PENDING in _WAYS[status]:
        Version.objects.bulk_create(_version(picture, 1) for picture in story.illustrations.all())
        changes["current"] = Subquery(Version.objects.filter(illustration=OuterRef("pk")).values("pk")[:1])
    story.illustrations.update(**changes)


def story_folder(story_id: object) -> Path:
    """The folder of the story's files, while they are on this machine."""
    folder: Path = settings.MEDIA_ROOT / str(story_id)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def approved_story(**how: Any) -> Story:
    """A story whose twenty pictures are approved, each stored as a small file."""
    story = illustrated_story(statuses.APPROVED, **how)
    story_folder(story.pk)
    for key in Version.objects.filter(illustration__story=story).values_list("key", flat=True):
        (settings.MEDIA_ROOT / key).write_bytes(small_png())
    return story


_WAYS = {
    statuses.QUEUED: (),
    statuses.GENERATING: (statuses.GENERATING,),
    statuses.PENDING: (statuses.GENERATING, statuses.PENDING),
    statuses.APPROVED: (statuses.GENERATING, statuses.PENDING, statuses.APPROVED),
    statuses.REJECTED: (statuses.GENERATING, statuses.PENDING, statuses.REJECTED),
    statuses.FAILED: (statuses.GENERATING, statuses.FAILED),
}


def bring_to(picture: Illustration, status: str) -> Illustration:
    """Move a queued picture on to `status`, with a stored version where it has one there."""
    for step in _WAYS[status]:
        changes = {"current": drawn_version(picture)} if step == statuses.PENDING else {}
        move(picture, step, **changes)
    return picture


def drawn_version(picture: Illustration, **fields: Any) -> Version:
    """A version as after drawing, with other `fields`."""
    version = _version(picture, picture.versions.count() + 1)
    for name, value in fields.items():
        setattr(version, name, value)
    version.save()
    return version


def _version(picture: Illustration, number: int) -> Version:
    key = f"{picture.story_id}/scene-{picture.number:02d}-v{number}.png"
    return Version(
        illustration=picture,
        number=number,
        prompt="The red fox walks.",
        depiction=picture.story.character if picture.is_sheet else picture.depiction,
        scene_text=picture.depicts,
        note=picture.change,
        mode=Illustration.DRAW,
        provider="local",
        model="storybook-1",
        outcome=statuses.DRAWN,
        finished_at=timezone.now(),
        host="local",
        key=key,
        url=f"/media/{key}",
        thumbnail_url=f"/media/{key}",
        width=1024,
        height=1536,
    )


def small_png(colour: str = "orange") -> bytes:
    """A real, small picture."""
    out = BytesIO()
    Image.new("RGB", (64, 96), colour).save(out, "PNG")
    return out.getvalue()
