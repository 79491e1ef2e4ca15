"""An illustrator that asks a server of the test: 200 draws, 451 is a policy error, 401 a permanent one, 402 an account
error, others are temporary."""

import os
from io import BytesIO

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
        about = {"story": request.seed, "scene": request.scene_number, "version": request.version}
        sent = {"base": request.base is not None, "references": len(request.references), "sheet": request.sheet}
        answer = call(ADDRESS, about | {"prompt": request.prompt} | sent)
        for colour in answer.get("previews", ()):
            if preview is not None:
                preview(make_preview(_png(colour)))
        return Picture(_png(answer.get("colour", "orange")), "image/png", 64, 96, usage=answer.get("usage", {}))


def _png(colour: str) -> bytes:
    """A small picture."""
    out = BytesIO()
    Image.new("RGB", (64, 96), colour).save(out, "PNG")
    return out.getvalue()
