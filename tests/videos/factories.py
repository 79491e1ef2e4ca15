"""Clips, takes, finished stories and films for tests, without the work of a provider."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.utils import timezone

from core import artifacts
from core.status import move
from images import statuses as picture_statuses
from images.models import Illustration
from providers import ffmpeg
from stories import statuses as story_statuses
from stories.models import Story
from tests.factories import illustrated_story, small_png, story_folder
from videos import statuses
from videos.film.contents import contents_of
from videos.models import Clip, Film, Take
from videos.settling import settle

CLIP_SECONDS = 1.0


def finished_story(scenes: int = 20, *, clips: bool = True, files: bool = True, **how: object) -> Story:
    """A story whose pictures are approved and whose clips are made; its first `scenes` only, for a film of few scenes
    is rendered faster."""
    story = illustrated_story(picture_statuses.APPROVED, **how)
    story.scenes.filter(number__gt=scenes).delete()
    for picture in story.illustrations.select_related("current", "scene"):
        if files:
            _put(picture.current.key, small_png())
        if clips:
            made_clip(picture, files=files)
    move(story, story_statuses.FILMING)
    move(story, story_statuses.FINISHED)
    return story


def made_clip(picture: Illustration, *, files: bool = True) -> Clip:
    """A finished clip of a picture, with one take."""
    clip = Clip.objects.create(
        story_id=picture.story_id, illustration=picture, number=picture.number, status=statuses.READY
    )
    clip.current = made_take(clip, picture, files=files)
    clip.save()
    return clip


def made_take(clip: Clip, picture: Illustration, *, files: bool = True) -> Take:
    """Another finished take of a clip."""
    number = clip.takes.count() + 1
    key = f"{picture.story_id}/clip-{picture.number:02d}-t{number}.mp4"
    if files:
        _put(key, clip_file(picture.number))
    return Take.objects.create(
        clip=clip,
        number=number,
        picture=picture.current,
        motion="The camera moves in.",
        provider="local",
        model="test-1",
        key=f"{clip.pk}-{number}",
        outcome=statuses.MADE,
        finished_at=timezone.now(),
        host="local",
        host_key=key,
        url=f"/media/{key}",
    )


@cache
def clip_file(number: int) -> bytes:
    """A small MP4 of CLIP_SECONDS, in a colour of its own."""
    colour = f"0x{number * 37 % 256:02x}{number * 91 % 256:02x}80"
    with TemporaryDirectory() as folder:
        path = Path(folder) / "clip.mp4"
        source = f"color={colour}:s=108x192:r=30:d={CLIP_SECONDS}"
        ffmpeg.run(["-f", "lavfi", "-i", source, "-pix_fmt", "yuv420p", str(path)], limit=30)
        return path.read_bytes()


def requested_film(story: Story, **options: object) -> Film:
    """A queued film, also of a story with fewer than twenty scenes."""
    film, _ = Film.objects.get_or_create(story=story, shape=options.pop("shape", Film.VERTICAL))
    for name, value in options.items():
        setattr(film, name, value)
    artifacts.ask(film, contents_of(film).digest, by="", **options)
    return film


def finish_film(film: Film, **fields: object) -> Film:
    """Finish a queued film with an empty file, and with these `fields`."""
    film = read_again(film)
    assert artifacts.begin(film)
    (story_folder(film.story_id) / "film.mp4").touch()
    artifacts.finish(film, file="film.mp4", size=1, **fields)
    return film


def read_again(film: Film) -> Film:
    """The film as the database has it now."""
    return Film.objects.select_related("story").get(pk=film.pk)


def change_clip(story: Story) -> None:
    """Give clip 7 of a story another take."""
    clip = story.clips.get(number=7)
    clip.current = made_take(clip, clip.illustration, files=False)
    clip.save()


def finish_clips(story: Story) -> None:
    """Finish every queued clip of a story, without a provider and without files."""
    for clip in story.clips.filter(status=statuses.QUEUED).select_related("illustration"):
        finish_clip(clip)
    settle(story.pk)
    story.refresh_from_db()


def finish_clip(clip: Clip) -> Take:
    """Give a clip a finished take without a file, which is shown from now on."""
    number = clip.takes.count() + 1
    name = f"clip-{clip.number:02d}-t{number}"
    take = Take.objects.create(
        clip=clip,
        number=number,
        picture_id=clip.illustration.current_id,
        motion=clip.motion,
        provider="upstream",
        model="clip-1",
        key=f"{clip.pk}-{number}",
        job=f"job-{clip.pk}-{number}",
        outcome=statuses.MADE,
        finished_at=timezone.now(),
        host="local",
        host_key=f"{clip.story_id}/{name}.mp4",
        url=f"/media/{clip.story_id}/{name}.mp4",
        poster_url=f"/media/{clip.story_id}/{name}-small.webp",
        width=1080,
        height=1920,
        seconds=5.0,
    )
    Clip.objects.filter(pk=clip.pk).update(status=statuses.READY, current=take, lease_until=None)
    return take


def _put(key: str, data: bytes) -> None:
    path = settings.MEDIA_ROOT / key
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
