"""Somebody who brings a picture of their own along."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from images import statuses
from images.models import Illustration
from providers import registry
from tests.factories import bring_to, illustrated_story, reloaded, visitor

HTMX = {"HX-Request": "true"}


def pending(status: str = statuses.PENDING) -> Illustration:
    """Picture 7."""
    return reloaded(bring_to(illustrated_story().illustrations.get(number=7), status))


def send(picture: Illustration, data: bytes, name: str = "my.jpg", **fields: str) -> Any:
    """Upload it on the card, and give the answer."""
    file = SimpleUploadedFile(name, data, "image/jpeg")
    path = f"/stories/{picture.story_id}/pictures/7/upload"
    return visitor().post(path, {"picture": file, **fields}, headers=HTMX)


def stored(picture: Illustration) -> tuple[bytes, Image.Image]:
    """What is stored of the version that is shown."""
    version = reloaded(picture).current
    data = registry.host(version.host).fetch(version.stored)
    return data, Image.open(BytesIO(data))


def png(width: int, height: int) -> bytes:
    """A picture of that size."""
    out = BytesIO()
    Image.new("RGB", (width, height), "orange").save(out, "PNG")
    return out.getvalue()
