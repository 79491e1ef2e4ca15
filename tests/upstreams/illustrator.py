"""Illustrators that ask a server of the test: 200 draws, 451 is a policy error, 401 a permanent one, 402 an account
error, others are temporary. "die" in an answer stops the worker as a kill does: nothing catches it."""

import os
from io import BytesIO
from typing import Any

from PIL import Image

from providers.base import Picture, PictureRequest, Preview
from providers.images.validation import make_preview
from tests.upstreams.client import call

ADDRESS = "TEST_ILLUSTRATOR_URL"
LOOKS = "TEST_ILLUSTRATOR_LOOKS"  # set: it looks at the pictures that are sent along


class UpstreamIllustrator:
    """Draws a small picture in the colour of the server's response, orange by default."""

    name = "upstream"
    model = "test-1"

    @property
    def takes_references(self) -> bool:
        """Whether pictures are sent along."""
        return LOOKS in os.environ

    def draw(self, request: PictureRequest, preview: Preview | None = None) -> Picture:
        """Ask the server, then draw."""
        return _drawn(_ask(_about(request)), preview)


class UpstreamQueuedIllustrator:
    """The same by a queue: the server says on submission under which name it knows the job, and holds back the answer
    to who collects it until it is done."""

    name = "queued"
    model = "test-1"

    def draw(self, request: PictureRequest, preview: Preview | None = None) -> Picture:
        """Ask the server, wait, then draw."""
        return self.collect(self.submit(request), preview)

    def submit(self, request: PictureRequest) -> str:
        """Have the server queue a job."""
        named: str = _ask({"do": "submit"} | _about(request))["job"]
        return named

    def collect(self, job: str, preview: Preview | None = None) -> Picture:
        """Wait for the job."""
        return _drawn(_ask({"do": "collect", "job": job}), preview)


def _about(request: PictureRequest) -> dict[str, Any]:
    about = {"story": request.seed, "scene": request.scene_number, "version": request.version}
    sent = {"base": request.base is not None, "references": len(request.references), "sheet": request.sheet}
    return about | {"prompt": request.prompt} | sent


def _ask(body: dict[str, Any]) -> dict[str, Any]:
    answer = call(ADDRESS, body)
    if answer.get("die"):
        raise SystemExit
    return answer


def _drawn(answer: dict[str, Any], preview: Preview | None) -> Picture:
    for colour in answer.get("previews", ()):
        if preview is not None:
            preview(make_preview(_png(colour)))
    return Picture(_png(answer.get("colour", "orange")), "image/png", 64, 96, usage=answer.get("usage", {}))


class SecondIllustrator(UpstreamIllustrator):
    """Another service, which draws in two qualities; it looks at pictures that are sent along."""

    name = "second"
    model = "test-2"
    qualities = ("low", "high")
    takes_references = True

    def __init__(self, quality: str = "low") -> None:
        self.quality = quality


def _png(colour: str) -> bytes:
    """A small picture."""
    out = BytesIO()
    Image.new("RGB", (64, 96), colour).save(out, "PNG")
    return out.getvalue()
