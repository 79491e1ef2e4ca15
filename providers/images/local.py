"""The illustrator that needs no key: the package `storybook` draws on this machine."""

from providers.base import Picture, PictureRequest, Preview, ProviderError
from storybook.illustrator import MODEL, draw
from storybook.painting.rendering import RenderingError
from storybook.request import Request


class LocalIllustrator:
    """Draws every request, costs nothing, and draws the same picture for the same request."""

    name = "local"
    model = MODEL

    def draw(self, request: PictureRequest, preview: Preview | None = None) -> Picture:
        """Draw a new picture, or with `request.base` the composition of that one with the change obeyed."""
        asked = Request(
            shows=request.shows or request.prompt,
            character=request.character,
            change=request.change,
            mood=request.mood,
            beat=request.beat,
            seed=request.seed,
            number=request.scene_number,
            version=request.version,
            base=request.base,
            sheet=request.sheet,
            width=max(1, request.width),
            height=max(1, request.height),
        )
        try:
            drawing = draw(asked)
        except RenderingError as error:
            raise ProviderError(str(error)) from error
        width, height = asked.width, asked.height
        said = drawing.missing, drawing.unchanged
        return Picture(drawing.png, "image/png", width, height, {}, *said)
