"""Requests as the pipeline makes them, and pictures as arrays to compare."""

import io
from collections.abc import Callable
from functools import cache

import pytest
from PIL import Image, ImageChops, ImageStat

from images.drawing.prompts import compose, compose_sheet
from providers.base import Picture, PictureRequest
from providers.images.local.illustrator import LocalIllustrator

STYLE = "Storybook-quality 3D illustration, softly lit, polished and cinematic."
CHARACTER = "a small fox with plush orange-red fur and large bright amber eyes, without clothing"
SMALL = (128, 192)

Asking = Callable[..., PictureRequest]


def asking(
    scene: str, *, mood: str = "calm", beat: str = "", note: str = "", number: int = 3, version: int = 1,
    base: bytes | None = None, size: tuple[int, int] = SMALL, seed: str = "a story", character: str = CHARACTER,
) -> PictureRequest:  # fmt: skip
    """A request for a scene, with the prompt composed as it is for a real story."""
    prompt = compose(art_style=STYLE, character=character, depiction=scene, mood=mood, change=note)
    return PictureRequest(prompt, seed, number, version, mood, beat, note, base, *size)


def asking_sheet(
    wish: str = "", *, character: str = CHARACTER, version: int = 1, base: bytes | None = None,
    size: tuple[int, int] = SMALL, seed: str = "a story",
) -> PictureRequest:  # fmt: skip
    """A request for a character sheet. A wish stands in the description too, as it does for a real story."""
    described = f"{character}. {wish}" if wish else character
    prompt = compose_sheet(art_style=STYLE, character=described, change=wish)
    return PictureRequest(prompt, seed, 0, version, "", "", wish, base, *size, sheet=True)


@cache
def drawn(request: PictureRequest) -> Picture:
    """The picture of a request, drawn once per session."""
    return LocalIllustrator().draw(request)


def opened(picture: Picture) -> Image.Image:
    """The pixels of a picture."""
    return Image.open(io.BytesIO(picture.data)).convert("RGB")


def difference(first: Picture, second: Picture) -> float:
    """How much two pictures differ, in grey levels of 255 a pixel."""
    return sum(ImageStat.Stat(ImageChops.difference(opened(first), opened(second))).mean) / 3


def brightness(picture: Picture) -> float:
    """How bright a picture is, 0 to 255."""
    return float(ImageStat.Stat(opened(picture).convert("L")).mean[0])


def share(picture: Picture, holds: Callable[[int, int, int], bool]) -> float:
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
def plain_sheet() -> Picture:
    """The character sheet of the fox of every story."""
    return drawn(asking_sheet())


@pytest.fixture(scope="session")
def meadow() -> Picture:
    """One ordinary picture."""
    return drawn(asking("The red fox offers a flower to a girl fox in the meadow."))
