"""From SVG to pixels, by ThorVG. Other threads of the process go on while it renders."""

import threading
from typing import Any

from PIL import Image
from thorvg_python.base import Colorspace, Result
from thorvg_python.canvas.sw import SwCanvas
from thorvg_python.engine import Engine
from thorvg_python.paint.picture import Picture

LIMIT = 60.0  # seconds that a picture waits for those before it

_engine = Engine()
_free = threading.Lock()  # its canvases share memory, so it renders one picture at a time


class RenderingError(Exception):
    """A picture could not be rendered; the message is a sentence for whoever asked for it."""


def render(svg: str, width: int, height: int) -> Image.Image:
    """Render an SVG document to RGBA of that many pixels. Raises RenderingError."""
    if not _free.acquire(timeout=LIMIT):
        raise RenderingError(f"The picture was not rendered within {LIMIT:g} s.")
    try:
        return _rendered(svg, width, height)
    finally:
        _free.release()


def _rendered(svg: str, width: int, height: int) -> Image.Image:
    canvas, picture = SwCanvas(_engine), Picture(_engine)
    try:
        done: tuple[Any, ...] = (
            canvas.set_target(width, height, cs=Colorspace.ABGR8888S),
            picture.load_data(svg.encode(), "svg", None, True),
            picture.set_size(width, height),
            canvas.add(picture),
            canvas.draw(True),
            canvas.sync(),
        )
        if any(step is not Result.SUCCESS for step in done):
            steps = ", ".join(step.name for step in done)
            raise RenderingError(f"The picture could not be rendered: the renderer answered {steps}.")
        return Image.frombytes("RGBA", (width, height), bytes(canvas.buffer_arr or b""))
    finally:
        canvas.destroy()
