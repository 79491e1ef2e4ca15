"""Run the ffmpeg of the package imageio-ffmpeg within a time limit, and inspect media files.

Every function raises ProviderError: `message` says what failed, `operator` adds the end of ffmpeg's output.
"""

import os
import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from subprocess import PIPE, Popen
from tempfile import TemporaryDirectory, TemporaryFile
from threading import Timer
from typing import IO

import imageio_ffmpeg
from PIL import Image

from providers import subprocesses
from providers.base import Picture, ProviderError

Progress = Callable[[float], None]
"""Called twice a second with the share that is done, 0 to 1. An exception from it stops ffmpeg."""

SOUNDS = "mp3,wav,ogg,flac,aac,mov,matroska"  # accepted formats of music
LONGEST_LOOK = 120.0  # seconds
MOST_MEMORY = 2 * 2**30  # bytes that reading a stranger's file may take
_REPORTS = ["-nostdin", "-progress", "pipe:1", "-stats_period", "0.5"]


class Failed(ProviderError):
    """ffmpeg ended by itself with an error: no time limit stopped it, and nothing killed it."""


class Unplayable(ProviderError):
    """ffmpeg read the file, and the file is broken."""


@dataclass(frozen=True)
class Probe:
    """The properties of a media file. `seconds` is 0.0 when the length is unknown, `video` the picture's codec, or ""
    without one."""

    seconds: float
    width: int = 0
    height: int = 0
    video: str = ""


@cache
def executable() -> str:
    """The path of ffmpeg. Raises ProviderError when the package has none for this machine."""
    try:
        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError as error:
        raise ProviderError(
            "Films cannot be made on this machine: there is no ffmpeg for it.",
            permanent=True,
            operator=f"imageio-ffmpeg finds no ffmpeg ({error}). Name one in IMAGEIO_FFMPEG_EXE.",
        ) from None


def command(arguments: Sequence[str], verbosity: str = "error") -> list[str]:
    """The full command line."""
    return [executable(), "-hide_banner", "-nostats", "-y", "-v", verbosity, *arguments]


def untrusted_input(path: Path, formats: str = "mov") -> list[str]:
    """Arguments that read a file from someone else as one of `formats` (comma-separated) only: a playlist could name
    local files or URLs."""
    safe = ["-protocol_whitelist", "file,pipe", "-format_whitelist", formats, "-max_pixels", str(4096 * 4096)]
    return [*safe, "-i", f"file:{path}"]


def run(
    arguments: Sequence[str],
    *,
    limit: float,
    seconds: float = 0.0,
    progress: Progress | None = None,
    verbosity: str = "error",
    most_memory: int = 0,
) -> str:
    """Run ffmpeg and return its output.

    `limit` is the most it may take, in seconds, and `most_memory` in bytes: 0 for any, MOST_MEMORY for what strangers
    send. `seconds` is the expected length of the output, for `progress`. Raises
    ProviderError when it fails or takes longer, and whatever `progress` raises; ffmpeg has ended by then.
    """
    done = 0.0
    with TemporaryFile() as said:
        reporting, limits = [*_REPORTS, *arguments], subprocesses.Limits(memory=most_memory)
        with running(reporting, limit=limit, verbosity=verbosity, limits=limits, out=PIPE, err=said) as process:
            for line in process.stdout or ():
                key, _, value = line.strip().partition(b"=")
                if progress and key == b"out_time_us":
                    done = max(done, int(value) / 1e6 if value.isdigit() else 0.0)
                    progress(min(1.0, done / seconds) if seconds else 0.0)
            process.wait()
        return outcome(process, said)


@contextmanager
def running(
    arguments: Sequence[str],
    *,
    limit: float,
    verbosity: str = "error",
    limits: subprocesses.Limits = subprocesses.NO_LIMITS,
    **pipes: subprocesses.Pipe,
) -> Iterator[Popen[bytes]]:
    """An ffmpeg with these `pipes` (as of `subprocesses.start`), killed after `limit` seconds or at the end of the
    block. Raises ProviderError when it took longer."""
    end = time.monotonic() + limit
    process = subprocesses.start(command(arguments, verbosity), limits=limits, **pipes)
    timer = Timer(limit, process.kill)
    timer.daemon = True
    timer.start()
    try:
        yield process
    except ProviderError as error:
        raise too_long(limit) if time.monotonic() >= end else error from None
    else:
        if process.returncode and time.monotonic() >= end:
            raise too_long(limit)
    finally:
        timer.cancel()
        subprocesses.stop(process)


def too_long(limit: float) -> ProviderError:
    """The error for a run longer than `limit` seconds."""
    return ProviderError(f"This took longer than {limit:.0f} s, so it was stopped.")


@dataclass(frozen=True)
class Deadline:
    """`limit` seconds from now, for work in several runs."""

    limit: float
    begun: float = field(default_factory=time.monotonic)

    def left(self) -> float:
        """The seconds left. Raises ProviderError when the time is over."""
        left = self.begun + self.limit - time.monotonic()
        if left <= 0:
            raise too_long(self.limit)
        return left


def outcome(process: Popen[bytes], said: IO[bytes]) -> str:
    """The output of an ffmpeg that has ended. Raises ProviderError when it failed."""
    said.seek(max(0, said.seek(0, os.SEEK_END) - 20_000))
    text = said.read().decode(errors="replace")
    if process.returncode:
        lines = [line for line in text.splitlines() if line.strip()]
        end = " / ".join(lines[-4:])[-600:]
        kind = Failed if process.returncode > 0 else ProviderError
        raise kind("ffmpeg could not do it.", operator=f"ffmpeg ended with {process.returncode}: {end}")
    return text


_DURATION = re.compile(r"^  Duration: (\d+):(\d+):([\d.]+)", re.MULTILINE)
_VIDEO = re.compile(r"^  Stream #0:\d+.*?: Video: (\w+)(?!.*\(attached pic\))(.*)$", re.MULTILINE)
_SIZE = re.compile(r" (\d{1,5})x(\d{1,5})\b")


def probe(path: Path, formats: str = "mov") -> Probe:
    """Inspect the head of a file. `formats` are ffmpeg's names of the accepted formats, comma-separated. Raises
    Unplayable for any other file."""
    try:
        said = run(
            [*untrusted_input(path, formats), "-t", "0", "-f", "null", "-"],
            limit=LONGEST_LOOK,
            verbosity="info",
            most_memory=MOST_MEMORY,
        )
    except Failed as error:
        raise Unplayable("This file cannot be played: " + _what_is_wrong(path), operator=error.operator) from None
    length, picture = _DURATION.search(said), _VIDEO.search(said)
    seconds = int(length[1]) * 3600 + int(length[2]) * 60 + float(length[3]) if length else 0.0
    size = _SIZE.search(picture[2]) if picture else None
    width, height = (int(size[1]), int(size[2])) if size else (0, 0)
    return Probe(seconds, width, height, picture[1] if picture else "")


def _what_is_wrong(path: Path) -> str:
    if not path.exists():
        return "there is no such file."
    with path.open("rb") as file:
        head = file.read(512).lstrip().lower()
    if not head:
        return "it is empty."
    if head.startswith((b"<!doctype", b"<html", b"<?xml", b"{")):
        return "it is a page or a message, not a film or a sound."
    return "it is broken, or of a kind that is not taken here."


def check_playable(path: Path) -> Probe:
    """Decode the video of an MP4 completely. Raises Unplayable, with a reason, when that fails."""
    found = probe(path)
    if not found.video:
        raise Unplayable("This file cannot be played: it has no picture.")
    reached: list[float] = [0.0]
    try:
        said = run(
            [*untrusted_input(path), "-map", "0:v:0", "-f", "null", "-"],
            limit=LONGEST_LOOK,
            seconds=found.seconds,
            progress=reached.append,
            most_memory=MOST_MEMORY,
        )
    except Failed as error:
        raise Unplayable("This file cannot be played: it is broken.", operator=error.operator) from None
    if not found.seconds or max(reached) < 0.9 - 0.5 / found.seconds:
        raise Unplayable("This file cannot be played: its end is missing.", operator=f"ffmpeg said: {said[-600:]}")
    return found


def poster(path: Path, *, at: float = 0.0) -> Picture:
    """The frame at second `at`, as a JPEG. Raises ProviderError when there is none."""
    with TemporaryDirectory() as folder:
        to = Path(folder) / "poster.jpg"
        run(
            ["-ss", f"{at:.3f}", *untrusted_input(path), "-frames:v", "1", "-update", "1", "-q:v", "3", str(to)],
            limit=LONGEST_LOOK,
            most_memory=MOST_MEMORY,
        )
        if not to.exists():
            raise ProviderError("There is no picture at that moment of the film.")
        with Image.open(to) as image:
            return Picture(to.read_bytes(), "image/jpeg", *image.size)
