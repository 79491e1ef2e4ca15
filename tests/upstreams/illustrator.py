"""An illustrator whose other end is a server of the test: 200 draws, 451 refuses, 401 is permanent, others may pass."""

from io import BytesIO

from PIL import Image

from providers.base import Picture, PictureRequest, Preview
from tests.upstreams.calling import call

ADDRESS = "TEST_ILLUSTRATOR_URL"


class UpstreamIllustrator:
    """Draws a small picture in the colour that the server says, orange by default."""

    name = "upstream"
    model = "test-1"

    def draw(self, request: PictureRequest, preview: Preview | None = None) -> Picture:
        """Ask the server, then draw."""
        about = {"story": request.seed, "scene": request.scene_number, "version": request.version}
        answer = call(ADDRESS, about | {"prompt": request.prompt, "base": request.base is not None})
        out = BytesIO()
        Image.new("RGB", (64, 96), answer.get("colour", "orange")).save(out, "PNG")
        return Picture(out.getvalue(), "image/png", 64, 96)
