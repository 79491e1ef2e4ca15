"""Draws with ComfyUI on one's own graphics cards, by a workflow that its editor has exported."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from providers import comfyui
from providers.base import Finding, Picture, PictureRequest, Preview
from providers.comfyui.client import PAUSE, ComfyUI
from providers.comfyui.workflow import NEGATIVE, PROMPT, REFERENCE, SEED, SIZE, Workflow, fill, fill_each
from providers.images.service_errors import ServiceErrors
from providers.images.service_http import wait_for
from providers.images.validation import validate_picture

ERRORS = ServiceErrors("ComfyUI", "", "COMFYUI_URLS", "COMFYUI_WORKFLOW")
DEFAULT = Path(comfyui.__file__).parent / "workflows" / "sdxl.json"
LOADING_SECONDS = 60.0
UNWANTED = "text, letters, captions, watermark, signature, frame, extra limbs, deformed face, blurry"


class ComfyUIIllustrator:
    """COMFYUI_WORKFLOW draws; COMFYUI_EDIT_WORKFLOW, if there is one, draws what has pictures to look at."""

    name = "comfyui"

    def __init__(self) -> None:
        self._servers = ComfyUI(ERRORS)

    @property
    def model(self) -> str:
        """The name of the workflow's file."""
        return _drawing().name

    @property
    def takes_references(self) -> bool:
        """Whether there is a workflow that looks at pictures."""
        return bool(settings.COMFYUI_EDIT_WORKFLOW)

    def draw(self, request: PictureRequest, preview: Preview | None = None) -> Picture:
        """Draw a picture. Raises ProviderError."""
        return self.collect(self.submit(request), preview)

    def submit(self, request: PictureRequest) -> str:
        """Queue a job at the server that has the fewest. Raises ProviderError."""
        for error in self.setting_errors():
            raise ERRORS.account(error, reached=False)
        given = [data for data in (request.base, *request.references) if data] if self.takes_references else []
        graph = (_editing() if given else _drawing()).load()
        graph = fill(fill(graph, PROMPT, request.prompt), NEGATIVE, UNWANTED)
        graph = fill(fill(graph, SEED, _seed(request)), SIZE, (request.width, request.height))
        server = self._servers.least_busy()
        if given:
            graph = fill_each(graph, REFERENCE, [self._servers.upload(server, data) for data in given])
        return self._servers.submit(server, graph)

    def collect(self, job: str, preview: Preview | None = None) -> Picture:
        """Wait for the job within IMAGE_JOB_TIMEOUT, and load its picture. Raises ProviderError."""
        files = self._servers.wait(job)
        if not files:
            raise ERRORS.no_answer("a finished job without a picture")

        def look() -> bytes:
            return self._servers.fetch(job, files[0])

        return validate_picture(wait_for(look, ERRORS, seconds=LOADING_SECONDS, pause=PAUSE, paid=False))

    def setting_errors(self) -> Iterable[str]:
        """What is wrong with the addresses and the workflows."""
        if not settings.COMFYUI_URLS:
            yield "COMFYUI_URLS names no server. Set it to the address of ComfyUI, like http://127.0.0.1:8188."
        yield from _drawing().errors(PROMPT, SEED, SIZE)
        if settings.COMFYUI_EDIT_WORKFLOW:
            yield from _editing().errors(PROMPT, SEED, REFERENCE)

    def health_check(self, *, spend: bool) -> Iterable[Finding]:
        """Whether the workflows can be filled in, and each server answers. Never raises."""
        errors = list(self.setting_errors())
        yield Finding("COMFYUI_WORKFLOW", not errors, " ".join(errors) or f"{self.model} can be filled in. It is free.")
        yield from self._servers.findings()


def _drawing() -> Workflow:
    return Workflow(settings.COMFYUI_WORKFLOW or DEFAULT, "COMFYUI_WORKFLOW")


def _editing() -> Workflow:
    return Workflow(settings.COMFYUI_EDIT_WORKFLOW, "COMFYUI_EDIT_WORKFLOW")


def _seed(request: PictureRequest) -> int:
    """The same for the same version of a picture."""
    what = f"{request.seed}/{request.scene_number}/{request.version}"
    return int.from_bytes(hashlib.sha256(what.encode()).digest()[:4])
