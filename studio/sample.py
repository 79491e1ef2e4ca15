"""The story on the start page: made by the providers that need no key, kept as static files, in no database."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from PIL import Image, ImageOps

from core.tempdirs import private_tempdir
from providers import ffmpeg
from providers.base import Beat, PictureRequest, StoryBrief
from providers.images.local import LocalIllustrator
from providers.speech.local import LocalSpeaker
from providers.text.local import LocalWriter
from videos.film.compositor.encode import render
from videos.film.compositor.spec import FilmSpec, Rendered, Shot

ANSWERS = Path("examples/lantern.json")
TEMPLATES = Path("stories/content/templates.json")
SEED = "sample-2"  # another seed, another story
COVER = 20
# The film in half a minute: of these scenes the sentence of that number is read, from 0.
FILM = ((1, 0), (2, 0), (5, 1), (13, 1), (15, 1), (20, 0))
WIDTH, HEIGHT = 640, 960
QUALITY = 75  # of WebP; at most 40 kB a picture
SCALE = 4 / 9  # of the film: 480 x 854
LIMIT = 900.0  # seconds for the film
_SMALL = ["-c:v", "libx264", "-preset", "slow", "-crf", "25", "-c:a", "aac", "-b:a", "64k", "-ac", "1"]

Say = Callable[[str], object]


def make_sample(folder: Path, say: Say) -> None:
    """Write the story, its pictures and its film into `folder`. `say` gets a sentence a step. Raises OSError or
    ProviderError."""
    folder.mkdir(parents=True, exist_ok=True)
    brief = _brief()
    draft = LocalWriter().write(brief, already={})
    shows = LocalWriter().depict(brief, scenes=draft.scenes).scenes
    say(f"“{draft.title}” is written.")
    with private_tempdir("sample") as work:
        for beat in brief.beats:
            _draw(brief, beat, shows[beat.number], work, folder)
        say(f"{len(brief.beats)} pictures are drawn.")
        film = _film(brief.beats, draft.title, draft.scenes, work, folder)
    _write_story(draft.title, draft.scenes, brief, film, folder)
    say(f"The film has {film.seconds:.0f} s and {(folder / 'film.mp4').stat().st_size / 1e6:.1f} MB.")


def _brief() -> StoryBrief:
    answers = _read(ANSWERS)
    template = next(row for row in _read(TEMPLATES) if row["name"] == answers["story_type"])
    beats = [Beat(**beat) for beat in template["beats"]]
    return StoryBrief(SEED, template["name"], beats, answers, template["character"], template["art_style"])


def _read(path: Path) -> Any:
    return json.loads((settings.BASE_DIR / path).read_text("utf-8"))


def _draw(brief: StoryBrief, beat: Beat, shows: str, work: Path, folder: Path) -> None:
    """The picture at full size for the film, and a small one for the pages."""
    asked = PictureRequest(shows, SEED, beat.number, 1, beat.mood, beat.kind, shows, brief.character)
    picture = LocalIllustrator().draw(asked).data
    _picture_of(work, beat.number).write_bytes(picture)
    with Image.open(BytesIO(picture)) as image:
        small = image.convert("RGB").resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
        small.save(folder / f"{beat.number:02d}.webp", quality=QUALITY, method=6)


def _picture_of(work: Path, number: int) -> Path:
    return work / f"{number:02d}.png"


def _film(beats: Sequence[Beat], title: str, scenes: Mapping[int, str], work: Path, folder: Path) -> Rendered:
    by_number = {beat.number: beat for beat in beats}
    shots = []
    for number, sentence in FILM:
        text, voice = _sentences(scenes[number])[sentence], work / f"{number:02d}.wav"
        LocalSpeaker().speak(text, voice)
        beat = by_number[number]
        shots.append(Shot(text, picture=_picture_of(work, number), voice=voice, beat=beat.kind, mood=beat.mood))
    spec = FilmSpec(title, shots, scale=SCALE, cover=len(shots) - 1)
    large = work / "film.mp4"
    rendered = render(spec, large, work, lambda done: None, LIMIT)
    ffmpeg.run(["-i", str(large), *_SMALL, "-movflags", "+faststart", str(folder / "film.mp4")], limit=LIMIT)
    (folder / "film.vtt").write_text(rendered.vtt, "utf-8")
    with Image.open(_picture_of(work, COVER)) as image:
        poster = ImageOps.fit(image.convert("RGB"), spec.size, Image.Resampling.LANCZOS)
        poster.save(folder / "poster.webp", quality=QUALITY, method=6)
    return rendered


def _sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.!?]) ", text)


def _write_story(title: str, scenes: Mapping[int, str], brief: StoryBrief, film: Rendered, folder: Path) -> None:
    width, height = FilmSpec(title, (), scale=SCALE).size
    told = {
        "title": title,
        "answers": {key: answer for key, answer in brief.answers.items() if answer},
        "cover": COVER,
        "scenes": [scenes[beat.number] for beat in brief.beats],
        "picture": {"width": WIDTH, "height": HEIGHT},
        "film": {"width": width, "height": height, "seconds": round(film.seconds)},
    }
    (folder / "story.json").write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", "utf-8")
