"""A process that approves a picture and is killed the moment this is committed, before anybody is told:

python -m tests.resilience.dying <the picture's key>
"""

import os
import signal
import sys

import django
from django.utils.module_loading import import_string


def main(key: str) -> None:
    """Approve the picture, and die."""
    django.setup()
    moved, picture = import_string("core.status.moved"), import_string("images.models.Illustration").objects.get(pk=key)
    moved.connect(die, weak=False)
    moved.receivers.insert(0, moved.receivers.pop())  # before those that tell the pages
    import_string("images.services.approve")(picture, by="")


def die(**kwargs: object) -> None:
    """SIGKILL: no time for anything."""
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(sys.argv[1])
