"""An animator that asks a server of the test, and the usual behaviour of that server: it knows our keys, and each job
is done at the first poll."""

import base64
import subprocess
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from providers import ffmpeg
from providers.base import ClipJob, ClipRequest, ProviderError
from tests.upstreams.client import call
from tests.upstreams.json_server import Answer, Asked, Upstream

ADDRESS = "TEST_ANIMATOR_URL"


class UpstreamAnimator:
    """Forwards every call to the server."""

    name = "upstream"
    model = "clip-1"
    on_this_machine = False

    def submit(self, request: ClipRequest) -> ClipJob:
        """Ask for a clip."""
        about = {"key": request.key, "motion": request.motion}
        picture = {"picture": len(request.picture), "type": request.content_type, "url": request.picture_url}
        return _job(call(ADDRESS, {"do": "submit"} | about | picture))

    def find(self, key: str) -> ClipJob | None:
        """The job with that key, if the server supports keys."""
        answer = call(ADDRESS, {"do": "find", "key": key})
        if answer.get("nobody_knows"):
            raise ProviderError("It is not known.", permanent=True, answered=False)
        return _job(answer) if answer.get("job") else None

    def poll(self, job_id: str) -> ClipJob:
        """The state of the job."""
        return _job(call(ADDRESS, {"do": "poll", "job": job_id}))

    def fetch(self, job: ClipJob, to: Path) -> None:
        """Write the file from the server."""
        answer = call(ADDRESS, {"do": "fetch", "source": job.source})
        to.write_bytes(base64.b64decode(answer["data"]))


def _job(answer: dict[str, Any]) -> ClipJob:
    return ClipJob(answer["job"], answer.get("done", False), answer.get("source", ""), answer.get("usage", {}))


@cache
def small_mp4() -> bytes:
    """A real, small video of one second."""
    to = Path(settings.VAR_DIR) / "small.mp4"
    drawn = ["-f", "lavfi", "-i", "testsrc=duration=1:size=90x160:rate=10", "-pix_fmt", "yuv420p", "-c:v", "libx264"]
    subprocess.run([ffmpeg.executable(), "-v", "error", "-y", *drawn, str(to)], check=True, timeout=60)
    return to.read_bytes()


@dataclass
class Clips:
    """The usual behaviour of the server, for `tests.upstreams.json_server.Upstream`. A job is done after `looks` polls.
    `instead` maps a request ("submit", "poll") to answers that are given once each before the usual ones."""

    looks: int = 1
    instead: dict[str, list[Answer]] = field(default_factory=dict)
    jobs: dict[str, str] = field(default_factory=dict)
    seen: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    most: int = 0  # jobs under way at once
    server: Upstream | None = None

    def __call__(self, asked: Asked, number: int) -> Answer:
        """The response; a submitted job exists even if the response is lost."""
        body, what = asked.body, asked.body["do"]
        self.asked[what] += 1
        others = self.instead.get(what)
        if others and others[0].status != 200:
            return others.pop(0)
        usual = getattr(self, f"_{what}")(body)
        return others.pop(0) if others else Answer(usual)

    def _submit(self, body: dict[str, Any]) -> dict[str, Any]:
        job = self.jobs.setdefault(body["key"], f"job-{body['key']}")
        self.most = max(self.most, sum(self.seen[job] < self.looks for job in self.jobs.values()))
        return {"job": job}

    def _find(self, body: dict[str, Any]) -> dict[str, Any]:
        return {"job": self.jobs.get(body["key"], "")}

    def _poll(self, body: dict[str, Any]) -> dict[str, Any]:
        self.seen[body["job"]] += 1
        done = self.seen[body["job"]] >= self.looks
        return {"job": body["job"], "done": done, "source": "good", "usage": {"second": 5} if done else {}}

    def _fetch(self, body: dict[str, Any]) -> dict[str, Any]:
        return {"data": base64.b64encode(small_mp4()).decode()}
