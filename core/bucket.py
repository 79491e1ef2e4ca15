"""The stories' files in a bucket of S3 or of another service that speaks its protocol."""

import hashlib
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from storages.backends.s3 import S3Storage

from core.connections import release_connection

SIGNED_SECONDS = 300  # that a signed URL can be used; static/js/expired.js asks for another one
# Files of these types are large: browsers load them from the bucket, so that no slow reader keeps them in our memory.
SIGNED_TYPES = frozenset({"video/mp4", "audio/mp4", "application/zip", "application/pdf", "application/epub+zip"})


class Bucket(S3Storage):
    """django-storages' bucket, with one client for all threads and the errors of a file system. Browsers reach it at
    `browser_url`."""

    def __init__(self, *, browser_url: str = "", **options: Any) -> None:
        self._lock, self._process = threading.Lock(), 0
        self._resource: Any = None
        self._signer: Any = None
        self.browser_url = browser_url
        config = Config(
            signature_version="s3v4",
            s3={"addressing_style": "path" if options.get("endpoint_url") else "virtual"},
            connect_timeout=5,
            read_timeout=30,
            retries={"mode": "standard", "total_max_attempts": 3},
            max_pool_connections=32,
            request_checksum_calculation="when_required",  # not all services know the newer checksums
            response_checksum_validation="when_required",
        )
        options = {"querystring_expire": SIGNED_SECONDS} | options
        super().__init__(client_config=config, max_memory_size=2**20, **options)

    @property
    def connection(self) -> Any:
        """Made once: django-storages makes one for each thread, and every request has a thread of its own."""
        with self._lock:
            if self._process != os.getpid():  # a forked process must leave its parent's connections alone
                self._resource = self._signer = None
                self._connections, self._process = threading.local(), os.getpid()
            self._resource = self._resource or super().connection
            return self._resource

    @property
    def bucket(self) -> Any:
        return self.connection.Bucket(self.bucket_name)

    def _open(self, name: str, mode: str = "rb") -> Any:
        with _os_errors():
            file = super()._open(name, mode)
            file.open()  # downloads it
            return file

    def _save(self, name: str, content: File) -> str:
        with _os_errors():
            return str(super()._save(name, content))

    def exists(self, name: str) -> bool:
        with _os_errors():
            return bool(super().exists(name))

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        with _os_errors():
            found: tuple[list[str], list[str]] = super().listdir(path)
            return found

    def delete(self, name: str) -> None:
        with _os_errors():
            super().delete(name)

    def size(self, name: str) -> int:
        with _os_errors():
            return int(super().size(name))

    def get_modified_time(self, name: str) -> datetime:
        with _os_errors():
            found: datetime = super().get_modified_time(name)
            return found

    def check(self) -> None:
        """See `core.storage.check`."""
        with _os_errors():
            self.connection.meta.client.head_bucket(Bucket=self.bucket_name)

    def deliver(self, request: HttpRequest, name: str, content_type: str, save_as: str) -> HttpResponseBase:
        """See `core.storage.deliver`. Large files are redirected to; browsers ask for their ranges there."""
        release_connection()
        disposition = content_disposition_header(True, save_as) if save_as else None
        if content_type in SIGNED_TYPES:
            if not self.exists(name):
                raise FileNotFoundError(name)
            redirect = HttpResponseRedirect(self.signed_url(name, content_type, disposition))
            redirect.headers["Cache-Control"] = "no-store"
            return redirect
        with self.open(name) as file:
            data = file.read()
        headers = {"Content-Type": content_type, "X-Content-Type-Options": "nosniff"}
        headers |= {"ETag": f'"{hashlib.sha256(data).hexdigest()[:32]}"'}
        answer = HttpResponse(data, headers=headers | ({"Content-Disposition": disposition} if disposition else {}))
        return get_conditional_response(request, headers["ETag"], response=answer) or answer

    def signed_url(self, name: str, content_type: str, disposition: str | None = None) -> str:
        """A URL at which everybody gets the file for `querystring_expire` seconds. The storage is not asked."""
        asked = {"Bucket": self.bucket_name, "Key": self._normalize_name(name), "ResponseContentType": content_type}
        asked |= {"ResponseContentDisposition": disposition} if disposition else {}
        how = {"Params": asked, "ExpiresIn": self.querystring_expire}
        return str(self._browser_client().generate_presigned_url("get_object", **how))

    def _browser_client(self) -> Any:
        client = self.connection.meta.client
        if not self.browser_url:
            return client
        with self._lock:
            self._signer = self._signer or self._create_session().client(
                "s3", region_name=self.region_name, endpoint_url=self.browser_url, config=self.client_config
            )
            return self._signer


@contextmanager
def _os_errors() -> Iterator[None]:
    try:
        yield
    except (BotoCoreError, Boto3Error, ClientError) as error:
        raise OSError(f"The bucket: {error}") from error
