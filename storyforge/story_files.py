"""Where the stories' files are, as STORY_FILES and the S3 settings say."""

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

LOCAL, S3 = "local", "s3"
_AWS = ("https://{bucket}.s3.amazonaws.com", "https://{bucket}.s3.{region}.amazonaws.com")


def story_storages(
    kind: str, *, access_key: str, secret_key: str, prefix: str, **place: str
) -> dict[str, dict[str, Any]]:
    """The storages of the stories' files as Django's STORAGES has them: the "default" one, and each one that could be
    by its name; `place` is as in `file_origins`. Raises ImproperlyConfigured."""
    found = {LOCAL: {"BACKEND": "core.storage.Folder", "OPTIONS": {"allow_overwrite": True}}}
    if place["bucket"]:
        options = {
            "bucket_name": place["bucket"],
            "endpoint_url": place["endpoint"] or None,
            "browser_url": place["browsers"],
            "region_name": place["region"],
            "access_key": access_key or None,
            "secret_key": secret_key or None,
            "location": prefix,
        }
        found[S3] = {"BACKEND": "core.bucket.Bucket", "OPTIONS": options}
    if kind not in (LOCAL, S3):
        raise ImproperlyConfigured(f"STORY_FILES is {kind!r}. Set it to local or s3.")
    if kind not in found:
        raise ImproperlyConfigured("STORY_FILES is s3, and S3_BUCKET names no bucket.")
    return found | {"default": found[kind]}


def file_origins(kind: str, *, bucket: str, endpoint: str, browsers: str, region: str) -> list[str]:
    """The origins from which browsers play films and music, besides the site's own."""
    if kind != S3:
        return []
    if not (address := browsers or endpoint):
        return [origin.format(bucket=bucket, region=region) for origin in _AWS]
    parts = urlsplit(address)
    return [f"{parts.scheme}://{parts.netloc}"]
