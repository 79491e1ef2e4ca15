"""Which server with OpenAI's API does which work, and with which key.

TEXT_BASE_URL and TEXT_API_KEY go before OPENAI_BASE_URL and OPENAI_API_KEY where texts are written, and IMAGE_* where
pictures are drawn. A key is sent to no other server than the one that it was set for.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

OFFICIAL = "https://api.openai.com/v1"
WORK = ("OPENAI", "TEXT", "IMAGE", "SPEECH", "OPENROUTER")  # the beginnings of the names of settings
_SHARED = ("TEXT", "IMAGE")  # kinds of work that OPENAI_* stand for, too


@dataclass(frozen=True)
class Server:
    """The address ("" for OpenAI's own), the key ("" for none), and the names of the settings that they come from."""

    url: str
    key: str
    url_setting: str
    key_setting: str
    needs_key: bool


def server_for(work: str) -> Server:
    """The server for that kind of work: "TEXT", "IMAGE", "SPEECH", "OPENROUTER" for all that is asked of OpenRouter, or
    "OPENAI" for everything else."""
    setting = f"{work}_BASE_URL" if work not in _SHARED or _own(f"{work}_BASE_URL") else "OPENAI_BASE_URL"
    url = _own(setting)
    shares = work in _SHARED and not _own(f"{work}_API_KEY") and _host(url) == _host(_own("OPENAI_BASE_URL"))
    key_setting = "OPENAI_API_KEY" if shares else f"{work}_API_KEY"
    return Server(url, _own(key_setting), setting, key_setting, is_openai(url) or work == "OPENROUTER")


def is_openai(address: str) -> bool:
    """Whether an address means OpenAI itself (also one of its regions, and ""), and no other server."""
    return _host(address) == "api.openai.com"


def _own(setting: str) -> str:
    return str(getattr(settings, setting)).strip()


def _host(address: str) -> str:
    """The host and port of an address; OpenAI's regions count as one host."""
    try:
        host = urlsplit(address.strip() or OFFICIAL).netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""
    return "api.openai.com" if f".{host}".endswith(".api.openai.com") else host
