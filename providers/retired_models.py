"""OpenAI's models with a shutdown date, as of 2026-11-29 (developers.openai.com/api/docs/deprecations, and the SDK).

The system checks warn from this table without a call; the doctor asks the service itself.
"""

import re
from collections.abc import Mapping
from datetime import date

SHUTDOWN: Mapping[str, date] = {
    "dall-e-2": date(2026, 5, 12),
    "dall-e-3": date(2026, 5, 12),
    **dict.fromkeys(
        (
            "gpt-image-1",
            "gpt-4.1-nano",
            "o4-mini",
            "o3-mini",
            "o1",
            "gpt-4",
            "gpt-4-turbo",
            "gpt-3.5-turbo",
        ),
        date(2026, 10, 23),
    ),
    **dict.fromkeys(("gpt-image-1-mini", "gpt-image-1.5", "chatgpt-image-latest"), date(2026, 12, 1)),
    **dict.fromkeys(("gpt-5", "gpt-5-mini", "gpt-5-nano", "o3"), date(2026, 12, 11)),
    **dict.fromkeys(("gpt-4o", "gpt-4o-mini", "gpt-4.1", "gpt-4.1-mini"), date(2027, 1, 14)),
    **dict.fromkeys(("gpt-5.1", "gpt-5.4-nano"), date(2027, 4, 1)),
}
# "gpt-4.1-2025-04-14", and the older "gpt-4-0613" and "gpt-4-turbo-preview".
_VERSION = re.compile(r"-(?:\d{4}-\d{2}-\d{2}|\d{4}|preview)(?:-preview)?$")


def shutdown_of(model: str) -> date | None:
    """When OpenAI shuts a model down, which goes for its dated versions, too; None when no day is known."""
    return SHUTDOWN.get(model) or SHUTDOWN.get(_VERSION.sub("", model))
