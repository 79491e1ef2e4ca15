"""Replies of OpenAI, good and bad, by name, for `OpenAIServer`."""

import base64
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import Any

from PIL import Image

CATEGORIES = (
    "harassment", "harassment/threatening", "hate", "hate/threatening", "illicit", "illicit/violent", "self-harm",
    "self-harm/instructions", "self-harm/intent", "sexual", "sexual/minors", "violence", "violence/graphic",
)  # fmt: skip
USAGE = {
    "total_tokens": 1_650, "input_tokens": 50, "output_tokens": 1_600,
    "input_tokens_details": {"text_tokens": 50, "image_tokens": 0},
}  # fmt: skip
_DATA_URL = re.compile(r"data:(?P<type>image/(?:png|jpeg|webp|gif));base64,(?P<data>.+)")
TIGHT = "Rate limit reached for images in organization org-test on input-images per min: Limit 15, Used 15."
BLOCKED = (
    "Your request was rejected by the safety system. If you believe this is an error, contact us at help.openai.com "
    "and include the request ID req_1. safety_violations="
)


@dataclass(frozen=True)
class Drawing:
    """A picture that the server draws: in the size that was asked for unless `size` says another. `bytes` adds noise
    until it weighs about that much; `colour` "" means a colour of its own for each request."""

    colour: str = ""
    size: tuple[int, int] | None = None
    format: str = "PNG"
    bytes: int = 0


@dataclass(frozen=True)
class Reply:
    """The server's reaction to one request.

    `body` is JSON, or text of `content_type`. `after` seconds pass first. `drawing` is put into the answer as OpenAI
    does, streamed if that was asked for. `paid` says that it would be billed. `drop` hangs up without an answer, `cut`
    ends a stream before its picture, `trickle` sends a little every so many seconds and never ends. `in_stream` says an
    error in a stream that began well.
    """

    status: int = 200
    body: Mapping[str, Any] | str = field(default_factory=dict)
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    after: float = 0.0
    drawing: Drawing | None = None
    usage: Mapping[str, Any] | None = None
    paid: bool = False
    drop: bool = False
    cut: bool = False
    trickle: float = 0.0
    in_stream: bool = False


# --- pictures ------------------------------------------------------------------------------------------------------
def picture(
    colour: str = "", *, size: tuple[int, int] | None = None, format: str = "PNG", bytes: int = 0,  # noqa: A002
    usage: Mapping[str, Any] | None = USAGE,
) -> Reply:  # fmt: skip
    """A picture, of the size that was asked for unless `size` is given."""
    return Reply(drawing=Drawing(colour, size, format, bytes), usage=usage, paid=True)


def tiny() -> Reply:
    """A picture of one pixel."""
    return picture(size=(1, 1))


def not_a_picture() -> Reply:
    """A well-formed response whose picture is junk."""
    return Reply(drawing=Drawing(format="junk"), usage=USAGE, paid=True)


def no_data() -> Reply:
    """A JSON response without a picture."""
    return Reply(body={"created": 1, "data": []})


def refusal(categories: Iterable[str] = ("violence",)) -> Reply:
    """The safety system refuses the picture."""
    message = f"{BLOCKED}[{', '.join(categories)}]."
    return error(400, "moderation_blocked", message, "image_generation_user_error")


# --- streams -------------------------------------------------------------------------------------------------------
def stream_error(code: str, message: str = "The server had an error.", type: str = "server_error") -> Reply:  # noqa: A002
    """A stream with an error event; without streaming, an error 400."""
    return replace(error(400, code, message, type), in_stream=True)


def stream_cut(*, paid: bool = True) -> Reply:
    """A stream that ends before its picture; without a stream, a dropped connection."""
    return Reply(cut=True, paid=paid)


def trickle(seconds: float) -> Reply:
    """A stream of unfinished pictures, `seconds` apart, that never ends; without a stream, blanks that never end."""
    return Reply(trickle=seconds, drawing=Drawing(size=(64, 96)))


# --- text ----------------------------------------------------------------------------------------------------------
def chat_text(
    content: str | Mapping[str, Any] | None, finish_reason: str = "stop", refusal: str | None = None,
    usage: Mapping[str, Any] | None = None,
) -> Reply:  # fmt: skip
    """A chat completion whose message is `content` (a mapping is sent as JSON)."""
    text = content if isinstance(content, str | None) else json.dumps(content)
    message = {"role": "assistant", "content": text, "refusal": refusal}
    choice = {"index": 0, "finish_reason": finish_reason, "logprobs": None, "message": message}
    counted = usage or {"prompt_tokens": 10, "completion_tokens": 20, "total_tokens": 30}
    return Reply(body={"id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "test-model",
                       "choices": [choice], "usage": counted}, paid=True)  # fmt: skip


def unmoderatable(body: Mapping[str, Any]) -> Reply | None:
    """The refusal of a moderation whose input is neither text, nor texts, nor parts of which one at most is a picture;
    None for one that the service takes."""
    given = body.get("input")
    if isinstance(given, str) or (isinstance(given, list) and given and all(isinstance(one, str) for one in given)):
        return None
    if not isinstance(given, list) or not given or not all(isinstance(one, dict) for one in given):
        return error(400, "invalid_type", "Invalid type for 'input'.")
    images = [one for one in given if one.get("type") == "image_url"]
    if len(images) > 1:
        return error(400, "too_many_images", f"Number of images ({len(images)}) exceeds maximum of 1")
    if any(set(one) != {"type", "text"} for one in given if one not in images):
        return error(400, "invalid_value", "Invalid value for 'input[0]'.")
    return next((refusal for one in images if (refusal := _unmoderatable_image(one))), None)


def _unmoderatable_image(part: Mapping[str, Any]) -> Reply | None:
    found = _DATA_URL.fullmatch(str((part.get("image_url") or {}).get("url", "")))
    if found is None:
        return error(400, "invalid_image_url", "Failed to download image from the URL.")
    try:
        data = base64.b64decode(found["data"], validate=True)
        with Image.open(BytesIO(data)) as image:
            image.load()
    except (ValueError, OSError):
        return error(400, "invalid_image_format", "Unsupported image type.")
    if Image.MIME.get(image.format or "") != found["type"] or len(data) > 20 * 1024**2:
        return error(400, "invalid_image_format", "Unsupported image type or size.")
    return None


def moderated(categories: Iterable[str] = ()) -> Reply:
    """A moderation that objects to `categories`; none: the input may pass."""
    found = set(categories)
    names = dict.fromkeys([*CATEGORIES, *found])
    result = {
        "flagged": bool(found),
        "categories": {name: name in found for name in names},
        "category_scores": {name: 0.97 if name in found else 0.001 for name in names},
        "category_applied_input_types": {name: ["text"] for name in names},
    }
    return Reply(body={"id": "modr-1", "model": "omni-moderation-latest", "results": [result]})


# --- what goes wrong -----------------------------------------------------------------------------------------------
def error(status: int, code: str | None, message: str, type: str = "invalid_request_error") -> Reply:  # noqa: A002
    """An error in the format of the service."""
    return Reply(status, {"error": {"message": message, "type": type, "param": None, "code": code}})


def rate_limited(retry_after: float | str | None = 1, headers: Mapping[str, str] | None = None) -> Reply:
    """Too many requests; `retry_after` (seconds or a date) goes into the header, None leaves it out."""
    wait = {} if retry_after is None else {"retry-after": str(retry_after)}
    return replace(error(429, "rate_limit_exceeded", TIGHT, "input-images"), headers=wait | dict(headers or {}))


def no_credit() -> Reply:
    """The account's credit is used up."""
    text = "You exceeded your current quota, please check your plan and billing details."
    return error(429, "insufficient_quota", text, "insufficient_quota")


def hard_limit() -> Reply:
    """The account's own monthly limit is reached."""
    return error(
        400, "billing_hard_limit_reached", "Billing hard limit has been reached", "image_generation_user_error"
    )


def bad_key() -> Reply:
    """The key is not accepted; the message contains part of it, as that of the service."""
    return error(401, "invalid_api_key", "Incorrect API key provided: sk-test-****cret. You can find your key online.")


def unverified() -> Reply:
    """The organization may not use this model before it was verified."""
    text = "Your organization must be verified to use the model. Please go to settings and verify it."
    return error(403, None, text)


def no_access() -> Reply:
    """The project may not use this model."""
    return error(403, "model_not_found", "Project `proj_test` does not have access to the model.")


def unknown_model() -> Reply:
    """There is no such model."""
    return error(404, "model_not_found", "The model `gpt-image-0` does not exist or you do not have access to it.")


def retired_model() -> Reply:
    """There was such a model."""
    return error(400, "invalid_value", "The model `gpt-image-1` has been deprecated and was shut down on 2026-10-23.")


def garbage() -> Reply:
    """200, and a page of HTML."""
    return Reply(body="<html><body>Welcome to the hotel's network</body></html>", content_type="text/html")


def drop(*, paid: bool = False) -> Reply:
    """The connection is closed without a response; `paid` says that the picture was charged."""
    return Reply(drop=True, paid=paid)


def stall(seconds: float, then: Reply | None = None) -> Reply:
    """Nothing for `seconds`, then `then`, or else a dropped connection."""
    return replace(then or drop(), after=seconds)
