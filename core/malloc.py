"""How this process returns memory to the system."""

import ctypes

LARGE = 256 * 1024  # bytes
_M_MMAP_THRESHOLD = -3  # from glibc's malloc.h


def return_large_blocks() -> None:
    """Have every block of LARGE bytes or more return to the system as soon as it is free.

    By itself glibc raises that threshold to the largest block that was ever freed. Pictures of some megabytes then
    leave holes in every thread's arena, which no other program can use. Without glibc this does nothing.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_MMAP_THRESHOLD, LARGE)
