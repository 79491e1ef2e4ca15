"""A fake of Google's Gemini API that draws. Unknown fields are refused, as there."""

from base64 import b64decode, b64encode
from typing import Any, ClassVar

from tests.upstreams.fal_pictures import SHAPES, SIGNATURES
from tests.upstreams.http_server import Asked, Sent
from tests.upstreams.picture_server import PictureServer, in_json, png

MODEL = "gemini-3.1-flash-image"


def refused(status: str, message: str, code: int, details: Any = (), **headers: str) -> Sent:
    """An error in the format of the service."""
    error = {"code": code, "message": message, "status": status, "details": list(details)}
    return in_json({"error": error}, code, **headers)


def ended(reason: str, *parts: dict[str, Any]) -> Sent:
    """An answer with these parts."""
    return in_json({"candidates": [{"content": {"parts": list(parts), "role": "model"}, "finishReason": reason}]})


class GeminiPictures(PictureServer):
    """The service."""

    key = "gemini-f0x-9876543210fedcba"
    environment: ClassVar[dict[str, str]] = {"IMAGE_PROVIDER": "gemini", "GEMINI_API_KEY": key}
    address_setting = "GEMINI_BASE_URL"

    def serve(self, asked: Asked) -> Sent:
        """Draw, or say what the model is."""
        if asked.headers.get("x-goog-api-key") != self.key:
            return refused("INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.", 400)
        model, _, verb = asked.path.removeprefix("/v1beta/models/").partition(":")
        if model != MODEL:
            return refused("NOT_FOUND", f"models/{model} is not found for API version v1beta", 404)
        if asked.method == "GET":
            return in_json({"name": f"models/{model}", "supportedGenerationMethods": ["generateContent"]})
        if fault := "verb" if verb != "generateContent" else _fault(asked.body):
            return refused("INVALID_ARGUMENT", f"Invalid JSON payload received: {fault}", 400)
        size = SHAPES[asked.body["generationConfig"]["imageConfig"]["aspectRatio"]]
        sketch = {"inlineData": {"mimeType": "image/png", "data": b64encode(b"sketch").decode()}, "thought": True}
        picture = {"inlineData": {"mimeType": "image/png", "data": b64encode(png(*size)).decode()}}
        return ended("STOP", picture, sketch)


def _fault(body: dict[str, Any]) -> str:
    if body.keys() != {"contents", "generationConfig"} or body["contents"][0].keys() != {"role", "parts"}:
        return "unknown name"
    how = body["generationConfig"]
    if how["responseModalities"] != ["IMAGE"] or how["imageConfig"].keys() != {"aspectRatio", "imageSize"}:
        return "generationConfig"
    if how["imageConfig"]["aspectRatio"] not in SHAPES or how["imageConfig"]["imageSize"] != "1K":
        return "imageConfig"
    first, *pictures = body["contents"][0]["parts"]
    if not first.get("text"):
        return "parts"
    sent = [part["inlineData"] for part in pictures]
    known = (b64decode(one["data"], validate=True).startswith(SIGNATURES[one["mimeType"]]) for one in sent)
    return "" if all(known) else "inlineData"
