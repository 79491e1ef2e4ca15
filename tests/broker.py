"""What waits in the broker: the tasks that were really sent to Redis."""

import base64
import json
from typing import Any

from core.token_bucket import redis


def sent_tasks() -> list[tuple[str, Any]]:
    """Every waiting task as (name, scene number or None), oldest first."""
    messages = [json.loads(raw) for raw in reversed(redis().lrange("celery", 0, -1))]
    return [(message["headers"]["task"], _keywords(message).get("scene")) for message in messages]


def asked_for(queue: str = "rendering") -> list[tuple[str, Any]]:
    """Every film and download that waits to be made as (task, the row's key), oldest first."""
    messages = [json.loads(raw) for raw in reversed(redis().lrange(queue, 0, -1))]
    return [(message["headers"]["task"], _keywords(message).get("artifact")) for message in messages]


def sent_clips(queue: str = "celery") -> list[tuple[str, Any]]:
    """Every task about a clip as (name, the row's key), oldest first."""
    messages = [json.loads(raw) for raw in reversed(redis().lrange(queue, 0, -1))]
    named = [(message["headers"]["task"], _keywords(message).get("clip_id")) for message in messages]
    return [(name, clip) for name, clip in named if clip is not None]


def _keywords(message: dict[str, Any]) -> dict[str, Any]:
    _, keywords, _ = json.loads(base64.b64decode(message["body"]))
    return dict(keywords)
