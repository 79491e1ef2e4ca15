"""Decode pictures from outside; one that may take long, in a process of its own that is killed at its limits."""

import json
import logging
import subprocess
import sys
from dataclasses import dataclass
from typing import Any, Literal

from providers import subprocesses
from providers.images import decoder

log = logging.getLogger(__name__)

MOST_CPU_SECONDS = 10  # 50 megapixels in 100 scans take five
MOST_SECONDS = 60.0  # the same on a busy machine
MOST_MEMORY = 600 * 2**20  # bytes: 50 megapixels with transparency take 400 MB
TOO_LONG = "too long"
Task = Literal["check", "preview", "upload"]


class NotDecoded(Exception):
    """The picture was not decoded; `reason` is one of the decoder's, or TOO_LONG."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Decoded:
    """The bytes that the task made, and the kind ("PNG"), width and height in pixels of the picture that came."""

    made: bytes
    kind: str
    width: int
    height: int


def decode(data: bytes, task: Task, frame: decoder.Frame | None = None) -> Decoded:
    """Have one of `decoder.TASKS` done with a picture, an upload with what lies in the frame. Raises NotDecoded for
    anything but a whole PNG, JPEG or WebP of at most `decoder.MOST_PIXELS`, and for one that takes too long."""
    about, made = decoder.answer(task, data, frame) if decoder.is_cheap(data) else _by_process(data, task, frame)
    if "reason" in about:
        log.info("A picture of %s bytes was not taken: %s", len(data), about)
        raise NotDecoded(about["reason"])
    return Decoded(made, **about)


def _by_process(data: bytes, task: Task, frame: decoder.Frame | None) -> tuple[dict[str, Any], bytes]:
    command = [sys.executable, "-I", decoder.__file__, task, json.dumps(frame)]
    limits = subprocesses.Limits(cpu_seconds=MOST_CPU_SECONDS, memory=MOST_MEMORY)
    process = subprocesses.start(command, into=subprocess.PIPE, out=subprocess.PIPE, limits=limits)
    try:
        said, _ = process.communicate(data, timeout=MOST_SECONDS)
    except subprocess.TimeoutExpired:
        raise NotDecoded(TOO_LONG) from None
    finally:
        subprocesses.stop(process)
    head, _, made = said.partition(b"\n")
    if not head:  # killed by a limit
        log.warning("A picture of %s bytes was given up: its decoder ended with %s.", len(data), process.returncode)
        raise NotDecoded(TOO_LONG)
    return json.loads(head), made
