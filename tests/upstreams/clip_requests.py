"""Requests for clips, and pictures of any size and format for them."""

from functools import cache
from io import BytesIO
from typing import Any

from PIL import Image

from providers.base import ClipRequest

URL = "https://pictures.example.com/fox.png"


@cache
def still(width: int = 400, height: int = 600, kind: str = "PNG") -> bytes:
    """An encoded picture of one colour."""
    out = BytesIO()
    Image.new("RGB", (width, height), "orange").save(out, kind)
    return out.getvalue()


def make_request(**changes: Any) -> ClipRequest:
    """A request for the clip of a scene."""
    usual: dict[str, Any] = {
        "picture": still(),
        "content_type": "image/png",
        "motion": "The camera pushes in slowly on the fox.",
        "key": "3f2c8a1e-07-1",
        "picture_url": URL,
    }
    return ClipRequest(**(usual | changes))
