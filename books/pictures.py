"""Pictures for books: JPEGs small enough that a book of twenty can be sent by mail."""

from io import BytesIO

from PIL import Image

SIDE = 1536  # pixels, as drawn; a larger upload is scaled down to this
MOST_BYTES = 550_000  # so that a book stays below 12 MB
QUALITIES = (90, 84, 78, 70, 60)
ENDINGS = {"PNG": "png", "JPEG": "jpg", "WEBP": "webp"}


def jpeg_of(data: bytes) -> bytes:
    """The picture as a JPEG on white, in the best quality below MOST_BYTES. Raises OSError for data that is no
    picture."""
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
    """The file name ending of an encoded picture. Raises OSError for data that is no picture."""
    with Image.open(BytesIO(data)) as image:
        return ENDINGS.get(image.format or "", "img")
