"""Pictures and clips that are not where they should be."""

from collections.abc import Iterator

from django.db import DatabaseError

from images import rehosting as pictures
from providers.base import Finding
from videos import rehosting as clips


def stranded() -> Iterator[Finding]:
    """A line when pictures, and one when clips, are kept on this machine only because their host did not take them."""
    for kind, waiting in (("picture", pictures.waiting), ("clip", clips.waiting)):
        try:
            count = waiting().count()
        except DatabaseError:
            return  # the line about the database says why
        if count:
            what = f"1 {kind} waits" if count == 1 else f"{count} {kind}s wait"
            says = f"{what} for `manage.py rehost`, kept on this machine meanwhile. Run it when its host is well."
            yield Finding(f"{kind.title()}s", False, says)
