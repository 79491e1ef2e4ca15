"""ZIP files written entry by entry; the same content gives the same file."""

from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time of the format, in place of the present time


def add(archive: ZipFile, name: str, data: bytes | str, *, stored: bool = False) -> None:
    """Add an entry. `stored` leaves data that is compressed already as it is."""
    entry = ZipInfo(name, EPOCH)
    entry.compress_type = ZIP_STORED if stored else ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    entry.create_system = 3  # Unix, on every system
    archive.writestr(entry, data)
