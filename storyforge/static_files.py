"""The static files of the web process. A build collects them, or `release`; but many platforms run `release` in a
container of its own, whose disk is thrown away."""

import fcntl
import os

from django.conf import settings
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command


def collect_if_missing() -> None:
    """Collect them where nobody has yet; without them every page would be an error. Raises ImproperlyConfigured where
    they cannot be written either."""
    try:
        if isinstance(staticfiles_storage, ManifestFilesMixin) and not staticfiles_storage.hashed_files:
            _collect(staticfiles_storage)
    except OSError as error:
        raise ImproperlyConfigured(
            f"The static files are not in {settings.STATIC_ROOT}, and they cannot be written there ({error.strerror}). "
            "Run `python manage.py collectstatic --no-input` where the site is built, before its disk is read-only."
        ) from error


def _collect(files: ManifestFilesMixin) -> None:
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    folder = os.open(settings.STATIC_ROOT, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)  # several web processes of one machine may start together
        files.hashed_files, files.manifest_hash = files.load_manifest()  # type: ignore[assignment]  # it gives both
        if not files.hashed_files:
            call_command("collectstatic", interactive=False, verbosity=0)
    finally:
        os.close(folder)
