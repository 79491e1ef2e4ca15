"""How this process gives memory back."""

import ctypes

LARGE = 256 * 1024  # bytes
_M_MMAP_THRESHOLD = -3  # from glibc's malloc.h


def give_back_large_blocks() -> None:
    """Have every block of LARGE bytes or more go back to the system as soon as it is free.

    By itself glibc raises that bound to the largest block that was ever freed. From then on pictures of some megabytes
    leave holes behind wherever threads put them, which no other program can use. Without glibc this does nothing.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_MMAP_THRESHOLD, LARGE)
