"""Memory of large blocks returns to the system, even with small blocks in use between them."""

import ctypes
import subprocess
import sys

import pytest

SCRIPT = """
import psutil
from core.malloc import return_large_blocks

if {wanted}:
    return_large_blocks()
bytearray(30_000_000)  # freed at once: from here on glibc keeps what is smaller
before = psutil.Process().memory_info().rss
large, small = [], []
for _ in range(100):
    large.append(bytearray(b"x" * 1_000_000))
    small.append(bytearray(b"x" * 50_000))
large.clear()
print((psutil.Process().memory_info().rss - before) // 1_000_000)
"""


def megabytes_left(*, wanted: bool) -> int:
    """What a process keeps of 100 MB that it freed, where 5 MB in between are still in use."""
    code = SCRIPT.format(wanted=wanted)
    return int(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "mallopt"), reason="only glibc has to be told")
def test_large_blocks_leave_no_holes():
    assert megabytes_left(wanted=False) > 50
    assert megabytes_left(wanted=True) < 20
