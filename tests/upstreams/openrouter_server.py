"""A strict local OpenRouter: chat, pictures, speech, lists of models, the key. What it does not know is a 400."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from tests.upstreams.http_server import Asked, Sent
from tests.upstreams.openai_replies import Reply, picture
from tests.upstreams.openai_server import WRITES, OpenAIServer
from tests.upstreams.speech_server import tone

CHAT = {
    "model",
    "messages",
    "max_completion_tokens",
    "max_tokens",
    "response_format",
    "stream",
    "provider",
    "temperature",
}
DRAW = {"model", "prompt", "n", "size", "aspect_ratio", "resolution", "quality", "output_format", "seed", "stream",
        "input_references", "background", "output_compression", "provider"}  # fmt: skip
SPEAK = {"model", "input", "voice", "response_format", "speed", "provider"}
GEMINI, SEEDREAM, FLUX = "google/gemini-3.1-flash-image", "bytedance-seed/seedream-4.5", "black-forest-labs/flux.2-pro"
SIZES = {"2:3": "128x192", "3:2": "192x128", "1:1": "256x256"}
SECONDS_A_CHARACTER = 0.06


def _values(*values: str) -> dict[str, Any]:
    return {"type": "enum", "values": list(values)}


def image_model(name: str, takes: Mapping[str, Any], *, looks: bool = True, streams: bool = False) -> dict[str, Any]:
    """A row of the list of image models."""
    architecture = {"input_modalities": ["text", "image"] if looks else ["text"], "output_modalities": ["image"]}
    return {"id": name, "name": name, "created": 1, "description": "", "architecture": architecture,
            "endpoints": f"/api/v1/images/models/{name}/endpoints", "supported_parameters": dict(takes),
            "supports_streaming": streams}  # fmt: skip


IMAGE_MODELS = (
    image_model(GEMINI, {"aspect_ratio": _values("1:1", "2:3", "3:2"), "resolution": _values("512", "1K", "2K"),
                         "input_references": {"type": "range", "min": 0, "max": 3}}),
    image_model(SEEDREAM, {"size": {"type": "string"}, "seed": {"type": "boolean"}}, looks=False),
    image_model("openai/gpt-image-2.5-flare", {"aspect_ratio": _values("1:1", "2:3", "3:2"),
                "quality": _values("low", "medium", "high"), "input_references": {}}, streams=True),
)  # fmt: skip
TEXT_MODEL = {
    "id": "openai/gpt-6-luna",
    "pricing": {"prompt": "0.0000002", "completion": "0.0000009", "input_cache_read": "0.00000002"},
}
PRICES = {
    GEMINI: [("image", 0.067, "1K"), ("image", 0.101, "2K")],
    SEEDREAM: [("megapixel", 0.025, None)],
    "openai/gpt-image-2.5-flare": [("token", 0.00003, None)],
}


def failure(status: int, message: str, **metadata: Any) -> Reply:
    """An error in OpenRouter's form."""
    error = {"code": status, "message": message} | ({"metadata": metadata} if metadata else {})
    return Reply(status, {"error": error, "user_id": "user_1"})


def inside(status: int, message: str, **metadata: Any) -> Reply:
    """The same error in a response with status 200."""
    return replace(failure(status, message, **metadata), status=200)


def charged(cost: float = 0.067) -> dict[str, Any]:
    """The usage of a picture."""
    return {"prompt_tokens": 30, "completion_tokens": 1_120, "total_tokens": 1_150, "cost": cost, "is_byok": False}


Speaks = Callable[[Asked], Sent]


class OpenRouterServer(OpenAIServer):
    """`url` goes into OPENROUTER_BASE_URL. `images` and `chat` are as OpenAI's; `speech` answers in samples; without
    `lists` the lists of models do not answer. The key must be `key`."""

    key = "sk-or-0123456789secret"

    def reset(self) -> None:
        """Forget all requests and changed attributes."""
        super().reset()
        self.images = lambda asked, number: picture(usage=charged())
        self.speech: Speaks = _spoken
        self.lists = True
        self.rate_headers = {}

    def respond(self, asked: Asked) -> Sent:
        """Check the request strictly, then respond as OpenAI's server does."""
        path = asked.path.partition("?")[0].removeprefix("/v1")
        if path == "/images":
            refusal = self._refusal(asked, DRAW) or self._unsupported(asked.body)
            size = asked.body.get("size") or SIZES.get(str(asked.body.get("aspect_ratio")), "128x192")
            more = {"size": size, "partial_images": 1 if asked.body.get("stream") else 0}
            as_openai = replace(asked, path="/v1/images/generations", body=asked.body | more)
            return self.give(asked, refusal) if refusal else super().respond(as_openai)
        if path == "/audio/speech":
            refusal = self._refusal(asked, SPEAK)
            if asked.body.get("response_format", "pcm") not in ("mp3", "pcm"):
                refusal = failure(400, "response_format: expected mp3 or pcm")
            return self.give(asked, refusal) if refusal else self._heard(asked)
        if asked.path == WRITES and (refusal := self._refusal(asked, CHAT)):
            return self.give(asked, refusal)
        if asked.method == "GET" and path != "/v1/models":
            return self.give(asked, self._listed(path, asked))
        return super().respond(asked)

    def _heard(self, asked: Asked) -> Sent:
        self.asked.append(asked)
        return self.speech(asked)

    def _refusal(self, asked: Asked, known: set[str]) -> Reply | None:
        if asked.headers.get("authorization") != f"Bearer {self.key}":
            return failure(401, "No auth credentials found")
        unknown = sorted(set(asked.body) - known)
        return failure(400, f"Unrecognized key(s) in object: {unknown}") if unknown else None

    def _unsupported(self, body: Mapping[str, Any]) -> Reply | None:
        """What the model does not take."""
        row = next((row for row in IMAGE_MODELS if row["id"] == body["model"]), None)
        if row is None:
            return failure(400, f"{body['model']} is not a valid model ID")
        takes = row["supported_parameters"]
        for name in set(body) - {"model", "prompt", "stream"}:
            if name not in takes:
                return failure(400, f"Model does not support parameter: {name}")
            if body[name] not in takes[name].get("values", [body[name]]):
                return failure(400, f"Unsupported value of {name}: {body[name]}")
        pictures = body.get("input_references", [])
        if len(pictures) > takes.get("input_references", {}).get("max", 16):
            return failure(400, "Too many input references")
        known = all(one["image_url"]["url"].startswith(("data:image/", "https://")) for one in pictures)
        return None if known else failure(400, "input_references: neither a data URL nor an address")

    def _listed(self, path: str, asked: Asked) -> Reply:
        if path == "/key":
            accepted = asked.headers.get("authorization") == f"Bearer {self.key}"
            about = {"label": "sk-or-...", "limit": 10, "limit_remaining": 7.5, "usage": 2.5, "is_free_tier": False}
            return Reply(body={"data": about}) if accepted else failure(401, "No auth credentials found")
        if not self.lists:
            return failure(503, "No list today")
        if path == "/images/models":
            return Reply(body={"data": list(IMAGE_MODELS)})
        if path == "/models":
            speaks = asked.path.endswith("?output_modalities=speech")
            return Reply(body={"data": [{"id": "mistralai/voxtral-mini-tts-2603"} if speaks else TEXT_MODEL]})
        name = path.removeprefix("/images/models/").removesuffix("/endpoints")
        pricing = [
            {"billable": "output_image", "unit": unit, "cost_usd": cost} | ({"variant": variant} if variant else {})
            for unit, cost, variant in PRICES.get(name, [])
        ]
        return Reply(body={"id": name, "endpoints": [{"provider_name": "Maker", "pricing": pricing}]})


def _spoken(asked: Asked) -> Sent:
    """Bare samples, whose length depends on the text."""
    samples = tone(SECONDS_A_CHARACTER * len(asked.body["input"]))[44:]
    return Sent(content_type="audio/pcm;rate=24000;channels=1", data=samples)
