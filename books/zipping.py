"""ZIP files written entry by entry; the same content gives the same file."""

import shutil
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time of the format, in place of the present time


def add(archive: ZipFile, name: str, data: bytes | str, *, stored: bool = False) -> None:
    """Add an entry. `stored` leaves data that is compressed already as it is."""
    archive.writestr(_entry(name, stored=stored), data)


def add_file(archive: ZipFile, name: str, file: IO[bytes]) -> None:
    """Add an entry with the rest of an open file, which is compressed already; it may be larger than the memory."""
    with archive.open(_entry(name, stored=True), "w", force_zip64=True) as out:
        shutil.copyfileobj(file, out)


def _entry(name: str, *, stored: bool) -> ZipInfo:
    entry = ZipInfo(name, EPOCH)
    entry.compress_type = ZIP_STORED if stored else ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    entry.create_system = 3  # Unix, on every system
    return entry
