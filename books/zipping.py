"""Zip files that are the same for the same content, written entry by entry."""

from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the earliest that the format knows; the time of making must not show


def add(archive: ZipFile, name: str, data: bytes | str, *, stored: bool = False) -> None:
    """Add an entry; what is compressed already is to be `stored`."""
    entry = ZipInfo(name, LONG_AGO)
    entry.compress_type = ZIP_STORED if stored else ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    entry.create_system = 3  # Unix, wherever it was made
    archive.writestr(entry, data)
