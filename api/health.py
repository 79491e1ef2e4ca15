"""`GET /health`: whether the site can work, for those who watch it."""

from django.http import HttpRequest
from ninja import Router, Schema, Status

from core import health

router = Router(tags=["site"])


class Health(Schema):
    """Each part is "ok", or says what is wrong. `error` names the parts that fail."""

    status: str
    database: str
    redis: str
    workers: int
    renderers: int
    error: str = ""


@router.get(
    "health",
    response={200: Health, 503: Health},
    exclude_unset=True,
    auth=None,
    summary="Whether the site can work",
)
def get_health(request: HttpRequest) -> Status[Health]:
    """Ask database, Redis and workers."""
    parts = health.health()
    failing = " and ".join(name for name in ("database", "redis") if parts[name] != "ok")
    if failing:
        return Status(503, Health(status="failing", error=f"The {failing} does not answer.", **parts))
    return Status(200, Health(status="ok", **parts))
