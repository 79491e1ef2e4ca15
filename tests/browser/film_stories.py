"""Stories on their way to a film, as workers would have brought them there: with clips and films that really play."""

import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from core import artifact_statuses
from core.status import move
from images import statuses as picture_statuses
from images.models import Version
from providers import ffmpeg
from stories import statuses as story_statuses
from stories.models import Story
from tests.browser.drawn_pictures import paint_all
from tests.factories import illustrated_story
from videos import services, statuses
from videos.film.contents import contents_of
from videos.models import Clip, Film, Music, Take

# Ends when the video is really played.
PLAYS = """video => new Promise((done) => {
    video.addEventListener("timeupdate", () => video.currentTime > 0.2 && done());
    video.play();
})"""
VTT = "WEBVTT\n\n00:00.000 --> 00:02.000\nThe red fox walks.\n"
MAKING = {**dict.fromkeys(range(1, 8), statuses.READY), 8: statuses.WORKING, 9: statuses.SUBMITTING}
TROUBLE = {**dict.fromkeys(range(1, 19), statuses.READY), 19: statuses.FAILED, 20: statuses.OVERDUE}
DONE = dict.fromkeys(range(1, 21), statuses.READY)


@cache
def mp4(width: int, height: int, seconds: int = 2) -> bytes:
    """A small film, H.264 as the real ones."""
    made = Path(settings.VAR_DIR) / f"test-{width}x{height}-{seconds}.mp4"
    source = f"testsrc2=size={width}x{height}:rate=10:duration={seconds}"
    how = ["-f", "lavfi", "-i", source, "-c:v", "libx264", "-pix_fmt", "yuv420p", "-movflags", "+faststart", "-y"]
    subprocess.run(ffmpeg.command([*how, str(made)]), check=True, timeout=60)
    return made.read_bytes()


def put(story: Story, name: str, content: bytes) -> str:
    """A file of the story; its address."""
    path = settings.MEDIA_ROOT / str(story.pk) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return f"/media/{story.pk}/{name}"


def approved_story() -> Story:
    """A story whose twenty pictures are approved, and there."""
    story = illustrated_story(picture_statuses.APPROVED)
    paint_all(story)
    return story


def filmed_story(clips: Mapping[int, str] = DONE, phase: str = story_statuses.FINISHED) -> Story:
    """A story in that phase, whose clips are in the statuses that are given by number; the others wait."""
    story = approved_story()
    move(story, story_statuses.FILMING)
    for picture in story.illustrations.select_related("scene", "current"):
        status = clips.get(picture.number, statuses.QUEUED)
        words = services.motion_of(picture)
        clip = Clip.objects.create(
            story=story, illustration=picture, number=picture.number, status=status, motion=words
        )
        if status == statuses.READY:
            watched(clip)
        if status == statuses.OVERDUE:
            take_of(clip, outcome=statuses.LATE)
    story.clips.filter(status=statuses.FAILED).update(error="The picture was refused because of its content.")
    story.clips.filter(status=statuses.OVERDUE).update(error="It was not done within 60 minutes; it may still come.")
    if phase != story_statuses.FILMING:
        move(story, phase)
        story.films.all().delete()  # the one that is asked for by itself
    return story


def watched(clip: Clip) -> None:
    """Another take of the clip, which is the one that is watched."""
    take = take_of(clip, outcome=statuses.MADE, finished_at=timezone.now(), host="local", width=270, height=480)
    name = f"clip-{clip.number:02d}-t{take.number}.mp4"
    take.url, take.host_key = put(clip.story, name, mp4(270, 480)), f"{clip.story_id}/{name}"
    take.poster_url, take.seconds = picture_of(clip).url, 2.0
    take.save()
    Clip.objects.filter(pk=clip.pk).update(current=take)


def take_of(clip: Clip, **fields: object) -> Take:
    """Another take."""
    number = clip.takes.count() + 1
    key = f"{clip.story_id.hex[:16]}-{clip.number:02d}-{number}"
    how = {"picture": picture_of(clip), "motion": clip.motion, "provider": "local", "model": "kenburns-1", "key": key}
    return Take.objects.create(clip=clip, number=number, **how, **fields)


def picture_of(clip: Clip) -> Version:
    """The version that is approved."""
    assert clip.illustration.current is not None
    return clip.illustration.current


def film_of(story: Story, status: str = artifact_statuses.READY, shape: str = Film.VERTICAL, **fields: object) -> Film:
    """The story's film of that shape, in that status; a ready one is there."""
    film = Film(story=story, shape=shape, status=status, **fields)
    if status == artifact_statuses.READY:
        for name, value in made(film).items():
            setattr(film, name, value)
    film.save()
    return film


def made(film: Film) -> dict[str, object]:
    """The files of a film, which are there from now on, and what else its making writes into the row."""
    names = {"file": "mp4", "captions_file": "vtt", "poster_file": "png"}
    found = {name: f"film-{film.shape}.{kind}" for name, kind in names.items()}
    picture = film.story.illustrations.select_related("current").get(number=1).current
    assert picture is not None
    content = mp4(270, 480) if film.shape == Film.VERTICAL else mp4(480, 270)
    put(film.story, found["file"], content)
    put(film.story, found["captions_file"], VTT.encode())
    put(film.story, found["poster_file"], (settings.MEDIA_ROOT / picture.key).read_bytes())
    contents = contents_of(film)
    found |= {"made_from": contents.digest, "shows": contents.shows(contents.music)}
    return found | {"size": len(content), "seconds": 62.4, "made_at": timezone.now()}


def being_filmed() -> Story:
    """Seven clips are ready, the others are being made or wait."""
    return filmed_story(MAKING, story_statuses.FILMING)


def in_trouble() -> Story:
    """One clip has failed and one is overdue; one has two takes, and one is of an earlier picture."""
    story = filmed_story(TROUBLE)
    watched(story.clips.select_related("illustration__current", "story").get(number=2))
    Take.objects.filter(clip__story=story, clip__number=3).update(picture=None)
    return story


def with_film() -> Story:
    """Everything is made; the wide film is out of date."""
    story = filmed_story()
    Music.objects.create(story=story, name="An evening waltz.mp3", file="music-1.m4a", seconds=184.0)
    put(story, "music-1.m4a", b"a waltz")
    film_of(story)
    film_of(story, shape=Film.WIDE, captions=False)
    Film.objects.filter(story=story, shape=Film.WIDE).update(made_from="something else")
    return story


def being_rendered() -> Story:
    """The film is at 40 %."""
    story = filmed_story()
    film_of(story, artifact_statuses.MAKING, progress=400)
    return story


def stopped() -> Story:
    """Somebody stopped the film."""
    story = filmed_story()
    film_of(story, artifact_statuses.CANCELLED)
    return story
