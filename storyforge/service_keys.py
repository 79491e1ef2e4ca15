"""The settings without which a service cannot work: mostly its keys."""

from collections.abc import Iterator

from django.conf import settings

from core.service_choice import CLIPS, PICTURES, SPEECH, TEXT
from providers.openai_servers import server_for
from providers.videos.kling import KlingAnimator

_WORK = {TEXT: "TEXT", PICTURES: "IMAGE", SPEECH: "SPEECH"}  # how the settings call the job at OpenAI
_KEYS = {
    "openrouter": ("OPENROUTER_API_KEY",),
    "fal": ("FAL_KEY",),
    "gemini": ("GEMINI_API_KEY",),
    "veo": ("GEMINI_API_KEY",),
    "piapi": ("PIAPI_API_KEY",),
    "hailuo": ("HAILUO_API_KEY",),
}


def keys_of(job: str, name: str) -> list[str]:
    """The settings that the service called `name` needs for the job; none for one that works without a key."""
    return list(_keys_of(job, name))


def _keys_of(job: str, name: str) -> Iterator[str]:
    if name == "openai" and (server := server_for(_WORK[job])).needs_key:
        yield server.key_setting
    elif name == "kling" and job == CLIPS:
        if KlingAnimator().is_newer(settings.KLING_MODEL):
            yield "KLING_API_KEY"
        elif not settings.KLING_API_KEY:
            yield from ("KLING_ACCESS_KEY", "KLING_SECRET_KEY")
    else:
        yield from _KEYS.get(name, ())


def missing_keys(job: str, name: str) -> list[str]:
    """Those of the settings that are not set, and whatever else has no usual value: a server, a workflow."""
    if name == "localai" and server_for("IMAGE").needs_key:  # the address is OpenAI's
        return ["IMAGE_BASE_URL"]
    if name == "comfyui" and job == CLIPS and not settings.COMFYUI_VIDEO_WORKFLOW:
        return ["COMFYUI_VIDEO_WORKFLOW"]
    return [key for key in keys_of(job, name) if not getattr(settings, key)]
