"""Films: what goes into one, and having it made, which `videos.rendering` does. See core.artifacts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from core import artifacts
from core.errors import Invalid
from core.status import Conflict
from images import statuses as picture_statuses
from images.models import Illustration, Version
from providers import registry
from providers.base import Speaker
from stories import statuses as story_statuses
from stories.models import SCENES, Story
from videos.models import Clip, Film, Music, Take

# To be raised when films of the same parts come out differently.
EDITION = 1
SIZES = {Film.VERTICAL: (1080, 1920), Film.WIDE: (1920, 1080)}
_CHANGES = {
    story_statuses.FILMING: "The videos are being made just now. The film can be made once they are done.",
    story_statuses.APPROVED: "Make the videos first; the film is made of them.",
}
_NOT_YET = "The film can be made once all twenty pictures are approved and their videos are made."


@dataclass(frozen=True)
class Part:
    """What a film shows of one scene: the `take`, or where there is none that fits, the approved `picture`."""

    number: int
    text: str
    beat: str
    mood: str
    motion: str
    picture: Version
    take: Take | None

    @property
    def digest(self) -> list[object]:
        """What of it decides how the film looks."""
        source = f"take {self.take.pk}" if self.take else f"picture {self.picture.pk}"
        return [self.number, self.text, self.beat, self.mood, self.motion, source]


@dataclass(frozen=True)
class Contents:
    """All that goes into a film. `speaker` is None where nothing is read out, `music` where none is played."""

    story: Story
    title: str
    shape: str
    captions: bool
    parts: Sequence[Part]
    speaker: Speaker | None
    music: Music | None

    @property
    def digest(self) -> str:
        """Is the same as long as the film would come out the same."""
        voice = voice_of(self.speaker) if self.speaker else None
        music = self.music.file if self.music else None
        options = [EDITION, self.title, self.shape, self.captions, voice, music]
        return artifacts.digest_of(options, [part.digest for part in self.parts])


def voice_of(speaker: Speaker) -> list[str]:
    """What decides how it sounds."""
    return [speaker.name, speaker.model, settings.SPEECH_VOICE]


def contents_of(film: Film) -> Contents:
    """What the film would be made from now, with the options that it has."""
    story = film.story
    music = Music.objects.filter(story=story).first() if film.music else None
    speaker = registry.speaker() if film.voice else None
    return Contents(story, story.title, film.shape, film.captions, _parts_of(story), speaker, music)


def _parts_of(story: Story) -> list[Part]:
    rows = story.illustrations.select_related("scene", "current", "clip__current").order_by("number")
    return [part for picture in rows if (part := _part(picture))]


def _part(picture: Illustration) -> Part | None:
    scene, version = picture.scene, picture.current
    if scene is None or version is None:
        return None
    clip: Clip | None = getattr(picture, "clip", None)
    # A take of another picture than the one that is approved now is not shown.
    take = clip.current if clip and not clip.is_outdated else None
    motion = clip.motion if clip and not take else ""
    return Part(picture.number, scene.text, scene.kind, scene.mood, motion, version, take)


def is_outdated(film: Film) -> bool:
    """Whether it would come out otherwise today than it is, or its file is gone."""
    return bool(film.file) and (film.made_from != contents_of(film).digest or not artifacts.has_file(film))


def check_may_make(story: Story) -> None:
    """Raise Conflict, in words, unless a film can be made of the story now."""
    if story.status not in (story_statuses.FINISHED, story_statuses.UNFILMED):
        raise Conflict(_CHANGES.get(story.status, _NOT_YET), story.status)
    if story.illustrations.filter(status=picture_statuses.APPROVED).count() < SCENES:
        raise Conflict(_NOT_YET, story.status)


def ask_film(
    story: Story,
    *,
    shape: str = Film.VERTICAL,
    captions: bool = True,
    voice: bool = True,
    music: bool = True,
    by: str,
    allow: Callable[[], None] = lambda: None,
) -> Film:
    """Have the film of that shape made with these options, unless it is there or being made already, and give it back.
    One that says of itself that something is missing in it is made once more. `allow` is called before one is begun,
    and what it raises is raised. Raises Conflict, in words, while none can be made, and Invalid for a shape that there
    is not."""
    check_may_make(story)
    if shape not in dict(Film.SHAPES):
        raise Invalid("shape", 'The shape must be "vertical" or "wide".')
    options = {"captions": captions, "voice": voice, "music": music}
    wanted = contents_of(Film(story=story, shape=shape, **options)).digest
    film = Film.objects.filter(story=story, shape=shape).first() or Film(story=story)
    if artifacts.is_due(film, wanted, anew=bool(film.notice)):
        allow()
    with transaction.atomic():
        film, _ = Film.objects.get_or_create(story=story, shape=shape)
        artifacts.ask(film, wanted, by=by, anew=bool(film.notice), **options)
    return film


def ask_by_itself(story: Story) -> None:
    """Have the upright film made, as it was asked for last; nothing where none can be made."""
    last = Film.objects.filter(story=story, shape=Film.VERTICAL).first() or Film()
    try:
        ask_film(story, captions=last.captions, voice=last.voice, music=last.music, by="")
    except Conflict:
        return  # its pictures are being changed again; then the film is asked for after that
