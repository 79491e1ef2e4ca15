"""Requests as the pipeline makes them, and pictures as arrays to compare."""

import io
from collections.abc import Callable

import pytest
from PIL import Image, ImageChops, ImageStat

from images.prompts import compose
from providers.base import Picture, PictureRequest
from providers.images.local.illustrator import LocalIllustrator

STYLE = "Storybook-quality 3D illustration, softly lit, polished and cinematic."
CHARACTER = "a small fox with plush orange-red fur and large bright amber eyes, without clothing"
SMALL = (256, 384)

Asking = Callable[..., PictureRequest]


def asking(
    scene: str, *, mood: str = "calm", beat: str = "", note: str = "", number: int = 3, version: int = 1,
    base: bytes | None = None, size: tuple[int, int] = SMALL, seed: str = "a story",
) -> PictureRequest:  # fmt: skip
    """A request for a scene, with the prompt composed as it is for a real story."""
    prompt = compose(art_style=STYLE, character=CHARACTER, depiction=scene, mood=mood, change=note)
    return PictureRequest(prompt, seed, number, version, mood, beat, note, base, *size)


def drawn(request: PictureRequest) -> Picture:
    """The picture of a request."""
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


@pytest.fixture(scope="session")
def meadow() -> Picture:
    """One ordinary picture."""
    return drawn(asking("The red fox offers a flower to a girl fox in the meadow."))
