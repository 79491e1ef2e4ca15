"""The base of the fake animation services: jobs that take a few polls, and links to clips.

To use one, in a test: `with KlingServer() as server:` and `server.switch_on(settings)`; for processes of their own, put
`server.environment` into their environment. Then change `looks`, `fate` or `behaviour` at any time.
"""

import json
import threading
from base64 import b64decode
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

from PIL import Image

from tests.upstreams.animator import small_mp4
from tests.upstreams.http_server import Asked, LocalServer, Sent

Behaviour = Callable[[Asked, int], Sent | None]
"""The response to a request, None for the usual one; the number counts the requests before it."""

DROPPED, HANGING = Sent(drop=True), Sent(after=60.0)
LINK = "/clips/"


def html(status: int = 200) -> Sent:
    """An HTML page of a proxy."""
    return Sent(status, "text/html", data=b"<html><body>Please come back later.</body></html>")


def in_json(body: dict[str, Any], status: int = 200, **headers: str) -> Sent:
    """A JSON response."""
    return Sent(status, headers=headers, data=json.dumps(body).encode())


@dataclass
class Job:
    """A submitted job. `key` is the client's key, `polls` the number of polls."""

    id: str
    body: dict[str, Any]
    key: str = ""
    polls: int = 0
    seconds: int = field(default=5)


class VideoServer(LocalServer):
    """The service. Every attribute may be changed at any time.

    A job is done when it was looked at `looks` times; then `fate` says why it failed, "" for not at all. `submitted`,
    `polled` and `loaded` list what was asked so far. `parallel` is how many jobs may be under way.
    """

    name: ClassVar[str]
    keys: ClassVar[dict[str, str]]
    address_setting: ClassVar[str]
    choices: ClassVar[dict[str, str]] = {}  # other settings with which a site uses it
    new_links = True  # it gives a new link to a file each time
    file_headers: ClassVar[dict[str, str]] = {}  # what a request for a file must have

    def __init__(self, behaviour: Behaviour = lambda asked, number: None) -> None:
        super().__init__()
        self.behaviour = behaviour
        self.looks = 2
        self.parallel = 1000
        self.fate: Callable[[Job], str] = lambda job: ""
        self.jobs: dict[str, Job] = {}
        self.asked: list[Asked] = []
        self.gone = False  # no link leads anywhere any more
        self._links, self._expired = 0, 0
        self._lock = threading.RLock()

    @property
    def environment(self) -> dict[str, str]:
        """The settings with which a site uses this server."""
        return {"VIDEO_PROVIDER": self.name, self.address_setting: self.address, **self.choices, **self.keys}

    def switch_on(self, settings: Any) -> None:
        """Make this process use the server."""
        for name, value in self.environment.items():
            setattr(settings, name, value)

    def expire(self) -> None:
        """Invalidate all links."""
        self._expired = self._links

    @property
    def submitted(self) -> list[Asked]:
        """All requests for clips."""
        return [asked for asked in self.asked if is_submit(asked)]

    @property
    def loaded(self) -> list[Asked]:
        """All requests for files."""
        return [asked for asked in self.asked if is_load(asked)]

    @property
    def polled(self) -> list[Asked]:
        """All other requests."""
        return [asked for asked in self.asked if not is_submit(asked) and not is_load(asked)]

    def respond(self, asked: Asked) -> Sent:
        """The response of `behaviour`, else the usual one."""
        with self._lock:
            number = len(self.asked)
            self.asked.append(asked)
        said = self.behaviour(asked, number)
        if said is not None:
            return said
        with self._lock:
            return self._loaded(asked) if is_load(asked) else self.serve(asked)

    def serve(self, asked: Asked) -> Sent:
        """The usual response."""
        raise NotImplementedError

    # --- for subclasses ---
    def add(self, job_id: str, body: dict[str, Any], *, key: str = "", seconds: int = 5) -> Job:
        """A new job."""
        self.jobs[job_id] = Job(job_id, body, key, seconds=seconds)
        return self.jobs[job_id]

    def is_full(self) -> bool:
        """Whether the limit of parallel jobs is reached."""
        return sum(job.polls < self.looks for job in self.jobs.values()) >= self.parallel

    def look_at(self, job: Job) -> str:
        """Count a poll of the job; its state: "waiting" at the first, "working", "done" or "failed"."""
        job.polls += 1
        if job.polls < self.looks:
            return "waiting" if job.polls == 1 else "working"
        return "failed" if self.fate(job) else "done"

    def link_to(self, job: Job) -> str:
        """A new link to its clip."""
        self._links += 1
        return f"{self.address}{LINK}{job.id}.mp4?link={self._links}"

    def _loaded(self, asked: Asked) -> Sent:
        url = urlsplit(asked.path)
        if not self.file_headers.items() <= asked.headers.items():
            return html(401)
        job = self.jobs.get(url.path.removeprefix(LINK).removesuffix(".mp4"))
        if job is None or self.gone:
            return html(404)
        if int(parse_qs(url.query)["link"][0]) <= self._expired:
            return Sent(403, "application/xml", data=b"<Error><Code>AccessDenied</Code></Error>")
        return Sent(200, "video/mp4", data=small_mp4())


def is_submit(asked: Asked) -> bool:
    """Whether the request submits a clip."""
    return asked.method == "POST"


def is_load(asked: Asked) -> bool:
    """Whether the request downloads a file."""
    return asked.path.startswith(LINK) or asked.path.endswith("/content?index=0")


def fault_of_picture(encoded: str) -> str:
    """Why the services refuse a picture in Base64; "" when they accept it."""
    try:
        data = b64decode(encoded, validate=True)
        with Image.open(BytesIO(data)) as image:
            image.load()
    except (ValueError, OSError):
        return "File is not in a valid base64 format"
    if len(data) > 10 * 1024 * 1024:
        return "Image file size exceeds 10MB"
    if image.format not in ("JPEG", "PNG"):
        return "Image format is not supported"
    if min(image.size) < 300:
        return "Image pixel is invalid"
    return "" if 0.4 <= image.width / image.height <= 2.5 else "Image aspect ratio is invalid"
