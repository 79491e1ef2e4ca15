"""Measures media files in tests: frames, loudness, and the ffmpeg processes that still run."""

import re
from pathlib import Path

import psutil
from PIL import Image

from providers import ffmpeg
from providers.motion.frames import Frame
from providers.motion.pipes import decode_frames

SMALL = (108, 192)


def frames_of(path: Path, size: tuple[int, int] = SMALL, fps: int = 30) -> list[Frame]:
    """All frames of a film, scaled down."""
    return list(decode_frames(path, size, fps, limit=60))


def light(frame: Frame) -> Image.Image:
    """The brightness plane of a frame, 16 to 235."""
    return frame.planes[0]


def mean(image: Image.Image, box: tuple[int, int, int, int] | None = None) -> float:
    """The mean brightness of a part of a picture."""
    part = image.crop(box) if box else image
    return sum(level * count for level, count in enumerate(part.histogram())) / (part.width * part.height)


def loudness(path: Path, *filters: str, start: float = 0.0, seconds: float = 1000.0) -> tuple[float, float]:
    """Loudness in LUFS and true peak in dB, by ffmpeg's own meter, after the filters."""
    chain = ",".join([*filters, "ebur128=peak=true:framelog=quiet"])
    part = ["-ss", str(start), "-t", str(seconds), "-i", str(path)]
    said = ffmpeg.run([*part, "-vn", "-af", chain, "-f", "null", "-"], limit=60, verbosity="info")
    return tuple(float(re.findall(rf"{what}:\s+(-?[\d.]+|-inf)", said)[-1]) for what in ("I", "Peak"))  # type: ignore[return-value]


def sound_and_rate(path: Path) -> tuple[str, float]:
    """The codec of the sound, or "", and the frames a second, 0.0 without a picture."""
    said = ffmpeg.run(["-i", str(path), "-t", "0", "-f", "null", "-"], limit=60, verbosity="info")
    streams = said.partition("Output #0")[0]
    codec, rate = re.search(r": Audio: (\w+)", streams), re.search(r" ([\d.]+) fps", streams)
    return codec[1] if codec else "", float(rate[1]) if rate else 0.0


def running() -> list[str]:
    """The ffmpegs that this process has started and that still run."""
    children = psutil.Process().children(recursive=True)
    return [name for child in children if "ffmpeg" in (name := _line(child))]


def _line(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""
