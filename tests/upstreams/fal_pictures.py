"""A fake fal.ai server that draws. It refuses parameters that a model does not know; the real one ignores them."""

from base64 import b64decode
from typing import Any, ClassVar
from uuid import uuid4

from tests.upstreams.http_server import Asked, Sent
from tests.upstreams.picture_server import Job, PictureServer, in_json, png

SHAPES = {"1:1": (192, 192), "2:3": (128, 192), "3:2": (192, 128)}
SIGNATURES = {"image/png": b"\x89PNG", "image/jpeg": b"\xff\xd8", "image/webp": b"RIFF"}
_SHAPED = {"prompt", "num_images", "aspect_ratio", "resolution", "output_format"}
_SIZED = {"prompt", "num_images", "image_size"}
MODELS = {
    "fal-ai/nano-banana-2": _SHAPED,
    "fal-ai/nano-banana-2/edit": _SHAPED | {"image_urls"},
    "fal-ai/bytedance/seedream/v4.5/text-to-image": _SIZED,
    "fal-ai/bytedance/seedream/v4.5/edit": _SIZED | {"image_urls"},
}


def unfit(message: str, kind: str = "value_error") -> Sent:
    """An error about the input of a model."""
    return in_json({"detail": [{"loc": ["body", "prompt"], "msg": message, "type": kind}]}, 422)


def refused(message: str, status: int, **headers: str) -> Sent:
    """An error about the account or the address."""
    return in_json({"detail": message}, status, **headers)


class FalPictures(PictureServer):
    """The service. `loaded` lists requests for pictures; `fate` is the type of the error of a job that fails."""

    key = "0f0x-1234:abcdef0123456789"
    environment: ClassVar[dict[str, str]] = {"IMAGE_PROVIDER": "fal", "FAL_KEY": key}
    address_setting = "FAL_BASE_URL"

    def serve(self, asked: Asked) -> Sent:
        """Submit a job, look at it, get its result, or load its picture."""
        if asked.path.startswith("/files/"):
            job = self.jobs[asked.path.removeprefix("/files/").removesuffix(".png")]
            return Sent(200, "image/png", data=png(*job.size))
        if asked.headers.get("authorization") != f"Key {self.key}":
            return refused("Authentication is required to access this application", 401)
        if asked.method == "POST":
            return self._submitted(asked.path.strip("/"), asked.body)
        place = asked.path.removesuffix("/status")
        application, _, name = place.rpartition("/requests/")
        if name not in self.jobs or application.count("/") != 2:
            return refused("Request not found", 404)
        return self._state(self.jobs[name], place) if place != asked.path else self._result(self.jobs[name])

    def _submitted(self, model: str, body: dict[str, Any]) -> Sent:
        if model not in MODELS:
            return refused(f"Application '{model}' not found", 404)
        if fault := _fault(body, MODELS[model]):
            return unfit(fault)
        size = body.get("image_size")
        # A fifteenth of what was asked for, so that the tests are quick.
        made = (size["width"] // 15, size["height"] // 15) if size else SHAPES[body["aspect_ratio"]]
        job = self.jobs.setdefault(name := str(uuid4()), Job(name, made))
        place = f"/{'/'.join(model.split('/')[:2])}/requests/{job.name}"
        return in_json({"status": "IN_QUEUE", "request_id": name, "queue_position": 0} | self._links(place))

    def _links(self, place: str) -> dict[str, str]:
        url = self.address + place
        return {"response_url": url, "status_url": f"{url}/status", "cancel_url": f"{url}/cancel"}

    def _state(self, job: Job, place: str) -> Sent:
        job.looks += 1
        if job.looks < self.looks:
            return in_json({"status": "IN_QUEUE" if job.looks == 1 else "IN_PROGRESS"} | self._links(place), 202)
        return in_json({"status": "COMPLETED"} | self._links(place))

    def _result(self, job: Job) -> Sent:
        if job.looks < self.looks:
            return refused("Request is still in progress", 400)
        if self.fate:
            return unfit("It was not made.", self.fate)
        image = {"url": f"{self.address}/files/{job.name}.png", "content_type": "image/png"}
        return in_json({"images": [image], "description": ""})


def _fault(body: dict[str, Any], known: set[str]) -> str:
    if body.keys() != known or not body["prompt"] or body["num_images"] != 1:
        return f"unexpected or missing parameters: {sorted(body.keys() ^ known)}"
    size = body.get("image_size")
    if size and not all(1920 <= size[side] <= 4096 for side in ("width", "height")):
        return "image_size is out of range"
    if not size and (body["aspect_ratio"] not in SHAPES or body["resolution"] != "1K"):
        return "aspect_ratio is unknown"
    for url in body.get("image_urls", []):
        kind, _, encoded = url.removeprefix("data:").partition(";base64,")
        if not b64decode(encoded, validate=True).startswith(SIGNATURES[kind]):
            return "could not load the image"
    return "" if 1 <= len(body.get("image_urls", [""])) <= 14 else "too many images"
