"""Pictures that are not where they should be."""

from collections.abc import Iterator

from django.db import DatabaseError

from images.rehosting import waiting
from providers.base import Finding


def stranded() -> Iterator[Finding]:
    """A line when pictures are kept on this machine only because their host did not take them."""
    try:
        count = waiting().count()
    except DatabaseError:
        return  # the line about the database says why
    if count:
        what = "1 picture waits" if count == 1 else f"{count} pictures wait"
        says = f"{what} for `manage.py rehost`, kept on this machine meanwhile. Run it when its host is well."
        yield Finding("Pictures", False, says)
