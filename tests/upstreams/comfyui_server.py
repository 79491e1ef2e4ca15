"""A fake ComfyUI: workflows are checked as it checks them, and their jobs are in the queue until they are in the
history. It also makes clips."""

import json
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

from tests.upstreams.animator import small_mp4
from tests.upstreams.http_server import Asked, Sent
from tests.upstreams.picture_server import Job, PictureServer, in_json, png

# What each kind of node must be given, and with what type of value; a link to another node is as good.
NODES: dict[str, dict[str, type]] = {
    "CheckpointLoaderSimple": {"ckpt_name": str},
    "CLIPTextEncode": {"text": str, "clip": list},
    "EmptyLatentImage": {"width": int, "height": int, "batch_size": int},
    "KSampler": {"seed": int, "model": list, "positive": list, "negative": list, "latent_image": list},
    "VAEDecode": {"samples": list, "vae": list},
    "SaveImage": {"images": list, "filename_prefix": str},
    "LoadImage": {"image": str},
    "VAEEncode": {"pixels": list, "vae": list},
    "SVD_img2vid_Conditioning": {"init_image": list, "seed": int},
    "SaveVideo": {"video": list, "filename_prefix": str},
}


def node(kind: str, title: str, **inputs: Any) -> dict[str, Any]:
    """A node of a workflow."""
    return {"class_type": kind, "inputs": inputs, "_meta": {"title": title}}


EDITING = {
    "1": node("CheckpointLoaderSimple", "model", ckpt_name="edit.safetensors"),
    "2": node("CLIPTextEncode", "Prompt", text="", clip=["1", 1]),
    "3": node("LoadImage", "reference 1", image="a.png"),
    "4": node("LoadImage", "reference 2", image="b.png"),
    "5": node("VAEEncode", "encode", pixels=["3", 0], vae=["1", 2]),
    "6": node("KSampler", "seed", seed=0, model=["1", 0], positive=["2", 0], negative=["2", 0], latent_image=["5", 0]),
    "7": node("VAEDecode", "decode", samples=["6", 0], vae=["1", 2]),
    "8": node("SaveImage", "output", images=["7", 0], filename_prefix="fox"),
}
ANIMATING = {
    "1": node("LoadImage", "first frame", image="a.png"),
    "2": node("CLIPTextEncode", "prompt", text="", clip=["3", 1]),
    "3": node("CheckpointLoaderSimple", "model", ckpt_name="svd.safetensors"),
    "4": node("SVD_img2vid_Conditioning", "seed", init_image=["1", 0], seed=0),
    "5": node("SaveVideo", "output", video=["4", 0], filename_prefix="fox"),
}


def unfit(message: str, details: str) -> Sent:
    """A workflow is refused."""
    error = {"type": "value_not_in_list", "message": message, "details": details}
    about = {"1": {"errors": [error], "dependent_outputs": ["7"], "class_type": "CheckpointLoaderSimple"}}
    failed = {"type": "prompt_outputs_failed_validation", "message": "Prompt outputs failed validation", "details": ""}
    return in_json({"error": failed, "node_errors": about}, 400)


class ComfyUIServer(PictureServer):
    """The server. `old` takes no names of jobs from outside. `uploaded` are the names of the pictures that came."""

    environment: ClassVar[dict[str, Any]] = {"IMAGE_PROVIDER": "comfyui", "COMFYUI_WORKFLOW": ""}
    address_setting = "COMFYUI_URLS"

    def __init__(self) -> None:
        super().__init__()
        self.old = False
        self.uploaded: dict[str, bytes] = {}

    def switch_on(self, settings: Any) -> None:
        """Make this process use the server, also with workflows that look at pictures and make clips."""
        super().switch_on(settings)
        for setting, workflow in (("COMFYUI_EDIT_WORKFLOW", EDITING), ("COMFYUI_VIDEO_WORKFLOW", ANIMATING)):
            file = Path(settings.VAR_DIR) / f"{setting.lower()}.json"
            file.write_text(json.dumps(workflow))
            setattr(settings, setting, str(file))

    def point(self, settings: Any, address: str) -> None:
        settings.COMFYUI_URLS = [address]

    def submitted(self) -> list[Asked]:
        return [asked for asked in self.asked if asked.method == "POST" and asked.path == "/prompt"]

    def serve(self, asked: Asked) -> Sent:
        """Answer as ComfyUI does."""
        url = urlsplit(asked.path)
        first, _, name = url.path.strip("/").partition("/")
        if asked.method == "POST":
            return self._submitted(asked.body) if first == "prompt" else self._uploaded(asked)
        if first == "prompt":
            return in_json({"exec_info": {"queue_remaining": len(self._waiting())}})
        if first == "history":
            return self._history(name)
        if first == "queue":
            waiting = [[number, job.name, {}, {}, ["7"]] for number, job in enumerate(self._waiting())]
            return in_json({"queue_running": waiting[:1], "queue_pending": waiting[1:]})
        if first == "view":
            return self._viewed({key: values[0] for key, values in parse_qs(url.query).items()})
        if first == "system_stats":
            return in_json({"system": {}, "devices": [{"name": "cuda:0 Fox RTX", "type": "cuda"}]})
        return Sent(404)

    def _waiting(self) -> list[Job]:
        return [job for job in self.jobs.values() if job.looks < self.looks]

    def _uploaded(self, asked: Asked) -> Sent:
        ((field, name, data),) = asked.files
        if asked.path != "/upload/image" or field != "image" or asked.body.get("overwrite") != "true":
            return Sent(400)
        self.uploaded[f"{asked.body['subfolder']}/{name}"] = data
        return in_json({"name": name, "subfolder": asked.body["subfolder"], "type": "input"})

    def _submitted(self, body: dict[str, Any]) -> Sent:
        graph = body["prompt"]
        if fault := self._fault_of(graph):
            return unfit("invalid prompt", fault)
        name = str(uuid4()) if self.old else str(UUID(body.get("prompt_id") or str(uuid4())))
        sizes = [one["inputs"] for one in graph.values() if one["class_type"] == "EmptyLatentImage"]
        size = (sizes[0]["width"] // 8, sizes[0]["height"] // 8) if sizes else (96, 144)
        self.jobs[name] = Job(name, size)
        return in_json({"prompt_id": name, "number": len(self.jobs), "node_errors": {}})

    def _fault_of(self, graph: dict[str, Any]) -> str:
        for number, one in graph.items():
            for name, kind in NODES.get(one["class_type"], {"no such node": int}).items():
                value = one["inputs"].get(name)
                linked = isinstance(value, list) and len(value) == 2 and value[0] in graph
                if not linked and (kind is list or not isinstance(value, kind)):
                    return f"{number}: {name}"
            if one["class_type"] == "LoadImage" and one["inputs"]["image"] not in self.uploaded:
                return f"Invalid image file: {one['inputs']['image']}"
            if any(one["inputs"].get(side, 8) % 8 for side in ("width", "height")):
                return f"{number}: size"
        return ""

    def _history(self, name: str) -> Sent:
        job = self.jobs.get(name)
        if job is None:
            return in_json({})
        job.looks += 1
        if job.looks < self.looks:
            return in_json({})
        if self.fate:
            about = {"node_type": "KSampler", "exception_message": self.fate}
            status = {"status_str": "error", "completed": False, "messages": [["execution_error", about]]}
            return in_json({name: {"prompt": [], "outputs": {}, "status": status}})
        files = [{"filename": f"{name}_{kind}", "subfolder": "fox", "type": "output"} for kind in ("1.png", "1.mp4")]
        shown = {"filename": "x.png", "subfolder": "", "type": "temp"}
        outputs = {"6": {"images": [shown]}, "7": {"images": files, "animated": [True]}}
        status = {"status_str": "success", "completed": True, "messages": []}
        return in_json({name: {"prompt": [], "outputs": outputs, "status": status}})

    def _viewed(self, what: dict[str, str]) -> Sent:
        name, _, kind = what["filename"].partition("_")
        if name not in self.jobs or what["subfolder"] != "fox" or what["type"] != "output":
            return Sent(404)
        if kind == "1.mp4":
            return Sent(200, "video/mp4", data=small_mp4())
        return Sent(200, "image/png", data=png(*self.jobs[name].size))
