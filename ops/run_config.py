"""The configuration of one run: ports, URLs and files, from the settings in the environment and in `.env`."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

import environ

from ops import ROOT
from ops.ports import Ports
from ops.redis_choice import RedisChoice, choose_redis
from ops.var_folder import keep_secret

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8000
FLOWER_NAME = "admin"


@dataclass(frozen=True)
class RunConfig:
    """Addresses, files and Redis of a run. `host` is the address the site listens on; `flower_login` is Flower's
    "name:password", `notes` are shown at the end."""

    folder: Path
    host: str
    port: int
    flower_host: str
    flower_port: int
    flower_login: str
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
        """Flower's file of past tasks. Its format depends on the Python version, so each version has its own file."""
        return self.folder / f"flower-python{sys.version_info.major}{sys.version_info.minor}"


def read_env_file() -> None:
    """Put the settings of `.env`, if there is one, into the environment. A variable that is already set stays."""
    if (ROOT / ".env").is_file():
        environ.Env.read_env(ROOT / ".env")


def configure(folder: Path, ports: Ports) -> RunConfig:
    """Choose addresses, ports and Redis for the copy with its data in `folder`, and put them into the environment.

    Raises CannotStart when a port that the settings name is taken, or a Redis that they name does not answer.
    """
    host = os.environ.get("HOST", "").strip() or DEFAULT_HOST
    flower_host = _flower_host(host)
    flower_login, notes = _flower_login(folder)
    port = ports.choose("PORT", DEFAULT_PORT, host)
    notes += _notes(port, host)
    config = RunConfig(
        folder=folder,
        host=host,
        port=port,
        flower_host=flower_host,
        flower_port=ports.choose("FLOWER_PORT", port + 1, flower_host),
        flower_login=flower_login,
        redis=choose_redis(folder, ports),
        notes=tuple(notes),
    )
    _set_environment(config)
    return config


def _set_environment(config: RunConfig) -> None:
    """Set the variables that the programs inherit. What the user set stays, except for what was chosen here."""
    os.environ.setdefault("DEBUG", "true")
    os.environ.setdefault("STORYFORGE_VAR", str(config.folder))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "storyforge.settings")
    os.environ["SECRET_KEY"] = os.environ.get("SECRET_KEY") or keep_secret(config.folder / "secret_key")
    os.environ["REDIS_URL"] = config.redis.url
    os.environ["HOST"] = config.host
    os.environ["PORT"] = str(config.port)
    os.environ["FLOWER_ADDRESS"] = config.flower_host
    os.environ["FLOWER_PORT"] = str(config.flower_port)
    os.environ["FLOWER_BASIC_AUTH"] = config.flower_login
    os.environ.setdefault("FLOWER_URL", config.flower_url)
    os.environ.setdefault("MALLOC_ARENA_MAX", "2")  # processes with many threads keep less freed memory
    os.environ["PYTHONUNBUFFERED"] = "1"
    os.environ["READY_URLS"] = f"{config.site_url}health {config.flower_url}"


def _flower_host(host: str) -> str:
    """Flower can stop workers: it listens on this machine only until its password is one that the operator has set."""
    return host if os.environ.get("FLOWER_BASIC_AUTH") else DEFAULT_HOST


def _flower_login(folder: Path) -> tuple[str, list[str]]:
    """The login that is set, else one that this copy keeps; and a line that shows it the first time."""
    if login := os.environ.get("FLOWER_BASIC_AUTH"):
        return login, []
    path = folder / "flower_password"
    is_new = not path.exists()
    login = f"{FLOWER_NAME}:{keep_secret(path, 12)}"
    return login, [f"Flower's login was made. It is shown this once, and kept in {path}: {login}"] if is_new else []


def _notes(port: int, host: str) -> list[str]:
    notes = []
    if port != DEFAULT_PORT and not os.environ.get("PORT"):
        notes.append(f"Port {DEFAULT_PORT} is taken; the site moves to {port} (PORT chooses another).")
    if _flower_host(host) != host:
        notes.append(
            f"Flower listens on {DEFAULT_HOST} only; set FLOWER_BASIC_AUTH=name:password to open it on {host}."
        )
    return notes


def _reachable(host: str) -> str:
    return {"0.0.0.0": DEFAULT_HOST, "::": "[::1]", "": DEFAULT_HOST}.get(host, host)  # noqa: S104 - it is a key
