"""A film of a minute from twenty pictures: how long it takes and how much memory; next to one graph of ffmpeg."""

import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import psutil
from PIL import Image

from benchmarks.measuring import Peaks, Row
from core.malloc import return_large_blocks
from providers import ffmpeg
from providers.base import PictureRequest
from providers.images.local import LocalIllustrator
from providers.motion.pipes import encoder
from providers.motion.stills import still_of
from videos.film.compositor.encode import render
from videos.film.compositor.spec import FPS, FilmSpec, Shot

SCENES, TEXT = 20, "The red fox walks past the mill, all alone."
SIZE, CLIP_SECONDS = (1080, 1920), 5.0
BEATS = ("ordinary", "sadness", "discovery", "call", "power")
LIMIT = 900.0  # seconds


@dataclass(frozen=True)
class Usage:
    """Time, processor time and the most memory, in MB, of this process and its children at once."""

    seconds: float
    processor_seconds: float
    memory: float

    def __str__(self) -> str:
        return f"{self.seconds:.0f} s ({self.processor_seconds:.0f} s of processors), {self.memory:.0f} MB"


def run() -> Iterator[Row]:
    """a film of a minute, 1080x1920, from twenty pictures and from twenty clips; next to one graph of ffmpeg"""
    return_large_blocks()  # as the site does
    with tempfile.TemporaryDirectory(prefix="storyforge-bench-") as name:
        folder = Path(name)
        pictures = _in_processes(_draw, folder)
        clips = _in_processes(_animate, folder)
        shots = [Shot(TEXT, picture=picture, beat=BEATS[n % 5]) for n, picture in enumerate(pictures)]
        seconds, film = _measure(lambda: _render(folder, shots))
        yield f"a film of {seconds:.0f} s from twenty pictures", str(film)
        _, from_clips = _measure(lambda: _render(folder, [Shot(TEXT, clip=clip) for clip in clips]))
        yield "the same from twenty clips of five seconds", str(from_clips)
        _, graph = _measure(lambda: _one_graph(pictures, folder / "graph.mp4", seconds))
        yield "twenty pictures in one graph of ffmpeg, without words and sound", str(graph)
        work, memory = film.processor_seconds / graph.processor_seconds, graph.memory / film.memory
        yield "our film next to that graph", f"{work:.1f} times the work, {memory:.1f} times less memory"


def _measure(work: Callable[[], Any]) -> tuple[Any, Usage]:
    began, used = time.monotonic(), _processor_seconds()
    with Peaks(memory=_family_memory) as peaks:
        result = work()
    return result, Usage(time.monotonic() - began, _processor_seconds() - used, peaks.highest["memory"])


def _processor_seconds() -> float:
    """The processor time of this process and its children that have ended."""
    return sum(os.times()[:4])


def _family_memory() -> float:
    """The resident memory, in MB, of this process and its children."""
    me = psutil.Process()
    return sum(map(_memory, [me, *me.children(recursive=True)])) / 2**20


def _memory(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.Error:
        return 0


def _render(folder: Path, shots: Sequence[Shot]) -> float:
    """Make the film. Return its length in seconds."""
    return render(FilmSpec("The red fox", shots), folder / "film.mp4", folder, lambda done: None, LIMIT).seconds


def _in_processes(make: Callable[[Path, int], Path], folder: Path) -> list[Path]:
    """Call `make` for each scene, in other processes: what they leave in memory is not measured here."""
    with get_context("spawn").Pool(2) as pool:
        return pool.starmap(make, [(folder, number) for number in range(SCENES)])


def _draw(folder: Path, number: int) -> Path:
    path = folder / f"{number:02d}.png"
    picture = LocalIllustrator().draw(PictureRequest(TEXT, "bench", number + 1, 1, beat=BEATS[number % 5]))
    path.write_bytes(picture.data)
    return path


def _animate(folder: Path, number: int) -> Path:
    path = folder / f"{number:02d}.mp4"
    with Image.open(folder / f"{number:02d}.png") as image, encoder(path, SIZE, FPS, limit=LIMIT) as append:
        for frame in still_of(image, SIZE).moving("push in", SIZE, round(CLIP_SECONDS * FPS), FPS):
            append(frame)
    return path


def _one_graph(pictures: Sequence[Path], to: Path, seconds: float) -> None:
    """Have ffmpeg zoom every picture and make nineteen cross-fades of half a second, all in one graph."""
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
