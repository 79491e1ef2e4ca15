"""The pieces that a film is encoded in and joined from: the body of the title and of every shot, without fades, and the
fade after each. A piece that was encoded before is used again, so that a change costs only what it touches.

The piece 2n is the body of segment n, the piece 2n + 1 the fade after it.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import cache
from pathlib import Path

import PIL

from providers import ffmpeg, motion
from providers.ffmpeg import Deadline
from providers.motion.pipes import encoder
from videos.film.compositor.frames import pieces
from videos.film.compositor.spec import FPS, FilmSpec, Shot
from videos.film.compositor.timing import FADE, Segment

ENDING = ".mp4"


def files_of(spec: FilmSpec, segments: Sequence[Segment], folder: Path) -> list[Path]:
    """Where the pieces are in `folder`, or will be, in the order of the film: each is named after everything that it
    is made from."""
    reels = _reels(spec, segments)
    names: list[str] = []
    for reel, after in zip(reels, [*reels[1:], "black"], strict=True):
        names += [_digest("body", reel), _digest("fade", reel, after)]
    return [folder / f"{name}{ENDING}" for name in names]


def counts_of(segments: Sequence[Segment]) -> list[int]:
    """The number of frames of every piece."""
    bodies = [segment.count - 2 * FADE + (FADE if number == 0 else 0) for number, segment in enumerate(segments)]
    return [count for body in bodies for count in (body, FADE)]


def encode_missing(
    spec: FilmSpec,
    segments: Sequence[Segment],
    files: Sequence[Path],
    deadline: Deadline,
    progress: Callable[[float], None],
) -> int:
    """Encode the pieces whose files are not there, each whole or not at all. Returns how many those were. `progress`
    gets the done share, 0 to 1. Raises as `frames.pieces`, and what `progress` raises."""
    counts = counts_of(segments)
    first = {file: number for number, file in reversed(list(enumerate(files)))}  # equal shots have one file
    missing = {number for file, number in first.items() if not file.exists()}
    total, done = sum(counts[number] for number in missing), 0
    # Closed at once when the film is cancelled; otherwise the decoders run until the exception is garbage.
    with closing(pieces(spec, segments, missing, limit=deadline.left())) as found:
        for number, frames in found:
            partial = files[number].with_suffix(".partial")
            with encoder(partial, spec.size, FPS, limit=deadline.left()) as append:
                for frame in frames:
                    append(frame)
                    progress(done / total)
                    done += 1
            partial.replace(files[number])
    return len(missing)


def _reels(spec: FilmSpec, segments: Sequence[Segment]) -> list[str]:
    """The digest of the title and of every shot, with its captions: of all that decides how its frames look."""
    sources = [_source(shot) for shot in spec.shots]
    title = ["title", spec.title, spec.author, sources[spec.cover], segments[0].count]
    shots = [
        [source, segment.count, _captions(segment) if spec.captions else None]
        for source, segment in zip(sources, segments[1:], strict=True)
    ]
    return [_digest(_program(), spec.size, FPS, FADE, reel) for reel in (title, *shots)]


def _source(shot: Shot) -> list[str]:
    with (shot.clip or shot.picture or Path()).open("rb") as file:
        content = hashlib.file_digest(file, "sha256").hexdigest()
    return ["clip" if shot.clip else "picture", content, shot.beat, shot.mood, shot.motion]


def _captions(segment: Segment) -> list[list[object]]:
    return [[cue.start - segment.start, cue.end - segment.start, cue.text] for cue in segment.cues]


@cache
def _program() -> str:
    """The digest of the programs that make frames: another version of them makes other pieces."""
    folders = [Path(__file__).parent, Path(motion.__file__).parent]
    texts = [file.read_text(encoding="utf-8") for folder in folders for file in sorted(folder.glob("*.py"))]
    return _digest(PIL.__version__, Path(ffmpeg.executable()).name, texts)


def _digest(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
