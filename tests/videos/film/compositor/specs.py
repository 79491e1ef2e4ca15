"""Small films to render: pictures of one colour, voices and music that are tones."""

import math
import struct
import wave
from pathlib import Path
from typing import Any

from PIL import Image

from providers import ffmpeg
from videos.film.compositor.spec import FilmSpec, Shot

SCALE = 0.1  # 108 by 192 pixels
COLOURS = ("#b04020", "#2050b0", "#20a040")
RATE = 22050


def picture(folder: Path, colour: str, size: tuple[int, int] = (128, 192)) -> Path:
    """A picture of one colour."""
    path = folder / f"{colour.strip('#')}-{size[0]}.png"
    Image.new("RGB", size, colour).save(path)
    return path


def clip(folder: Path, colour: str, seconds: float, size: str = "108x192") -> Path:
    """A clip of one colour."""
    path = folder / f"{colour.strip('#')}-{seconds}-{size}.mp4"
    source = ["-f", "lavfi", "-i", f"color={colour.replace('#', '0x')}:s={size}:d={seconds}:r=24"]
    ffmpeg.run([*source, "-pix_fmt", "yuv420p", str(path)], limit=30)
    return path


def tone(folder: Path, name: str, seconds: float, pitch: float, level: float = 0.3) -> Path:
    """A tone that swells and fades four times a second, as syllables do."""
    path = folder / f"{name}.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        for number in range(round(seconds * RATE)):
            when = number / RATE
            swell = 0.55 + 0.45 * math.sin(2 * math.pi * 4 * when)
            file.writeframesraw(struct.pack("<h", round(32767 * level * swell * math.sin(2 * math.pi * pitch * when))))
    return path


def order(folder: Path, **changes: Any) -> FilmSpec:
    """A film of three scenes."""
    shots = [Shot(f"Scene {number} of three.", picture=picture(folder, each)) for number, each in enumerate(COLOURS, 1)]
    return FilmSpec(**({"title": "The red fox", "shots": shots, "scale": SCALE} | changes))
