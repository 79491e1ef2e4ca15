"""ComfyUI on one's own graphics cards: several servers share the work, and what one loses another can do again."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings

from providers.base import Finding, JobNotFound, ProviderError
from providers.comfyui.workflow import Graph
from providers.images.service_errors import ServiceErrors
from providers.images.service_http import Response, request, wait_for
from providers.images.validation import mime_type

SECONDS = 60.0  # for one request; a job takes longer
PATIENCE = 30.0  # seconds without an answer, after which a server has lost its jobs
PAUSE = 0.5  # seconds between two looks
FOLDER = "storyforge"  # of the pictures that are sent along

File = Mapping[str, str]
"""A file that a job made: `filename`, `subfolder` and `type`."""


class ComfyUI:
    """The servers of COMFYUI_URLS. A job is named "host:port/id"."""

    def __init__(self, errors: ServiceErrors) -> None:
        self.errors = errors

    def submit(self, server: str, graph: Graph, name: str = "") -> str:
        """Queue a job at that server, under this `name` (a UUID) where it takes one. Returns the job. Raises
        ProviderError; with `answered=False` it may exist."""
        asked = {"prompt": graph, "client_id": FOLDER} | ({"prompt_id": name} if name else {})
        response = self._ask("POST", server, "/prompt", json=asked)
        if response.status == 400:
            raise self._unfit(response)
        named = self._json(response).get("prompt_id")
        if not isinstance(named, str) or not 0 < len(named) <= 100:
            raise self.errors.no_answer("no name of the job")
        return f"{place_of(server)}/{named}"

    def least_busy(self) -> str:
        """The address of the server with the shortest queue. Raises ProviderError, not reached when none answers."""
        queues: dict[str, int] = {}
        troubles: list[ProviderError] = []
        for server in settings.COMFYUI_URLS:
            try:
                found = self._json(self._ask("GET", server, "/prompt"))
                queues[server] = int(found["exec_info"]["queue_remaining"])
            except ProviderError as error:
                troubles.append(error)
            except (KeyError, TypeError, ValueError):
                troubles.append(self.errors.no_answer("no length of the queue"))
        if queues:
            return min(queues, key=lambda server: queues[server])
        if not troubles:
            raise self.errors.account("COMFYUI_URLS names no server.", reached=False)
        troubles[0].reached = troubles[0].answered = False  # nothing was asked for yet
        raise troubles[0]

    def upload(self, server: str, data: bytes) -> str:
        """Send a picture along. Returns how a node names it. Raises ProviderError."""
        kind = mime_type(data)
        name = f"{hashlib.sha256(data).hexdigest()[:32]}.{kind.removeprefix('image/')}"
        files = {"image": (name, data, kind)}
        said = {"overwrite": "true", "type": "input", "subfolder": FOLDER}
        found = self._json(self._ask("POST", server, "/upload/image", files=files, data=said))
        return "/".join(filter(None, (str(found.get("subfolder") or ""), str(found.get("name") or name))))

    def find(self, name: str) -> str | None:
        """The job of that name, on whichever server; None when no server knows it. Raises ProviderError when one that
        may know it does not answer."""
        for server in settings.COMFYUI_URLS:
            job = f"{place_of(server)}/{name}"
            try:
                self.look(job)
            except JobNotFound:
                continue
            return job
        return None

    def look(self, job: str) -> dict[str, Any] | None:
        """What the server has to say of a job that is over; None while it is not. Raises ProviderError, JobNotFound
        when the server does not know it, or is not among COMFYUI_URLS any more."""
        name, server = job.rpartition("/")[2], self._server_of(job)
        if over := self._history(server, name):
            return over
        queue = self._json(self._ask("GET", server, "/queue"))
        if "queue_running" not in queue:
            raise self.errors.no_answer("no queue")
        waiting = [entry[1] for kind in ("queue_running", "queue_pending") for entry in queue.get(kind) or []]
        if name in waiting:
            return None
        if over := self._history(server, name):  # it was over between the two looks
            return over
        raise self.errors.job_lost(paid=False)

    def wait(self, job: str) -> list[File]:
        """Wait for the job within IMAGE_JOB_TIMEOUT. Returns the files that it made. Raises ProviderError."""
        seconds = settings.IMAGE_JOB_TIMEOUT
        return self.files_of(
            wait_for(lambda: self.look(job), self.errors, seconds=seconds, pause=PAUSE, paid=False, patience=PATIENCE)
        )

    def files_of(self, over: Mapping[str, Any]) -> list[File]:
        """The files that a job made. Raises ProviderError when it failed."""
        status = over.get("status") or {}
        if status.get("status_str") == "error":
            said = [about for kind, about in status.get("messages") or [] if kind.startswith("execution_")]
            last: Mapping[str, Any] = said[-1] if said and isinstance(said[-1], dict) else {}
            raise self.errors.job_failed(f"{last.get('node_type', '')} {last.get('exception_message', '')}".strip())
        made = [files for node in (over.get("outputs") or {}).values() for files in node.values()]
        return [one for files in made if isinstance(files, list) for one in files if _is_kept(one)]

    def fetch(self, job: str, file: File) -> bytes:
        """A file that the job made. Raises ProviderError."""
        what = {name: file.get(name, "") for name in ("filename", "subfolder", "type")}
        response = self._ask("GET", self._server_of(job), f"/view?{urlencode(what)}")
        if not response.ok:
            raise self.errors.no_answer(f"a file with status {response.status}")
        return response.data

    def findings(self) -> Iterable[Finding]:
        """Whether each server answers, and with which graphics card. Never raises."""
        for server in settings.COMFYUI_URLS:
            try:
                found = self._json(self._ask("GET", server, "/system_stats"))
            except ProviderError as error:
                yield Finding(place_of(server), False, error.operator)
                continue
            cards = ", ".join(
                str(card.get("name", "")) for card in found.get("devices") or [] if isinstance(card, dict)
            )
            yield Finding(place_of(server), True, f"ComfyUI answers. It works with: {cards or 'no graphics card'}.")

    def _server_of(self, job: str) -> str:
        place = job.rpartition("/")[0]
        server = next((server for server in settings.COMFYUI_URLS if place_of(server) == place), "")
        if not server:
            raise self.errors.job_lost(paid=False)
        return server

    def _history(self, server: str, name: str) -> dict[str, Any] | None:
        found = self._json(self._ask("GET", server, f"/history/{name}")).get(name)
        return found if isinstance(found, dict) else None

    def _ask(self, method: str, server: str, path: str, **what: Any) -> Response:
        url = urlsplit(server)
        if url.username:
            what["auth"] = (url.username, url.password or "")
        address = f"{url.scheme}://{place_of(server)}"
        return request(method, address + path, self.errors, seconds=SECONDS, **what)

    def _json(self, response: Response) -> dict[str, Any]:
        if not response.ok:
            raise self.errors.of_status(response.status, "", response.headers, answered=False)
        try:
            found = json.loads(response.data)
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise self.errors.no_answer("no JSON object")
        return found

    def _unfit(self, response: Response) -> ProviderError:
        """The server does not accept the workflow: a node or a model is missing there, say."""
        faults = "; ".join(_faults(response.body))[:400]
        says = f"ComfyUI does not accept the workflow of {self.errors.model}: {faults or 'it does not say why'}."
        return self.errors.account(says)


def place_of(server: str) -> str:
    """Host, port and path of a server, without a login."""
    url = urlsplit(server)
    return url.netloc.rpartition("@")[2] + url.path.rstrip("/")


def _faults(body: Mapping[str, Any]) -> Iterator[str]:
    for name, node in (body.get("node_errors") or {}).items():
        for error in node.get("errors") or []:
            yield f"node {name} ({node.get('class_type', '')}): {error.get('message', '')} {error.get('details', '')}"
    if not body.get("node_errors") and isinstance(body.get("error"), dict):
        yield str(body["error"].get("message", ""))


def _is_kept(file: object) -> bool:
    return isinstance(file, dict) and isinstance(file.get("filename"), str) and file.get("type") != "temp"
