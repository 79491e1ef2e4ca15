"""Pictures in books: good JPEGs, small enough, one in memory at a time."""

import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image

from books.pictures import MOST_BYTES, SIDE, ending_of, jpeg_of

MOST_MEMORY = 80_000_000  # besides what the site itself takes: half of what the pictures would
WRITING = """
import sys
from dataclasses import replace
from pathlib import Path
import django
django.setup()
from books import archive, epub, pdf
from tests.books.editions import edition
def peak():
    said = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in said if line.startswith("VmHWM"))
before = peak()
kind, folder, to = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
whole = edition()
pages = [replace(page, picture=(folder / str(page.number)).read_bytes) for page in whole.pages]
{"pdf": pdf, "epub": epub, "zip": archive}[kind].write(replace(whole, pages=pages), to)
print(to.stat().st_size, before, peak())
"""


@pytest.fixture(scope="module")
def large_pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty detailed pictures of 1024 x 1536 pixels."""
    folder = tmp_path_factory.mktemp("pictures")
    soft = Image.effect_noise((512, 768), 60).resize((1024, 1536)).convert("RGB")
    for number in range(1, 21):
        soft.rotate(number).save(folder / str(number), "PNG", compress_level=1)
    return folder


def encoded(image: Image.Image, kind: str) -> bytes:
    out = BytesIO()
    image.save(out, kind)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "JPEG"])
def test_every_kind_of_picture_becomes_a_jpeg_that_looks_like_it(kind):
    found = opened(jpeg_of(encoded(Image.new("RGB", (64, 96), "orange"), kind)))
    assert (found.format, found.size) == ("JPEG", (64, 96))
    assert max(abs(a - b) for a, b in zip(found.getpixel((32, 48)), (255, 165, 0), strict=True)) < 6


def test_transparency_becomes_white():
    found = opened(jpeg_of(encoded(Image.new("RGBA", (64, 96), (255, 0, 0, 0)), "PNG")))
    assert min(found.convert("RGB").getpixel((32, 48))) > 250


def test_a_picture_full_of_detail_stays_below_the_limit():
    detailed = Image.effect_noise((1024, 1536), 40).convert("RGB")
    assert len(jpeg_of(encoded(detailed, "PNG"))) <= MOST_BYTES


def test_a_larger_picture_is_made_smaller():
    assert opened(jpeg_of(encoded(Image.new("RGB", (2048, 3072)), "PNG"))).size == (SIDE * 2 // 3, SIDE)


def test_data_that_is_no_picture_is_refused():
    with pytest.raises(OSError, match="cannot identify"):
        jpeg_of(b"no picture")
    with pytest.raises(OSError, match="cannot identify"):
        ending_of(b"no picture")


@pytest.mark.site
@pytest.mark.parametrize(("kind", "most_bytes"), [("pdf", 12_000_000), ("epub", 12_000_000), ("zip", 120_000_000)])
def test_a_book_of_twenty_large_pictures_is_small_and_takes_little_memory(kind, most_bytes, large_pictures, tmp_path):
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": str(settings.BASE_DIR)}
    command = [sys.executable, "-c", WRITING, kind, str(large_pictures), str(tmp_path / "book")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    size, before, most = map(int, done.stdout.split())
    assert 2_000_000 < size < most_bytes
    assert most - before < MOST_MEMORY
