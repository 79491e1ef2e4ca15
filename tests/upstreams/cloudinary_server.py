"""A fake Cloudinary server: signed and unsigned uploads, destroy, ping, and delivery.

It also runs by itself: `python -m tests.upstreams.cloudinary_server` prints a CLOUDINARY_URL for it and waits.
"""

import base64
import hashlib
import hmac
import json
import re
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from tests.upstreams.cloudinary_files import Parts, Refused, Stored, measured, poster_of, refused
from tests.upstreams.http_server import Asked, LocalServer, Sent

__all__ = ["DROPPED", "CloudinaryServer", "Delivered", "Destroyed", "Stored", "Uploaded", "html", "refused"]

Behaviour = Callable[[Asked, int], Sent | None]
"""The response to a request, None for the usual one; the number counts the requests before it."""

UNSIGNED_MAY_SEND = (
    "upload_preset,callback,public_id,folder,asset_folder,tags,context,metadata,face_coordinates,custom_coordinates,"
    "source,filename_override"
)
NEVER_SIGNED = {"api_key", "signature", "file", "cloud_name", "resource_type"}
STALE_SECONDS = 3600
_FILE = re.compile(
    r"/(?P<cloud>[^/]+)/(?P<kind>image|video)/upload/(?:(?P<how>.+)/)?v(?P<version>\d+)/(?P<id>.+)\.(?P<ending>\w+)"
)


@dataclass(frozen=True)
class Uploaded:
    """An accepted upload in `parts` parts. `preset` is "" for a signed one; `overwritten` says that it replaced a
    file."""

    at: float
    public_id: str
    folder: str
    bytes: int
    signed: bool
    preset: str
    overwritten: bool
    kind: str = "image"
    parts: int = 1


@dataclass(frozen=True)
class Destroyed:
    """A request to remove a file. `found` says that there was one, `invalidated` that the CDN's copies go too."""

    public_id: str
    kind: str
    found: bool
    invalidated: bool


@dataclass(frozen=True)
class Delivered:
    """A delivered picture or video, and its transformation ("" for none)."""

    public_id: str
    how: str


def html(status: int = 200) -> Sent:
    """An HTML page of a proxy."""
    return Sent(status, "text/html", data=b"<html><body>Please come back later.</body></html>")


DROPPED = Sent(drop=True)
STALL_SECONDS = 20.0


class CloudinaryServer(LocalServer):
    """The service, with one cloud. Every attribute may be changed at any time.

    `url` goes into CLOUDINARY_URL, `unsigned_url` where nothing is signed. `asked` lists every request, `uploads` every
    upload that was taken, `destroyed` every removal, `delivered` everything that was loaded; `stored` is what is kept
    now, by public id.
    """

    cloud, key, secret = "fox-forge", "398457203485720", "pUXw7q-93kLsQ_vT2mZeB1yRd4A"

    def __init__(self, behaviour: Behaviour = lambda asked, number: None) -> None:
        super().__init__()
        self.behaviour = behaviour
        self.presets = {"fox-preset"}
        self.dynamic_folders = True
        self.disallow_public_id = False
        self.asked: list[Asked] = []
        self.uploads: list[Uploaded] = []
        self.destroyed: list[Destroyed] = []
        self.delivered: list[Delivered] = []
        self.stored: dict[str, Stored] = {}
        self._parts = Parts()
        self._versions = int(time.time())
        self._lock = threading.Lock()

    @property
    def url(self) -> str:
        """A CLOUDINARY_URL with key and secret."""
        return f"cloudinary://{self.key}:{self.secret}@{self.cloud}?upload_prefix={self.address}"

    @property
    def unsigned_url(self) -> str:
        """A CLOUDINARY_URL without key and secret."""
        return f"cloudinary://{self.cloud}?upload_prefix={self.address}"

    def stall(self, asked: Asked, number: int) -> None:
        """A behaviour: the usual response, but after STALL_SECONDS."""
        self.closing.wait(STALL_SECONDS)

    def respond(self, asked: Asked) -> Sent:
        """The response of `behaviour`, else the usual one."""
        with self._lock:
            number = len(self.asked)
            self.asked.append(asked)
        try:
            return self.behaviour(asked, number) or self._served(asked)
        except Refused as refusal:
            return refusal.sent

    def _served(self, asked: Asked) -> Sent:
        path = unquote(urlsplit(asked.path).path)
        if asked.method == "GET" and (found := _FILE.fullmatch(path)):
            return self._deliver(found)
        version, cloud, action = ([*path.strip("/").split("/", 2), "", ""])[:3]
        served = {
            "image/upload": self._upload,
            "video/upload": self._upload,
            "image/destroy": self._destroy,
            "video/destroy": self._destroy,
            "ping": self._ping,
        }.get(action)
        if version != "v1_1" or served is None:
            return refused(404, f"Resource not found - {path}")
        if cloud != self.cloud:
            return refused(401, f"Invalid cloud_name {cloud}")
        return _json(served(asked))

    def _ping(self, asked: Asked) -> dict[str, Any]:
        expected = "Basic " + base64.b64encode(f"{self.key}:{self.secret}".encode()).decode()
        if asked.headers.get("authorization") != expected:
            raise Refused(401, "Invalid credentials")
        return {"status": "ok"}

    def _upload(self, asked: Asked) -> dict[str, Any]:
        fields = asked.body
        signed = "signature" in fields
        self._check_signature(fields) if signed else self._check_preset(fields)
        kind = "video" if "/video/upload" in asked.path else "image"
        whole = self._parts.whole(asked, next((data for name, _, data in asked.files if name == "file"), b""))
        if whole is None:
            return {"done": False, "kind": "upload", "bytes": len(asked.files[0][2])}
        file = measured(whole[0], kind)
        public_id = self._public_id(fields)
        with self._lock:
            before = self.stored.get(public_id)
            if before is not None and (not signed or fields.get("overwrite") == "0"):
                return self._about(public_id, before) | {"existing": True}
            self._versions += 1
            self.stored[public_id] = Stored(file.data, self._versions, *file.measures, kind)
            preset = fields.get("upload_preset", "")
            folder, size, again = self._folder(fields, public_id), len(file.data), before is not None
            taken = Uploaded(asked.at, public_id, folder, size, signed, preset, again, kind, whole[1])
            self.uploads.append(taken)
            return self._about(public_id, self.stored[public_id])

    def _public_id(self, fields: dict[str, Any]) -> str:
        """A preset goes before the request; `folder` is a part of the address in accounts with fixed folders only."""
        name = "" if self.disallow_public_id else fields.get("public_id", "")
        folder = "" if self.dynamic_folders else fields.get("folder", "")
        return "/".join(filter(None, (folder, name or f"r{time.time_ns():x}")))

    def _folder(self, fields: dict[str, Any], public_id: str) -> str:
        """Where the console shows the file."""
        return str(fields.get("asset_folder", "")) if self.dynamic_folders else public_id.rpartition("/")[0]

    def _check_signature(self, fields: dict[str, Any]) -> None:
        if fields.get("api_key") != self.key:
            raise Refused(401, f"Unknown API key {fields.get('api_key')}")
        to_sign = "&".join(
            sorted(f"{name}={value}".replace("&", "%26") for name, value in fields.items() if name not in NEVER_SIGNED)
        )
        algorithm = "sha256" if len(fields["signature"]) == 64 else "sha1"
        expected = hashlib.new(algorithm, (to_sign + self.secret).encode()).hexdigest()
        if not hmac.compare_digest(expected, fields["signature"]):
            raise Refused(401, f"Invalid Signature {fields['signature']}. String to sign - '{to_sign}'.")
        if abs(time.time() - int(fields.get("timestamp", 0))) > STALE_SECONDS:
            raise Refused(400, f"Stale request - reported time is {fields.get('timestamp')} which is too long ago")

    def _check_preset(self, fields: dict[str, Any]) -> None:
        if "upload_preset" not in fields:
            raise Refused(400, "Upload preset must be specified when using unsigned upload")
        for name in fields.keys() - set(UNSIGNED_MAY_SEND.split(",")) - {"timestamp", "api_key"}:
            words = name.replace("_", " ").capitalize()
            only = f"Only {UNSIGNED_MAY_SEND} upload parameters are allowed."
            raise Refused(400, f"{words} parameter is not allowed when using unsigned upload. {only}")
        if fields["upload_preset"] not in self.presets:
            raise Refused(400, "Upload preset not found")

    def _destroy(self, asked: Asked) -> dict[str, Any]:
        """As the service: only signed, and a file of another kind is not found."""
        fields, kind = asked.body, asked.path.split("/")[-2]
        for name in ("public_id", "timestamp", "api_key", "signature"):
            if not fields.get(name):
                raise Refused(400, f"Missing required parameter - {name}")
        self._check_signature(fields)
        public_id = fields["public_id"]
        with self._lock:
            found = public_id in self.stored and self.stored[public_id].kind == kind
            if found:
                del self.stored[public_id]
            invalidated = str(fields.get("invalidate")).lower() in ("1", "true")
            self.destroyed.append(Destroyed(public_id, kind, found, invalidated))
        return {"result": "ok" if found else "not found"}

    def _about(self, public_id: str, stored: Stored) -> dict[str, Any]:
        path = f"{self.cloud}/{stored.kind}/upload/v{stored.version}/{quote(public_id)}.{stored.format}"
        return {
            "asset_id": hashlib.md5(public_id.encode()).hexdigest(),
            "public_id": public_id,
            "version": stored.version,
            "width": stored.width,
            "height": stored.height,
            "format": stored.format,
            "resource_type": stored.kind,
            "type": "upload",
            "created_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(stored.version)),
            "tags": [],
            "bytes": len(stored.data),
            "etag": hashlib.md5(stored.data).hexdigest(),
            "placeholder": False,
            "url": f"{self.address}/{path}",
            "secure_url": f"{self.address}/{path}",  # by http all the same, so that it can be loaded
            "folder": public_id.rpartition("/")[0],
            "original_filename": public_id.rpartition("/")[2],
        }

    def _deliver(self, found: re.Match[str]) -> Sent:
        stored = self.stored.get(found["id"])
        if found["cloud"] != self.cloud or stored is None or stored.kind != found["kind"]:
            return refused(404, f"Resource not found - {found['id']}")
        with self._lock:
            self.delivered.append(Delivered(found["id"], found["how"] or ""))
        forever = {"Cache-Control": "public, max-age=2592000", "Access-Control-Allow-Origin": "*"}
        if stored.kind == "video" and found["ending"] == "jpg":
            return Sent(200, "image/jpeg", forever, poster_of(stored.data))
        return Sent(200, f"{stored.kind}/{stored.format.replace('jpg', 'jpeg')}", forever, stored.data)


def _json(answer: dict[str, Any]) -> Sent:
    request_id = hashlib.md5(str(time.time_ns()).encode()).hexdigest()
    return Sent(headers={"X-Request-Id": request_id}, data=json.dumps(answer).encode())


if __name__ == "__main__":
    with CloudinaryServer() as server:
        sys.stdout.write(
            f"CLOUDINARY_URL={server.url}\n(or, with CLOUDINARY_PRESET=fox-preset, {server.unsigned_url})\n"
        )
        sys.stdout.flush()
        threading.Event().wait()
