"""From SVG to PNG, in a process of its own: resvg holds Python's lock while it renders, so in a thread it would hold up
every other thread of the worker and use one core at most. A child takes about 40 ms to start, and can be given up."""

import os
import subprocess
import sys
import threading

LIMIT = 60.0  # seconds; a picture takes less than one
_CHILD = """
import sys, resvg_py
for svg in sys.stdin.buffer.read().decode().split("\\0"):
    png = bytes(resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True))
    sys.stdout.buffer.write(len(png).to_bytes(4, "big") + png)
"""


class RenderingError(Exception):
    """A picture could not be rendered; the message is a sentence for whoever asked for it."""


# More at once than there are cores would only make every one of them slower, and the first picture late.
_cores = threading.BoundedSemaphore(os.cpu_count() or 1)


def render(*svgs: str) -> list[bytes]:
    """Render SVG documents to PNGs. Raises RenderingError when the renderer fails or takes longer than LIMIT."""
    with _cores:
        try:
            done = subprocess.run(
                [sys.executable, "-I", "-c", _CHILD],
                input="\0".join(svgs).encode(), capture_output=True, timeout=LIMIT, check=True,
            )  # fmt: skip
        except subprocess.TimeoutExpired as error:
            raise RenderingError(f"The picture was not rendered within {LIMIT:g} s.") from error
        except (OSError, subprocess.CalledProcessError) as error:
            raise RenderingError("The picture could not be rendered: the renderer stopped with an error.") from error
    return _parted(done.stdout)


def _parted(data: bytes) -> list[bytes]:
    """Take apart what the child wrote: each PNG after its length in four bytes."""
    parts, place = [], 0
    while place < len(data):
        end = place + 4 + int.from_bytes(data[place : place + 4], "big")
        parts.append(data[place + 4 : end])
        place = end
    return parts
