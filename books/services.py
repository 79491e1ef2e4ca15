"""Writes of downloads: requested, made, stored in the story's folder."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from PIL import UnidentifiedImageError

from books import extras, queries
from books.edition import Edition
from books.models import Download
from core import artifact_statuses, artifacts, storage
from core.artifacts import Unmakeable
from core.tempdirs import private_tempdir
from providers.base import ProviderError
from stories import removal
from stories.models import Story

# Imported when a book is made: what a PDF needs would slow down the start of every process.
WRITERS = {Download.PDF: "books.pdf.write", Download.EPUB: "books.epub.write", Download.ZIP: "books.archive.write"}


def request_download(story: Story, kind: str, *, by: str, allow: Callable[[], None] = lambda: None) -> Download:
    """Request a download and return its row. Nothing is queued when the same file exists or is being made already.
    `allow` is called before it is queued; what it raises is raised. Raises Conflict, in words, unless all pictures are
    approved."""
    queries.check_may_make(story)
    wanted = queries.digest_of(story, kind)
    if artifacts.is_due(Download.objects.filter(story=story, kind=kind).first() or Download(story=story), wanted):
        allow()
    with transaction.atomic():  # a new row that is not queued would wait for ever
        download, _ = Download.objects.get_or_create(story=story, kind=kind)
        artifacts.ask(download, wanted, by=by)
    return download


def make(download_id: int) -> None:
    """Make a download that is queued; do nothing for any other."""
    download = Download.objects.select_related("story").filter(pk=download_id).first()
    if download and artifacts.begin(download, wanted=queries.digest_of(download.story, download.kind)):
        with artifacts.making(download):
            _make(download)
        removal.clear_if_gone(download.story_id)


def _make(download: Download) -> None:
    edition = queries.edition_of(download.story, download.queued_at or timezone.now())
    with private_tempdir(f"book-{download.pk}") as folder:
        made = folder / f"book.{download.kind}"
        try:
            _write(download, edition, made)
        except ProviderError as error:
            raise Unmakeable(f"One of the pictures could not be loaded. {error.message} Please ask again.") from error
        except UnidentifiedImageError as error:
            raise Unmakeable("One of the pictures cannot be read any more. Draw it again, then ask again.") from error
        _store(download, made)


def _write(download: Download, edition: Edition, to: Path) -> None:
    """Write the file. The ZIP holds the books as well: made already, or else made for it."""
    more = {}
    if download.kind == Download.ZIP:
        more = {"extras": list(extras.extras_of(download.story, partial(_book_of, download.story, edition)))}
    import_string(WRITERS[download.kind])(edition, to, partial(artifacts.progress, download), **more)


def _book_of(story: Story, edition: Edition, kind: str) -> Callable[[Path], None]:
    """How the book of this kind is put at a path."""
    book = Download.objects.filter(story=story, kind=kind, status=artifact_statuses.READY).first()
    if book and artifacts.is_from(book, queries.digest_of(story, kind)):
        return partial(storage.fetch, story.pk, book.file)
    return partial(import_string(WRITERS[kind]), edition)


def _store(download: Download, made: Path) -> None:
    """Put the file into the story's folder, in place of the earlier one. Leaves no file of a download that is no longer
    wanted."""
    what, size = f"book-{download.kind}", made.stat().st_size
    name = f"{storage.new_name(what)}.{download.kind}"
    with artifacts.storing(download, what, [name]):
        storage.put(made, download.story_id, name)
        artifacts.finish(download, file=name, size=size)
