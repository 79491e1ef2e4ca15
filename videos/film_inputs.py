"""From the rows of a film's contents to files in one folder: its clips, its pictures, what is read out, its music."""

import logging
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.artifacts import Unmakeable
from providers import registry
from providers.base import ProviderError, VideoHost
from videos import music, narration
from videos.film.order import Shot
from videos.films import Contents, Part

log = logging.getLogger(__name__)

Progress = Callable[[float], None]
"""Is told how much is done, 0 to 1. What it raises is raised."""

# How much of gathering is done when the clips are here; the rest is reading out.
FETCHED = 0.25
_LATER = "Make the film again later to try once more."
_NO_VOICE = f"The texts could not be read out, so the film has no voice. {_LATER}"
_NO_MUSIC = "The music was not there any more, so the film has none."


@dataclass(frozen=True)
class Gathered:
    """All files of a film, and in sentences what is not as it was asked for."""

    shots: Sequence[Shot]
    music: Path | None
    notices: Sequence[str]


def gather(contents: Contents, folder: Path, progress: Progress) -> Gathered:
    """Bring everything into `folder`. A clip that cannot be had is replaced by its picture; without a voice or the
    music the film is made without. Raises Unmakeable, in words, where a picture cannot be had either."""
    notices: list[str] = []
    sources = _sources(contents, folder, lambda done: progress(FETCHED * done), notices)
    voices = _voices(contents, folder, lambda done: progress(FETCHED + (1 - FETCHED) * done), notices)
    shots = [_shot(part, sources[part.number], voices.get(part.number)) for part in contents.parts]
    return Gathered(shots, _music(contents, folder, notices), notices)


def _shot(part: Part, source: Path, voice: Path | None) -> Shot:
    is_clip = source.suffix == ".mp4"
    return Shot(
        text=part.text,
        clip=source if is_clip else None,
        picture=None if is_clip else source,
        voice=voice,
        beat=part.beat,
        mood=part.mood,
        motion=part.motion,
    )


def _sources(contents: Contents, folder: Path, progress: Progress, notices: list[str]) -> dict[int, Path]:
    """The file of every scene, by its number: its clip, or its picture where there is none."""
    found: dict[int, Path] = {}
    missing: list[str] = []
    for count, part in enumerate(contents.parts):
        progress(count / len(contents.parts))
        clip = _clip(part, folder)
        if part.take and not clip:
            missing.append(str(part.number))
        found[part.number] = clip or _picture(part, folder)
    if missing:
        which = f"scene {missing[0]}" if len(missing) == 1 else f"scenes {', '.join(missing)}"
        notices.append(f"What was filmed of {which} could not be fetched, so the picture moves there. {_LATER}")
    return found


def _clip(part: Part, folder: Path) -> Path | None:
    if part.take is None:
        return None
    to = folder / f"scene-{part.number:02d}.mp4"
    try:
        host = registry.host(part.take.host)
        if isinstance(host, VideoHost):
            host.fetch_video(part.take.stored, to)
            return to
    except ProviderError as error:
        log.error("The clip of scene %s could not be fetched: %s", part.number, error.operator)
    return None


def _picture(part: Part, folder: Path) -> Path:
    to = folder / f"scene-{part.number:02d}.picture"
    try:
        to.write_bytes(registry.host(part.picture.host).fetch(part.picture.stored))
    except ProviderError as error:
        log.error("Picture %s could not be fetched: %s", part.number, error.operator)
        raise Unmakeable(f"Picture {part.number} could not be fetched from where it is kept. {_AGAIN}") from error
    return to


_AGAIN = "Please ask for the film again later."


def _voices(contents: Contents, folder: Path, progress: Progress, notices: list[str]) -> dict[int, Path]:
    """What is read out, by the scene's number; nothing where nobody can."""
    if contents.speaker is None:
        return {}
    texts = {part.number: part.text for part in contents.parts}
    try:
        return narration.narrate(contents.story.pk, texts, contents.speaker, folder, progress)
    except ProviderError as error:
        log.error("The film of story %s has no voice: %s", contents.story.pk, error.operator)
        notices.append(f"{_NO_VOICE} ({error.message})")
        return {}


def _music(contents: Contents, folder: Path, notices: list[str]) -> Path | None:
    if contents.music is None:
        return None
    mine = folder / "music.m4a"
    try:
        shutil.copyfile(music.path_of(contents.music), mine)
    except FileNotFoundError:
        notices.append(_NO_MUSIC)
        return None
    return mine
