"""What a film is made from: the clip or picture, the text and the sound of every scene."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from core import artifact_statuses, artifacts
from images.models import Illustration, Version
from images.queries import cover_number
from providers import registry
from providers.base import Speaker
from videos.models import Clip, Film, Music, Take

# Raise this when films of the same contents come out differently.
EDITION = 1


@dataclass(frozen=True)
class Part:
    """One scene of a film: its `take`, or the approved `picture` where no take of that picture exists."""

    number: int
    text: str
    beat: str
    mood: str
    motion: str
    picture: Version
    take: Take | None

    @property
    def digest(self) -> list[object]:
        """Everything that decides how this scene looks."""
        source = f"take {self.take.pk}" if self.take else f"picture {self.picture.pk}"
        return [self.number, self.text, self.beat, self.mood, self.motion, source]


@dataclass(frozen=True)
class Contents:
    """Everything that goes into a `film`. `speaker` is None for a film without a voice, `music` for one without."""

    film: Film
    parts: Sequence[Part]
    speaker: Speaker | None
    music: Music | None

    @property
    def cover(self) -> int:
        """The place among the parts, from 0, of the one whose picture is the cover."""
        numbers = [part.number for part in self.parts]
        return numbers.index(cover_number(self.film.story, numbers)) if numbers else 0

    @property
    def digest(self) -> str:
        """Stays the same as long as the film would come out the same."""
        voice = voice_of(self.speaker) if self.speaker else None
        music = self.music.file if self.music else None
        story = self.film.story
        options = [EDITION, story.title, *story.chosen, self.film.shape, self.film.captions, voice, music]
        return artifacts.digest_of(options, [part.digest for part in self.parts])

    def shows(self, music: Music | None) -> str:
        """The same for all films, however they are made, of this title, these scenes and that music."""
        parts = [part.digest for part in self.parts]
        return artifacts.digest_of(self.film.story.title, parts, music.file if music else None)


def voice_of(speaker: Speaker) -> list[str]:
    """Everything that decides how the speaker sounds."""
    return [speaker.name, speaker.model, settings.SPEECH_VOICE]


def contents_of(film: Film) -> Contents:
    """What the film would be made from now, with its present options."""
    music = Music.objects.filter(story=film.story).first() if film.music else None
    speaker = registry.speaker() if film.voice else None
    rows = film.story.illustrations.select_related("scene", "current", "clip__current").order_by("number")
    return Contents(film, [part for picture in rows if (part := _part(picture))], speaker, music)


def _part(picture: Illustration) -> Part | None:
    scene, version = picture.scene, picture.current
    if scene is None or version is None:
        return None
    clip: Clip | None = getattr(picture, "clip", None)
    # A take that was made from an earlier version of the picture is not shown.
    take = clip.current if clip and not clip.is_outdated else None
    motion = clip.motion if clip and not take else ""
    return Part(picture.number, scene.text, scene.kind, scene.mood, motion, version, take)


def is_outdated(film: Film) -> bool:
    """Whether the film would come out differently today, or its file is gone."""
    return bool(film.file) and (film.made_from != contents_of(film).digest or not artifacts.has_file(film))


def may_be_seen(film: Film) -> bool:
    """Whether the film is there and has nothing in it that its owner changed or removed since. It may lack something:
    music that was added, or what else the next one is made with."""
    if not film.file:
        return False
    if not film.shows:  # from before this was recorded
        return film.status == artifact_statuses.READY and not is_outdated(film)
    contents = contents_of(film)
    music = contents.music or Music.objects.filter(story=film.story).first()
    return film.shows in (contents.shows(None), contents.shows(music)) and artifacts.has_file(film)
