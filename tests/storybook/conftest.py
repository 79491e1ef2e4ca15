"""Requests, and pictures as arrays to compare."""

import io
from collections.abc import Callable
from functools import cache

import pytest
from PIL import Image, ImageChops, ImageStat

from storybook.illustrator import draw
from storybook.request import Request

CHARACTER = "a small fox with plush orange-red fur and large bright amber eyes, without clothing"
SMALL = (128, 192)

Asking = Callable[..., Request]


def asking(
    shows: str, *, mood: str = "calm", beat: str = "", change: str = "", number: int = 3, version: int = 1,
    base: bytes | None = None, size: tuple[int, int] = SMALL, seed: str = "a story", character: str = CHARACTER,
) -> Request:  # fmt: skip
    """A request for a scene."""
    return Request(shows, character, change, mood, beat, seed, number, version, base, False, *size)


def asking_sheet(
    wish: str = "", *, character: str = CHARACTER, version: int = 1, base: bytes | None = None,
    size: tuple[int, int] = SMALL, seed: str = "a story",
) -> Request:  # fmt: skip
    """A request for a character sheet. A wish stands in the description too, as it does for a real story."""
    described = f"{character}. {wish}" if wish else character
    return Request("", described, wish, "", "", seed, 0, version, base, True, *size)


@cache
def drawn(request: Request) -> bytes:
    """The picture of a request, drawn once per session."""
    return draw(request).png


def opened(picture: bytes) -> Image.Image:
    """The pixels of a picture."""
    return Image.open(io.BytesIO(picture)).convert("RGB")


def difference(first: bytes, second: bytes) -> float:
    """How much two pictures differ, in grey levels of 255 a pixel."""
    return sum(ImageStat.Stat(ImageChops.difference(opened(first), opened(second))).mean) / 3


def brightness(picture: bytes) -> float:
    """How bright a picture is, 0 to 255."""
    return float(ImageStat.Stat(opened(picture).convert("L")).mean[0])


def share(picture: bytes, holds: Callable[[int, int, int], bool]) -> float:
    """How much of a picture has a colour of which `holds` is true, 0 to 1."""
    channels = iter(opened(picture).tobytes())
    pixels = list(zip(channels, channels, channels, strict=True))
    return sum(holds(*pixel) for pixel in pixels) / len(pixels)


def is_green(red: int, green: int, blue: int) -> bool:
    """Whether a colour is clearly a green."""
    return green > red + 30 and green > blue + 15


def is_blue(red: int, green: int, blue: int) -> bool:
    """Whether a colour is clearly a blue."""
    return blue > red + 40 and blue > green + 15


def is_fox_red(red: int, green: int, blue: int) -> bool:
    """Whether a colour is one of the fox's own."""
    return red > green + 60 > blue + 100


@pytest.fixture(scope="session")
def plain_sheet() -> bytes:
    """The character sheet of the fox of every story."""
    return drawn(asking_sheet())


@pytest.fixture(scope="session")
def meadow() -> bytes:
    """One ordinary picture."""
    return drawn(asking("The red fox offers a flower to a girl fox in the meadow."))
