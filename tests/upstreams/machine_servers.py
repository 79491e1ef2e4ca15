"""Servers for one's own machine, as strict as they are: stable-diffusion.cpp, LocalAI and Ollama.

None wants a key. What they do not know they ignore, as they do; what they need they insist on.
"""

import base64
import binascii
from dataclasses import replace
from typing import Any

from tests.upstreams.http_server import Asked, Sent
from tests.upstreams.openai_replies import Reply, error, picture
from tests.upstreams.openai_server import OpenAIServer, model
from tests.upstreams.openai_writer import author

NO_USAGE = {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0, "input_tokens": 0, "output_tokens": 0,
            "input_tokens_details": {"text_tokens": 0, "image_tokens": 0}}  # fmt: skip


class _Machine(OpenAIServer):
    """`refusal` looks at each request first."""

    def respond(self, asked: Asked) -> Sent:
        """Refuse the request, or respond as OpenAI's server does, in one piece."""
        if refusal := self.refusal(asked):
            return self.give(asked, refusal)
        plain = {name: value for name, value in asked.body.items() if name not in ("stream", "partial_images")}
        return super().respond(replace(asked, body=plain))

    def refusal(self, asked: Asked) -> Reply | None:
        """The response to a request that is not carried out; None for one that is."""
        raise NotImplementedError


class StableDiffusionServer(_Machine):
    """stable-diffusion.cpp's: it draws and edits, in one piece whatever `stream` says, and writes nothing."""

    def reset(self) -> None:
        """Forget all requests and changed attributes."""
        super().reset()
        self.images = lambda asked, number: picture(usage=None)
        self.models = [{"id": "sd-cpp-local", "object": "model", "owned_by": "local"}]
        self.rate_headers = {}

    def refusal(self, asked: Asked) -> Reply | None:
        """Errors are a text in `error`."""
        if asked.method == "GET":
            return None
        if not asked.path.startswith("/v1/images/"):
            return Reply(404, "", "text/plain")
        if not asked.body.get("prompt"):
            return Reply(400, {"error": "prompt required"})
        if asked.path.endswith("/edits") and not any(name == "image[]" for name, _, _ in asked.files):
            return Reply(400, {"error": "at least one image[] required"})
        return None


class LocalAIServer(_Machine):
    """LocalAI: pictures come by address unless they are asked for otherwise, and there is no way to edit one. `drawn`
    lists, for each picture, what it was to show, what it was not to show, and the pictures to look at."""

    def reset(self) -> None:
        """Forget all requests and changed attributes."""
        super().reset()
        self.images = lambda asked, number: picture(usage=NO_USAGE)
        self.models = [{"id": "flux.2-dev", "object": "model"}]
        self.rate_headers = {}
        self.drawn: list[tuple[str, str, list[bytes]]] = []

    def refusal(self, asked: Asked) -> Reply | None:
        """Errors have a number as their code."""
        if asked.method == "GET" or asked.path == "/v1/chat/completions":
            return None
        if asked.path != "/v1/images/generations":
            return _echo_error(404, "Not Found")
        try:
            pictures = [base64.b64decode(text, validate=True) for text in asked.body.get("ref_images", [])]
        except binascii.Error:
            return _echo_error(500, "illegal base64 data at input byte 4")
        shown, _, hidden = asked.body["prompt"].partition("|")
        self.drawn.append((shown, hidden, pictures))
        if asked.body.get("response_format") != "b64_json":
            return Reply(body={"created": 1, "data": [{"url": f"{self.address}/generated-images/b64.png"}]})
        return None


class OllamaServer(_Machine):
    """Ollama: it writes, in the schema that is asked for, and draws nothing."""

    def reset(self) -> None:
        """Forget all requests and changed attributes."""
        super().reset()
        self.chat = author
        self.models = [model("qwen3:8b")]

    def refusal(self, asked: Asked) -> Reply | None:
        """Addresses that it does not have are a page in plain text."""
        if asked.method == "GET":
            return None
        if asked.path != "/v1/chat/completions":
            return Reply(404, "404 page not found", "text/plain")
        if asked.body["model"] not in [one["id"] for one in self.models]:
            message = f'model "{asked.body["model"]}" not found, try pulling it first'
            return error(404, None, message, "not_found_error")
        return None


def _echo_error(status: int, message: str) -> Reply:
    body: dict[str, Any] = {"error": {"code": status, "message": message, "type": ""}}
    return Reply(status, body)
