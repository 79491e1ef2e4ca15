"""All photographs of a folder on one sheet: a row for each page, a column for each look."""

from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

SCALE = 0.3
HIGHEST, MARGIN, TITLE = 540, 12, 26  # pixels on the sheet
PAPER, INK = "#8a8a8a", "#ffffff"


def contact_sheet(folder: Path, looks: Sequence[tuple[int, str]]) -> Path:
    """Write contact-sheet.png into `folder`, of all its pictures <page>-<width>-<scheme>.png; gives its path."""
    pages = sorted({path.stem.rsplit("-", 2)[0] for path in folder.glob("*-*-*.png")} - {"contact-sheet"})
    strips = [_strip(folder, page, looks) for page in pages]
    sheet = Image.new("RGB", (max(strip.width for strip in strips), sum(strip.height for strip in strips)), PAPER)
    top = 0
    for strip in strips:
        sheet.paste(strip, (0, top))
        top += strip.height
    path = folder / "contact-sheet.png"
    sheet.save(path, optimize=True)
    return path


def _strip(folder: Path, page: str, looks: Sequence[tuple[int, str]]) -> Image.Image:
    shots = [_small(folder / f"{page}-{width}-{scheme}.png") for width, scheme in looks]
    width = sum(shot.width + MARGIN for shot in shots) + MARGIN
    strip = Image.new("RGB", (width, max(shot.height for shot in shots) + TITLE + MARGIN), PAPER)
    ImageDraw.Draw(strip).text((MARGIN, 4), page, INK, ImageFont.load_default(16))
    left = MARGIN
    for shot in shots:
        strip.paste(shot, (left, TITLE))
        left += shot.width + MARGIN
    return strip


def _small(path: Path) -> Image.Image:
    with Image.open(path) as image:
        shot = image.convert("RGB").resize((round(image.width * SCALE), round(image.height * SCALE)))
    return shot.crop((0, 0, shot.width, min(shot.height, HIGHEST)))
