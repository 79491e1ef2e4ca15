"""What this start will do: the settings of the environment and `.env`, turned into ports, URLs and folders."""

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import environ

from core.placeholders import is_placeholder
from ops import ROOT
from ops.folder import secret_key
from ops.ports import Ports
from ops.redis_choice import RedisChoice, choose_redis

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8000
# What is done on this machine while a value is only an example, and by which setting somebody else is chosen.
EXAMPLES: dict[str, tuple[str, tuple[str, ...]]] = {
    "OPENAI_API_KEY": ("writes and draws", ("TEXT_PROVIDER", "IMAGE_PROVIDER")),
    "CLOUDINARY_URL": ("keeps the pictures", ("IMAGE_HOST",)),
    "CLOUDINARY_PRESET": ("", ()),
    **dict.fromkeys(("KLING_ACCESS_KEY", "KLING_SECRET_KEY", "KLING_API_KEY"), ("", ())),
    **dict.fromkeys(("HAILUO_API_KEY", "HAILUO_AUTH", "SPEECH_API_KEY", "GOOGLE_SHEET_ID"), ("", ())),
}


@dataclass(frozen=True)
class Plan:
    """Where everything is. `host` is the address the site listens on; `notes` are sentences for whoever started it."""

    folder: Path
    host: str
    port: int
    flower_host: str
    flower_port: int
    redis: RedisChoice
    notes: tuple[str, ...] = ()

    @property
    def site_url(self) -> str:
        """The address of the site for a browser on this machine."""
        return f"http://{_reachable(self.host)}:{self.port}/"

    @property
    def flower_url(self) -> str:
        """The address of Flower for a browser on this machine."""
        return f"http://{_reachable(self.flower_host)}:{self.flower_port}/"

    @property
    def flower_db(self) -> Path:
        """The file of Flower's memory. Pythons differ in its format, so each has its own."""
        return self.folder / f"flower-python{sys.version_info.major}{sys.version_info.minor}"


def read_env_file() -> None:
    """Put the settings of `.env`, when there is one, into the environment; what is there already stays."""
    if (ROOT / ".env").is_file():
        environ.Env.read_env(ROOT / ".env")


def make_plan(folder: Path, ports: Ports) -> Plan:
    """Choose address, ports and Redis for the copy whose things are in `folder`, and put them into the environment.

    Raises CannotStart when a named port is taken or a named Redis does not answer.
    """
    host = os.environ.get("HOST", "").strip() or DEFAULT_HOST
    flower_host = _flower_host(host)
    port = ports.choose("PORT", DEFAULT_PORT, host)
    plan = Plan(
        folder=folder,
        host=host,
        port=port,
        flower_host=flower_host,
        flower_port=ports.choose("FLOWER_PORT", port + 1, flower_host),
        redis=choose_redis(folder, ports),
        notes=tuple(_notes(port, host)),
    )
    _fill_environment(plan)
    return plan


def _fill_environment(plan: Plan) -> None:
    """Tell the programs, which inherit this environment, what was chosen. What you set yourself stays."""
    os.environ.setdefault("DEBUG", "true")
    os.environ.setdefault("STORYFORGE_VAR", str(plan.folder))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "storyforge.settings")
    os.environ["SECRET_KEY"] = os.environ.get("SECRET_KEY") or secret_key(plan.folder)
    os.environ["REDIS_URL"] = plan.redis.url
    os.environ["HOST"] = plan.host
    os.environ["PORT"] = str(plan.port)
    os.environ["FLOWER_ADDRESS"] = plan.flower_host
    os.environ["FLOWER_PORT"] = str(plan.flower_port)
    if not os.environ.get("FLOWER_BASIC_AUTH"):
        os.environ.pop("FLOWER_BASIC_AUTH", None)  # Flower takes an empty one for a password
        os.environ["FLOWER_NO_AUTH"] = "true"
    os.environ.setdefault("MALLOC_ARENA_MAX", "2")  # many threads with large answers: less memory is left in pieces
    os.environ["PYTHONUNBUFFERED"] = "1"
    os.environ["READY_URLS"] = f"{plan.site_url}health {plan.flower_url}"


def _flower_host(host: str) -> str:
    """Flower can stop workers: without a password it is for this machine only, wherever the site listens."""
    return host if os.environ.get("FLOWER_BASIC_AUTH") else DEFAULT_HOST


def _notes(port: int, host: str) -> list[str]:
    notes = []
    if port != DEFAULT_PORT and not os.environ.get("PORT"):
        notes.append(f"Port {DEFAULT_PORT} is taken; the site moves to {port} (PORT chooses another).")
    if _flower_host(host) != host:
        notes.append(
            f"Flower listens on {DEFAULT_HOST} only; set FLOWER_BASIC_AUTH=name:password to open it on {host}."
        )
    return [*notes, *_examples()]


def _examples() -> Iterator[str]:
    """A sentence for each value that was never filled in: whoever put a key into the wrong line would look for long."""
    for name, (instead, choices) in EXAMPLES.items():
        if is_placeholder(os.environ.get(name, "")):
            chosen = any(map(os.environ.get, choices)) or not instead
            then = "it counts as unset" if chosen else f"this machine {instead}"
            yield f"{name} still holds an example as in .env.example: {then}."


def _reachable(host: str) -> str:
    return {"0.0.0.0": DEFAULT_HOST, "::": "[::1]", "": DEFAULT_HOST}.get(host, host)  # noqa: S104 - it is a key
