"""The frames of a film, one after another, so that only a few are in memory: shots, cross-fades, title, captions."""

from collections import deque
from collections.abc import Callable, Container, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from functools import cache, reduce
from itertools import islice
from pathlib import Path

from PIL import Image

from providers import ffmpeg
from providers.base import ProviderError
from providers.motion.camera import Move, Window, choose_move
from providers.motion.frames import Frame, Overlay, Size, black, blended, blurred
from providers.motion.layout import Layout, layout_for
from providers.motion.pipes import decode_frames
from providers.motion.stills import still_from, still_of
from videos.film.compositor.overlays import byline, caption, title
from videos.film.compositor.spec import FPS, FilmSpec, Shot
from videos.film.compositor.timing import FADE, Cue, Segment

_SLOWEST = 1.4  # slow motion looks natural up to here; then the last frame stays and is zoomed in
_RAMP = 6  # frames in which a caption fades in and out


def pieces(
    spec: FilmSpec, segments: Sequence[Segment], wanted: Container[int], *, limit: float
) -> Generator[tuple[int, Iterator[Frame]], None, None]:
    """Yield the number and the frames of every piece of the film that is `wanted`; the caller takes all frames of one
    before the next. The piece 2n is the body of segment n, the piece 2n + 1 the fade after it. Each clip must be
    decoded within `limit` seconds. Raises ProviderError for a picture or clip that cannot be read."""
    ending: deque[Frame] = deque()
    for number, segment in enumerate(segments):
        before, body, after = 2 * number - 1, 2 * number, 2 * number + 1
        if not any(piece in wanted for piece in (before, body, after)):
            continue
        rest = segment.count - FADE
        with closing(_reel(spec, segments, number, limit)) as reel:
            if number:
                rest -= FADE
                head = list(islice(reel, FADE))
                if before in wanted:
                    yield before, _cross_fade(ending, head)
            if body in wanted:
                yield body, islice(reel, rest)
            elif after in wanted:
                deque(islice(reel, rest), maxlen=0)  # only what comes after it is needed
            if after in wanted and number + 1 < len(segments):
                ending = deque(reel)  # all of it, so that its decoder ends before the next one starts
            elif after in wanted:
                yield after, _to_black(reel, spec.size)


def _reel(spec: FilmSpec, segments: Sequence[Segment], number: int, limit: float) -> Generator[Frame, None, None]:
    """All frames of a segment, those included in which it fades."""
    if number == 0:
        return _title_reel(spec, segments[0].count)
    shot, segment = spec.shots[number - 1], segments[number]
    return _captioned(_shot(shot, spec.size, segment.count, limit), segment, spec)


def _cross_fade(ending: Iterable[Frame], head: Iterable[Frame]) -> Iterator[Frame]:
    for step, (old, new) in enumerate(zip(ending, head, strict=True), 1):
        yield blended(old, new, step / (FADE + 1))


def _to_black(ending: Iterable[Frame], size: Size) -> Iterator[Frame]:
    for step, frame in enumerate(ending, 1):
        yield blended(frame, black(size), step / FADE)


def _shot(shot: Shot, size: Size, count: int, limit: float) -> Iterator[Frame]:
    """Exactly `count` frames of a shot, without captions."""
    layout = layout_for(_size_of(shot), size)
    if shot.clip:
        moving = _clip(shot.clip, layout, count, limit)
    else:
        with _opened(shot.picture) as image:
            still = still_of(image, layout.panel)
        moving = still.moving(choose_move(shot.motion, shot.beat, shot.mood), layout.panel, count, FPS)
    background = None
    for number, panel in enumerate(moving):
        background = layout.background(panel) if number == 0 else background
        yield layout.compose(panel, background)


def _size_of(shot: Shot) -> Size:
    if shot.clip:
        found = ffmpeg.probe(shot.clip)
        return max(1, found.width), max(1, found.height)
    with _opened(shot.picture) as image:
        return image.size


def _opened(picture: Path | None) -> Image.Image:
    try:
        return Image.open(picture or "")
    except (OSError, ValueError) as error:
        raise ProviderError(
            "A scene's picture cannot be read.", permanent=True, operator=f"{picture}: {error}"
        ) from None


def _clip(clip: Path, layout: Layout, count: int, limit: float) -> Iterator[Frame]:
    """The beginning of a longer clip; a shorter one in slow motion, then its last frame, zoomed in, for the rest."""
    slower = min(_SLOWEST, max(1.0, count / FPS / max(0.1, ffmpeg.probe(clip).seconds)))
    shown, last = 0, None
    for last in islice(decode_frames(clip, layout.panel, FPS, limit=limit, slower=slower), count):
        shown += 1
        yield last
    if last is None:
        raise ProviderError("A scene's clip cannot be played.", permanent=True, operator=f"{clip} has no frames.")
    rest = count - shown
    nearer = Window(0.5, 0.5, max(0.85, 0.97 ** (rest / FPS)))
    yield from still_from(last).along(Move(Window(0.5, 0.5, 1.0), nearer), layout.panel, rest)


def _title_reel(spec: FilmSpec, count: int) -> Generator[Frame, None, None]:
    """The title and the author over the blurred cover."""
    words = [found for found in (title(spec.title, spec.size), byline(spec.author, spec.size)) if found]
    ground = blurred(next(_shot(spec.shots[spec.cover], spec.size, 1, 60.0)), radius=spec.size[0] / 30, light=0.5)
    slow = Move(Window(0.5, 0.5, 1.0), Window(0.5, 0.5, 0.93))
    for frame in still_from(ground).along(slow, spec.size, count):
        yield reduce(lambda under, one: one.on(under), words, frame)


def _captioned(shot: Iterator[Frame], segment: Segment, spec: FilmSpec) -> Generator[Frame, None, None]:
    drawn = cache(lambda text: caption(text, spec.size))
    for number, frame in enumerate(shot, segment.start):
        yield _with_caption(frame, number, segment.cues, drawn) if spec.captions else frame


def _with_caption(frame: Frame, number: int, cues: Sequence[Cue], drawn: Callable[[str], Overlay | None]) -> Frame:
    for cue in cues:
        strength = min(number - cue.start + 1, cue.end - number) / _RAMP
        words = drawn(cue.text) if strength > 0 else None
        if words:
            return words.on(frame, strength)
    return frame
