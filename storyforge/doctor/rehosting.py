"""Pictures and clips that wait to be copied to the host that should have them."""

from collections.abc import Iterator

from django.db import DatabaseError

from images import rehosting as pictures
from providers.base import Finding
from videos import rehosting as clips


def waiting() -> Iterator[Finding]:
    """A finding for pictures, and one for clips, that are on this machine only because their host refused them."""
    for kind, rows in (("picture", pictures.waiting), ("clip", clips.waiting)):
        try:
            count = rows().count()
        except DatabaseError:
            return  # the line about the database says why
        if count:
            what = f"1 {kind} waits" if count == 1 else f"{count} {kind}s wait"
            says = f"{what} for `manage.py rehost`, kept on this machine meanwhile. Run it when its host is well."
            yield Finding(f"{kind.title()}s", False, says)
