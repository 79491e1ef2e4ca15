"""A fake Google Sheets server: tokens for an account, and one sheet with its worksheets."""

import json
import re
import threading
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.upstreams.http_server import Asked, LocalServer, Sent

Behaviour = Callable[[Asked, int], Sent | None]
"""The response to a request, None for the usual one; the number counts the requests before it."""

SHEET, ADDRESS = "1aFoxSheet_x-9", "fox@forest-1.iam.gserviceaccount.com"
AUDIENCE = "https://oauth2.googleapis.com/token"
IDEAS = "Ideas"
MOST = 200
_RANGE = re.compile(r"(?:'(?P<title>[^']+)'!)?(?P<column>[A-Z])(?P<row>\d+)(?::[A-Z]\d*)?")
_STATUS = {400: "INVALID_ARGUMENT", 401: "UNAUTHENTICATED", 403: "PERMISSION_DENIED", 404: "NOT_FOUND"}


def refused(status: int, message: str, **headers: str) -> Sent:
    """An error in the format of the service."""
    error = {"code": status, "message": message, "status": _STATUS.get(status, "RESOURCE_EXHAUSTED")}
    return Sent(status, headers=headers, data=json.dumps({"error": error}).encode())


def html(status: int) -> Sent:
    """An HTML page of a proxy."""
    return Sent(status, "text/html", data=b"<html><body>Please come back later.</body></html>")


QUOTA = refused(429, "Quota exceeded for quota metric 'Write requests' and limit 'Write requests per minute per user'")
DROPPED = Sent(drop=True)
HANGING = Sent(after=60.0)


class _Refused(Exception):
    def __init__(self, status: int, message: str) -> None:
        self.sent = refused(status, message)


class GoogleSheetsServer(LocalServer):
    """The service, with one sheet. Every attribute may be changed at any time.

    `worksheets` maps titles to rows of cells, the list of ideas first; `asked` lists every request but those for a
    token, `tokens` counts these. `role` is "writer", "reader", or "" for an account that nobody shared the sheet with.
    """

    def __init__(self, behaviour: Behaviour = lambda asked, number: None) -> None:
        super().__init__()
        self.behaviour = behaviour
        self.role = "writer"
        self.worksheets: dict[str, list[list[Any]]] = {IDEAS: []}
        self.sizes: dict[str, dict[str, int]] = {}
        self.asked: list[Asked] = []
        self.tokens = 0
        self._lock = threading.Lock()

    def key_file(self, folder: Path, **changes: str) -> Path:
        """A key file of the account, as from Google's console."""
        path = folder / "service-account.json"
        pem = _key().private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        account = {"type": "service_account", "client_email": ADDRESS, "private_key": pem.decode()}
        path.write_text(json.dumps(account | {"token_uri": AUDIENCE} | changes))
        return path

    def respond(self, asked: Asked) -> Sent:
        """The response of `behaviour`, else the usual one."""
        with self._lock:
            number = len(self.asked)
            if asked.path != "/token":
                self.asked.append(asked)
        try:
            return self.behaviour(asked, number) or self._served(asked)
        except _Refused as refusal:
            return refusal.sent

    def writes(self) -> list[list[str]]:
        """The ranges of all writes of values, one list per request."""
        sent = [asked.body for asked in self.asked if asked.path.endswith("/values:batchUpdate")]
        return [[one["range"] for one in body["data"]] for body in sent]

    def _served(self, asked: Asked) -> Sent:
        if asked.path == "/token":
            return self._token(asked)
        if asked.headers.get("authorization") != "Bearer forest-token":
            raise _Refused(401, "Request had invalid authentication credentials.")
        path = unquote(urlsplit(asked.path).path).removeprefix("/v4/spreadsheets/")
        sheet, action = re.fullmatch(r"([\w-]+)(.*)", path).groups()  # type: ignore[union-attr]
        self._check_access(sheet, reading=asked.method == "GET")
        with self._lock:
            return Sent(data=json.dumps(self._done(asked, action)).encode())

    def _done(self, asked: Asked, action: str) -> dict[str, Any]:
        if action == "":
            sheets = [{"properties": {"title": title, "sheetId": _id_of(title)}} for title in self.worksheets]
            return {"properties": {"title": "Foxes"}, "sheets": sheets}
        if action == ":batchUpdate":
            return {"replies": [self._changed(one) for one in asked.body["requests"]]}
        if action == "/values:batchUpdate":
            _must_be_raw(asked.body.get("valueInputOption"))
            places = [(*self._place(one["range"]), one["values"]) for one in asked.body["data"]]
            for place in places:
                self._put(*place)
            return {"totalUpdatedRows": len(places)}
        title, row, column = self._place(action.removeprefix("/values/"))
        if asked.method == "PUT":
            _must_be_raw("RAW" if "valueInputOption=RAW" in asked.path else None)
            self._put(title, row, column, asked.body["values"])
            return {"updatedRows": 1}
        rows = [list(one) for one in self.worksheets[title]]
        for one in rows:
            while one and one[-1] == "":
                one.pop()  # the service leaves out what is empty at the end
        return {"values": rows} if any(rows) else {}

    def _changed(self, request: dict[str, Any]) -> dict[str, Any]:
        if "updateSpreadsheetProperties" in request:
            return {}
        if "deleteSheet" in request:
            title = next(one for one in self.worksheets if _id_of(one) == request["deleteSheet"]["sheetId"])
            del self.worksheets[title]
            return {}
        properties = request["addSheet"]["properties"]
        title = properties["title"]
        if title in self.worksheets:
            raise _Refused(400, f'Invalid requests[0].addSheet: A sheet with the name "{title}" already exists.')
        if len(self.worksheets) >= MOST:
            raise _Refused(400, "Invalid requests[0].addSheet: You have reached the limit of sheets.")
        self.worksheets[title], self.sizes[title] = [], properties["gridProperties"]
        return {"addSheet": {"properties": properties}}

    def _place(self, written: str) -> tuple[str, int, int]:
        found = _RANGE.fullmatch(written)
        title = found and (found["title"] or next(iter(self.worksheets)))
        if not found or title not in self.worksheets:
            raise _Refused(400, f"Unable to parse range: {written}")
        return str(title), int(found["row"]) - 1, ord(found["column"]) - ord("A")

    def _put(self, title: str, row: int, column: int, values: list[list[Any]]) -> None:
        grid = self.worksheets[title]
        size = self.sizes.get(title, {"rowCount": 1000, "columnCount": 26})
        for down, cells in enumerate(values, row):
            if down >= size["rowCount"] or column + len(cells) > size["columnCount"]:
                raise _Refused(400, f"Range ({title}) exceeds grid limits.")
            if any(isinstance(cell, str) and len(cell) > 50_000 for cell in cells):
                raise _Refused(400, "Your input contains more than the maximum of 50000 characters in a single cell.")
            grid += [[] for _ in range(down + 1 - len(grid))]
            grid[down] += [""] * (column + len(cells) - len(grid[down]))
            grid[down][column : column + len(cells)] = cells

    def _check_access(self, sheet: str, *, reading: bool) -> None:
        if sheet != SHEET:
            raise _Refused(404, "Requested entity was not found.")
        if not self.role or (self.role == "reader" and not reading):
            raise _Refused(403, "The caller does not have permission")

    def _token(self, asked: Asked) -> Sent:
        """As the service: a token for a signed assertion."""
        self.tokens += 1
        try:
            # Whom it is for is Google itself, whatever the address.
            claims = jwt.decode(asked.body["assertion"], _key().public_key(), ["RS256"], audience=AUDIENCE)
        except jwt.InvalidTokenError:
            said = {"error": "invalid_grant", "error_description": "Invalid JWT Signature."}
            return Sent(400, data=json.dumps(said).encode())
        if claims["iss"] != ADDRESS or "spreadsheets" not in claims["scope"]:
            said = {"error": "invalid_grant", "error_description": "Invalid grant: account not found"}
            return Sent(400, data=json.dumps(said).encode())
        given = {"access_token": "forest-token", "expires_in": 3600, "token_type": "Bearer"}
        return Sent(data=json.dumps(given).encode())


def _id_of(title: str) -> int:
    return zlib.crc32(title.encode())


def _must_be_raw(how: str | None) -> None:
    if how != "RAW":
        raise _Refused(400, "This server takes nothing but RAW values: others can be formulas.")


@cache
def _key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)
