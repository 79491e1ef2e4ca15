"""A chat model that obeys: it writes, rewrites or depicts the requested scenes."""

import json
from itertools import count
from typing import Any

from tests.upstreams.http_server import Asked
from tests.upstreams.openai_replies import Reply, chat_text

_again = count(1)


def author(asked: Asked, number: int) -> Reply:
    """The `chat` of an `OpenAIServer`: a scene or a story in the requested schema, different each time."""
    form = asked.body["response_format"]["json_schema"]["schema"]["properties"]
    said = next(_again)
    if "text" in form:
        return chat_text({"text": f"The red fox looks up at cloud {said}."})
    scenes = [{"number": n, "text": f"The red fox counts {n} stars, time {said}."} for n in _wanted(asked)]
    return chat_text({"title": "The stars", "character": "a small red fox with amber eyes", "scenes": scenes})


def _wanted(asked: Asked) -> list[int]:
    """The numbers of the requested scenes: those to depict, else the missing ones."""
    data: dict[str, Any] = json.loads(asked.body["messages"][1]["content"].rpartition("\n")[2])
    given = data.get("scenes", {})
    if isinstance(given, list):
        return sorted(scene["number"] for scene in given)
    return sorted(set(range(1, 21)) - {int(number) for number in given})
