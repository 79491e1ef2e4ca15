"""A film of a minute from twenty pictures: how long it takes and how much memory; next to one graph of ffmpeg."""

import os
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from multiprocessing import get_context
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil
from PIL import Image

from core.malloc import return_large_blocks
from providers import ffmpeg
from providers.base import PictureRequest
from providers.images.local.illustrator import LocalIllustrator
from providers.motion.pipes import encoder
from providers.motion.stills import still_of
from videos.film.compositor.encode import render
from videos.film.compositor.spec import FPS, FilmSpec, Shot

Row = tuple[str, str]
SCENES, TEXT = 20, "The red fox walks past the mill, all alone."
SIZE, CLIP = (1080, 1920), 5.0
BEATS = ("ordinary", "sadness", "discovery", "call", "power")
LIMIT = 900.0  # seconds
_EVERY = 0.05


class Tree:
    """Looks on while the block runs: its time and the processors' in seconds, and the most memory in MB of this process
    and its children at once."""

    def __enter__(self) -> Self:
        self.peak, self._begun, self._over = 0.0, time.monotonic(), threading.Event()
        self._used = _processors()
        self._thread = threading.Thread(target=self._look_on, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.seconds, self.worked = time.monotonic() - self._begun, _processors() - self._used
        self._over.set()
        self._thread.join()

    def _look_on(self) -> None:
        me = psutil.Process()
        while not self._over.wait(_EVERY):
            self.peak = max(self.peak, sum(map(_memory, [me, *me.children(recursive=True)])) / 2**20)

    def __str__(self) -> str:
        return f"{self.seconds:.0f} s ({self.worked:.0f} s of processors), {self.peak:.0f} MB"


def _processors() -> float:
    """Seconds that processors have worked for this process and the children that have ended."""
    return sum(os.times()[:4])


def _memory(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.Error:
        return 0


def run() -> Iterator[Row]:
    """a film of a minute, 1080x1920, from twenty pictures and from twenty clips; next to one graph of ffmpeg"""
    return_large_blocks()  # as the site does
    with tempfile.TemporaryDirectory(prefix="storyforge-bench-") as name:
        folder = Path(name)
        pictures = _apart(_draw, folder, range(SCENES))
        clips = _apart(_animate, folder, range(SCENES))
        with Tree() as ours:
            seconds = _film(folder, [Shot(TEXT, picture=each, beat=BEATS[n % 5]) for n, each in enumerate(pictures)])
        yield f"a film of {seconds:.0f} s from twenty pictures", str(ours)
        with Tree() as from_clips:
            _film(folder, [Shot(TEXT, clip=each) for each in clips])
        yield "the same from twenty clips of five seconds", str(from_clips)
        with Tree() as graph:
            _one_graph(pictures, folder / "graph.mp4", seconds)
        yield "twenty pictures in one graph of ffmpeg, without words and sound", str(graph)
        times, memory = ours.worked / graph.worked, graph.peak / ours.peak
        yield "our film next to that graph", f"{times:.1f} times the work, {memory:.1f} times less memory"


def _film(folder: Path, shots: Sequence[Shot]) -> float:
    return render(FilmSpec("The red fox", shots), folder / "film.mp4", folder, lambda done: None, LIMIT).seconds


def _apart(make: object, folder: Path, numbers: Sequence[int]) -> list[Path]:
    """What `make` gives for each number, in processes of their own: what they leave in memory is not counted here."""
    with get_context("spawn").Pool(2) as pool:
        return pool.starmap(make, [(folder, number) for number in numbers])  # type: ignore[arg-type]


def _draw(folder: Path, number: int) -> Path:
    path = folder / f"{number:02d}.png"
    picture = LocalIllustrator().draw(PictureRequest(TEXT, "bench", number + 1, 1, beat=BEATS[number % 5]))
    path.write_bytes(picture.data)
    return path


def _animate(folder: Path, number: int) -> Path:
    path = folder / f"{number:02d}.mp4"
    with Image.open(folder / f"{number:02d}.png") as image, encoder(path, SIZE, FPS, limit=LIMIT) as append:
        for frame in still_of(image, SIZE).moving("push in", SIZE, round(CLIP * FPS), FPS):
            append(frame)
    return path


def _one_graph(pictures: Sequence[Path], to: Path, seconds: float) -> None:
    """All at once: every picture zoomed by ffmpeg, and nineteen cross-fades of half a second in a row."""
    each = (seconds + 0.5 * (SCENES - 1)) / SCENES
    zoom = f"zoompan=z='1+0.2*on/{each * FPS:.0f}':x='(iw-iw/zoom)/2':y='(ih-ih/zoom)/2':d={each * FPS:.0f}"
    steps = [
        f"[{n}]scale=1350:2400:force_original_aspect_ratio=increase,crop=1350:2400,{zoom}:s=1080x1920:fps={FPS},"
        f"format=yuv420p[p{n}]"
        for n in range(SCENES)
    ]
    last = "p0"
    for n in range(1, SCENES):
        steps.append(f"[{last}][p{n}]xfade=duration=0.5:offset={n * (each - 0.5):.3f}[x{n}]")
        last = f"x{n}"
    inputs = [part for picture in pictures for part in ("-i", str(picture))]
    how = ["-map", f"[{last}]", "-c:v", "libx264", "-preset", "veryfast", "-crf", "20"]
    ffmpeg.run([*inputs, "-filter_complex", ";".join(steps), *how, str(to)], limit=LIMIT)
