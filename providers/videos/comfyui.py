"""Makes clips with ComfyUI on one's own graphics cards, by a workflow that begins with a picture."""

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from urllib.parse import parse_qsl, urlencode
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings

from providers.base import ClipJob, ClipRequest, Finding, ProviderError
from providers.comfyui.client import ComfyUI
from providers.comfyui.workflow import FIRST_FRAME, PROMPT, SEED, Workflow, fill, fill_each
from providers.images.service_errors import ServiceErrors

ERRORS = ServiceErrors("ComfyUI", "", "COMFYUI_URLS", "COMFYUI_VIDEO_WORKFLOW", "animation service", "clip")
ENDINGS = (".mp4", ".webm", ".mov", ".mkv")


class ComfyUIAnimator:
    """A job has a name that follows from our key, so it is found again on whichever server it is."""

    name = "comfyui"
    on_this_machine = False

    def __init__(self) -> None:
        self._servers = ComfyUI(ERRORS)

    @property
    def model(self) -> str:
        """The name of the workflow's file."""
        return _workflow().name

    def submit(self, request: ClipRequest) -> ClipJob:
        """Queue a clip at the server that has the fewest jobs. Raises ProviderError; with `answered=False` the job may
        exist."""
        for error in self.setting_errors():
            raise ERRORS.account(error, reached=False)
        graph = fill(_workflow().load(), PROMPT, request.motion)
        graph = fill(graph, SEED, int.from_bytes(sha256(request.key.encode()).digest()[:4]))
        server = self._servers.least_busy()
        graph = fill_each(graph, FIRST_FRAME, [self._servers.upload(server, request.picture)])
        return ClipJob(self._servers.submit(server, graph, _name_of(request.key)))

    def find(self, key: str) -> ClipJob | None:
        """The job with that key; None when no server has it. A version of ComfyUI that gives its own names has none:
        the clip is then made anew, which is free. Raises ProviderError when a server does not answer."""
        job = self._servers.find(_name_of(key))
        return ClipJob(job) if job else None

    def poll(self, job_id: str) -> ClipJob:
        """The state of the job. Raises ProviderError: permanent when the job failed."""
        over = self._servers.look(job_id)
        if over is None:
            return ClipJob(job_id)
        try:
            files = [file for file in self._servers.files_of(over) if file["filename"].lower().endswith(ENDINGS)]
        except ProviderError as error:
            raise ProviderError(error.message, permanent=True, operator=error.operator) from None
        if not files:
            operator = "COMFYUI_VIDEO_WORKFLOW has made no file that is a video: let it end with the node Save Video."
            words = "The animation service has made no clip. Take the one that this site makes itself."
            raise ProviderError(words, permanent=True, operator=operator)
        return ClipJob(job_id, True, urlencode(files[0]))

    def fetch(self, job: ClipJob, to: Path) -> None:
        """Write the clip to `to`. Raises ProviderError."""
        data = self._servers.fetch(job.id, dict(parse_qsl(job.source)))
        try:
            to.write_bytes(data)
        except OSError as error:
            raise ProviderError("The finished clip could not be kept.", operator=f"{to}: {error}.") from None

    def setting_errors(self) -> Iterable[str]:
        """What is wrong with the addresses and the workflow."""
        if not settings.COMFYUI_URLS:
            yield "COMFYUI_URLS names no server. Set it to the address of ComfyUI, like http://127.0.0.1:8188."
        if not settings.COMFYUI_VIDEO_WORKFLOW:
            yield "COMFYUI_VIDEO_WORKFLOW is not set. Set it to the file of a workflow with a node 'first frame'."
        else:
            yield from _workflow().errors(FIRST_FRAME)

    def health_check(self, *, spend: bool) -> Iterable[Finding]:
        """Whether the workflow can be filled in, and each server answers. Never raises."""
        errors = list(self.setting_errors())
        says = " ".join(errors) or f"{self.model} can be filled in. Clips are free."
        yield Finding("COMFYUI_VIDEO_WORKFLOW", not errors, says)
        yield from self._servers.findings()


def _workflow() -> Workflow:
    return Workflow(settings.COMFYUI_VIDEO_WORKFLOW or "none", "COMFYUI_VIDEO_WORKFLOW")


def _name_of(key: str) -> str:
    """The name of the job with that key: ComfyUI names jobs by UUIDs."""
    return str(uuid5(NAMESPACE_URL, f"storyforge:{key}"))
