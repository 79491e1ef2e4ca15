"""What the addresses of services say: whose they are, what is secret in them, and whether they can be used at all."""

import re
from urllib.parse import parse_qs, urlsplit

CLOUDINARY = "res.cloudinary.com"
_HOST_NAME = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]*[a-z0-9]", re.IGNORECASE)
_ORIGIN = re.compile(
    r"https?://(?:(?:\*\.)?[\w.-]+|\[[0-9a-f:.]+\])(?::\d+)?(?:/[\w./~%-]*)?", re.ASCII | re.IGNORECASE
)


def cloudinary_origins(url: str) -> list[str]:
    """The origins from which browsers load the files of the account that CLOUDINARY_URL names.

    They are sent with every page: a part of the URL that is no host name and no origin is left out, and a URL that
    cannot be read gives only Cloudinary's own origin.
    """
    if is_cut_in_two(url):
        return [f"https://{CLOUDINARY}"]
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    private = [f"{parts.hostname}-{CLOUDINARY}"] if "private_cdn" in query else []
    names = [CLOUDINARY, *query.get("secure_distribution", ()), parts.path.strip("/"), *private]
    origins = [*(f"https://{name}" for name in names if is_host_name(name)), *query.get("upload_prefix", ())]
    return [origin for origin in origins if is_origin(origin)]


def is_cut_in_two(url: str) -> bool:
    """Whether a URL cannot be read, or only up to a "/", "?" or "#" in its secret: the "@" is left over then."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return True
    return "@" in parts.path + parts.query + parts.fragment


def is_host_name(text: str) -> bool:
    """Whether `text` is the full name of a host ("pictures.fox.org")."""
    return bool(_HOST_NAME.fullmatch(text))


def is_origin(text: str) -> bool:
    """Whether `text` is an origin ("https://pictures.fox.org:8443"), with nothing or a plain path after it."""
    return bool(_ORIGIN.fullmatch(text))


def is_bare_origin(text: str) -> bool:
    """Whether `text` is the origin of one site, as browsers send it: no "*", no path, small letters."""
    return is_origin(text) and text == text.lower() and not {"*", "/"} & set(text.partition("://")[2])


def password_in(url: str) -> str:
    """The password of an address: what stands between the first ":" of its login and the "@"; "" when there is none."""
    login, at, _ = url.partition("://")[2].rpartition("@")
    return login.partition(":")[2] if at else ""


def without_login(url: str) -> str:
    """An address without its user name, its password and its query; a sentence for one that cannot be read."""
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return "an address that cannot be read"
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or ""
    return f"{parts.scheme}://{host}{port}{parts.path}".rstrip("/")
