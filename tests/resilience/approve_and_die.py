"""Approve a picture and be killed right after the commit, before the change is announced:

python -m tests.resilience.approve_and_die <the picture's key>
"""

import os
import signal
import sys

import django
from django.utils.module_loading import import_string


def main(key: str) -> None:
    """Approve the picture."""
    django.setup()
    moved, picture = import_string("core.status.moved"), import_string("images.models.Illustration").objects.get(pk=key)
    moved.connect(die, weak=False)
    moved.receivers.insert(0, moved.receivers.pop())  # before those that announce the change
    import_string("images.services.approve")(picture, by="")


def die(**kwargs: object) -> None:
    """End this process without any clean-up."""
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(sys.argv[1])
