"""The static files of the web process, which collects them itself: many platforms run `release` in a container of its
own, whose disk is thrown away. A build may have done it; then this only looks."""

import fcntl
import os
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command


def collect_if_outdated() -> None:
    """Collect them where they are missing or older than their sources; without them pages would be errors. Raises
    ImproperlyConfigured where that is so and they cannot be written."""
    try:
        if isinstance(staticfiles_storage, ManifestFilesMixin) and not _are_new(staticfiles_storage):
            _collect(staticfiles_storage)
    except OSError as error:
        raise ImproperlyConfigured(
            f"The static files in {settings.STATIC_ROOT} are missing or old, and cannot be written ({error.strerror}). "
            "Run `python manage.py collectstatic --no-input` where the site is built, before its disk is read-only."
        ) from error


def _are_new(files: ManifestFilesMixin) -> bool:
    if not files.hashed_files:
        return False
    collected = (settings.STATIC_ROOT / files.manifest_name).stat().st_mtime
    sources = (storage.path(path) for finder in get_finders() for path, storage in finder.list([]))
    return max(Path(source).stat().st_mtime for source in sources) <= collected


def _collect(files: ManifestFilesMixin) -> None:
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    folder = os.open(settings.STATIC_ROOT, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)  # several web processes of one machine may start together
        files.hashed_files, files.manifest_hash = files.load_manifest()  # type: ignore[assignment]  # it gives both
        if not _are_new(files):
            call_command("collectstatic", interactive=False, verbosity=0)
    finally:
        os.close(folder)
