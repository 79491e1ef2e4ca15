"""Where the stories' files are, as STORY_FILES and the S3 settings say."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

LOCAL, S3 = "local", "s3"
_AWS = ("https://{bucket}.s3.amazonaws.com", "https://{bucket}.s3.{region}.amazonaws.com")


def story_storages(
    kinds: Sequence[str], *, access_key: str, secret_key: str, prefix: str, **place: str
) -> dict[str, dict[str, Any]]:
    """The storages of the stories' files as Django's STORAGES has them: the "default" one, and each one that could be
    by its name. Of two `kinds` new files go into the first, and what is not there yet is read from the second. `place`
    is as in `file_origins`. Raises ImproperlyConfigured."""
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
    if not kinds or len(set(kinds)) < len(kinds) or not {LOCAL, S3} >= set(kinds):
        said = f"STORY_FILES is {','.join(kinds)!r}. Set it to local or s3, or to s3,local or local,s3 during a move."
        raise ImproperlyConfigured(said)
    if S3 in kinds and S3 not in found:
        raise ImproperlyConfigured(f"STORY_FILES is {','.join(kinds)}, and S3_BUCKET names no bucket.")
    if len(kinds) == 1:
        return found | {"default": found[kinds[0]]}
    return found | {"default": {"BACKEND": "core.moving.Moving", "OPTIONS": {"new": kinds[0], "old": kinds[1]}}}


def file_origins(kinds: Sequence[str], *, bucket: str, endpoint: str, browsers: str, region: str) -> list[str]:
    """The origins from which browsers play films and music, besides the site's own."""
    if S3 not in kinds:
        return []
    if not (address := browsers or endpoint):
        return [origin.format(bucket=bucket, region=region) for origin in _AWS]
    parts = urlsplit(address)
    return [f"{parts.scheme}://{parts.netloc}"]
