"""Pictures as books carry them: JPEGs that are small enough for twenty of them to be sent by mail."""

from io import BytesIO

from PIL import Image

SIDE = 1536  # pixels: what is drawn; a larger picture of somebody's own is brought to this
MOST_BYTES = 550_000  # twenty of them and the rest stay below 12 MB
QUALITIES = (90, 84, 78, 70, 60)
ENDINGS = {"PNG": "png", "JPEG": "jpg", "WEBP": "webp"}


def jpeg_of(data: bytes) -> bytes:
    """An encoded picture as a JPEG on white, as good as MOST_BYTES allow. Raises OSError for what is no picture."""
    with Image.open(BytesIO(data)) as image:
        image.thumbnail((SIDE, SIDE))
        flat = _on_white(image)
    for quality in QUALITIES:
        encoded = _encoded(flat, quality)
        if len(encoded) <= MOST_BYTES:
            break
    return encoded


def _on_white(image: Image.Image) -> Image.Image:
    if not image.has_transparency_data:
        return image.convert("RGB")
    layered = image.convert("RGBA")
    white = Image.new("RGB", image.size, "white")
    white.paste(layered, mask=layered.getchannel("A"))
    return white


def _encoded(image: Image.Image, quality: int) -> bytes:
    out = BytesIO()
    image.save(out, "JPEG", quality=quality, optimize=True, progressive=False)
    return out.getvalue()


def ending_of(data: bytes) -> str:
    """How the name of a file with this encoded picture ends. Raises OSError for what is no picture."""
    with Image.open(BytesIO(data)) as image:
        return ENDINGS.get(image.format or "", "img")
