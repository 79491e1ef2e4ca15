"""images.uploads: what is stored of an uploaded picture, and where."""

from io import BytesIO

import pytest
from django.conf import settings as site
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from PIL import Image

from core.errors import Invalid
from images import services, statuses, uploads
from images.drawing import drawing
from images.models import Decision, Illustration, Version
from providers.images import decoder
from stories import statuses as story_statuses
from tests.concurrency import at_once
from tests.factories import illustrated_story, reloaded, visitor
from tests.image_files import SECRET, SIZE, broken_exif, corner_picture, file_of, photograph
from tests.uploads import pending, send, stored
from tests.upstreams.cloudinary_server import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content", "media")]
RED, BLUE = (255, 0, 0), (0, 0, 255)


def is_like(found: object, wanted: tuple[int, ...]) -> bool:
    return all(abs(a - b) < 12 for a, b in zip(found, wanted, strict=True))


@pytest.mark.parametrize("kind", decoder.KINDS)
def test_an_upload_is_taken_and_nothing_but_its_pixels_is_stored(kind):
    picture, sent = pending(), photograph(kind)
    assert SECRET.encode() in sent
    assert b"ICC" in sent.upper()
    assert send(picture, sent, version="1").status_code == 200
    data, image = stored(picture)
    assert (image.format, image.size, image.mode) == ("JPEG", SIZE, "RGB")
    assert SECRET.encode() not in data
    assert dict(image.getexif()) == {}
    assert {"exif", "icc_profile", "comment", "xmp", "photoshop"} & set(image.info) == set()
    assert is_like(image.getpixel((9, 9)), RED)
    assert is_like(image.getpixel((200, 300)), BLUE)


def test_an_upload_is_a_version_that_waits_and_can_be_approved():
    picture = pending(statuses.APPROVED)
    send(picture, photograph("JPEG"))
    picture = reloaded(picture)
    version = picture.current
    assert (picture.status, version.number, version.mode, version.outcome) == ("pending_approval", 2, "upload", "drawn")
    assert (version.width, version.height, version.expense, version.prompt) == (*SIZE, None, "")
    assert version.size == (site.MEDIA_ROOT / version.key).stat().st_size
    assert list(Decision.objects.values_list("action", "by", "version")) == [("upload", "visitor", version.pk)]
    services.approve(picture, by="")
    assert reloaded(picture).current == version
    assert b"".join(visitor().get(version.url).streaming_content) == stored(picture)[0]


def test_a_picture_that_could_not_be_drawn_may_be_uploaded():
    picture = pending(statuses.FAILED)
    assert send(picture, photograph("PNG")).status_code == 200
    assert (reloaded(picture).status, reloaded(picture).error) == (statuses.PENDING, "")


def test_an_approved_story_is_reviewed_again_after_an_upload():
    story = illustrated_story(statuses.APPROVED)
    send(story.illustrations.get(number=7), photograph("JPEG"))
    story.refresh_from_db()
    assert story.status == story_statuses.REVIEWING


@pytest.mark.parametrize("kind", decoder.KINDS)
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_is_turned_as_its_exif_says(kind, orientation):
    turned = uploads.decoded(BytesIO(photograph(kind, orientation)))
    image = Image.open(BytesIO(turned.data))
    width, height = image.size
    assert (turned.width, turned.height) == image.size == (SIZE if orientation < 5 else SIZE[::-1])
    left = orientation in (1, 4, 5, 8)
    top = orientation in (1, 2, 5, 6)
    corner = (9 if left else width - 9, 9 if top else height - 9)
    assert is_like(image.getpixel(corner), RED)
    assert is_like(image.getpixel((width - corner[0], height - corner[1])), BLUE)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_frame_lies_on_the_picture_as_it_is_looked_at(orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    sent = file_of(corner_picture((1200, 900)), "JPEG", exif=exif)
    width = 280 / (1200 if orientation < 5 else 900)
    red = (0 if orientation in (1, 4, 5, 8) else 1, 0 if orientation in (1, 2, 5, 6) else 1)
    for x, y in ((0, 0), (1, 0), (0, 1), (1, 1)):
        image = Image.open(BytesIO(uploads.decoded(BytesIO(sent), uploads.frame_of(f"{x},{y},{width}")).data))
        assert image.size == (280, 420)
        assert is_like(image.getpixel((140, 210)), RED if (x, y) == red else BLUE)


@pytest.mark.parametrize(
    ("crop", "size"), [("0.5,0.5,1", (1334, 2000)), ("0.2,0.9,0.2", (600, 900)), ("", (2048, 1365))]
)
def test_a_wide_picture_is_cropped_to_the_shape_of_a_story_unless_all_of_it_is_wanted(crop, size):
    picture = pending()
    assert send(picture, file_of(corner_picture((3000, 2000)), "JPEG"), crop=crop).status_code == 200
    version = reloaded(picture).current
    assert (version.width, version.height) == stored(picture)[1].size == size


@pytest.mark.parametrize(
    "crop", ["x", "1,2", "0.5,0.5,0", "0.5,0.5,1.1", "-0.1,0.5,1", "nan,0.5,1", "0,0,1,1", "inf,0,1"]
)
def test_a_frame_that_is_none_is_refused(crop):
    with pytest.raises(Invalid, match="Which part of the picture"):
        uploads.frame_of(crop)


def test_a_frame_that_holds_too_few_pixels_is_refused():
    with pytest.raises(Invalid, match="too small: 120 x 180 pixels"):
        uploads.decoded(BytesIO(file_of(corner_picture((1200, 900)), "JPEG")), uploads.frame_of("0.5,0.5,0.1"))


def test_a_picture_whose_exif_is_broken_is_taken_as_it_lies():
    taken = uploads.decoded(BytesIO(broken_exif()))
    assert (taken.width, taken.height) == SIZE


def test_a_transparent_picture_stays_transparent_and_an_opaque_one_becomes_a_jpeg():
    clear = corner_picture(mode="RGBA")
    opaque = file_of(clear, "PNG")
    clear.putalpha(90)
    taken = uploads.decoded(BytesIO(file_of(clear, "PNG")))
    image = Image.open(BytesIO(taken.data))
    assert (taken.content_type, image.mode, image.getpixel((9, 9))) == ("image/png", "RGBA", (*RED, 90))
    assert uploads.decoded(BytesIO(opaque)).content_type == "image/jpeg"


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_an_animated_picture_gives_its_first_frame(kind):
    second = Image.new("RGB", SIZE, "white")
    moving = file_of(corner_picture(), kind, save_all=True, append_images=[second], duration=100)
    assert Image.open(BytesIO(moving)).n_frames == 2
    image = Image.open(BytesIO(uploads.decoded(BytesIO(moving)).data))
    assert getattr(image, "n_frames", 1) == 1
    assert is_like(image.getpixel((9, 9)), RED)


def test_the_colours_of_print_palettes_and_scanners_are_read_right():
    grey = Image.new("I;16", SIZE, 257 * 128)
    palette = corner_picture().quantize(8)
    files = [file_of(corner_picture(mode="CMYK"), "JPEG"), file_of(palette, "PNG"), file_of(grey, "PNG")]
    print_, few, scan = (Image.open(BytesIO(uploads.decoded(BytesIO(data)).data)).getpixel((9, 9)) for data in files)
    assert is_like(print_, RED)
    assert is_like(few, RED)
    assert is_like(scan, (128, 128, 128))


def test_a_palette_with_a_hole_stays_transparent():
    palette = corner_picture().quantize(2)
    hole = palette.getpixel((9, 9))
    taken = uploads.decoded(BytesIO(file_of(palette, "PNG", transparency=hole)))
    image = Image.open(BytesIO(taken.data))
    assert [image.getpixel(spot)[3] for spot in ((9, 9), (200, 300))] == [0, 255]


@pytest.mark.parametrize(("orientation", "size"), [(1, (2048, 1365)), (6, (2048, 3072))])
def test_a_large_picture_is_made_small_enough_the_right_way_up(orientation, size):
    exif = Image.Exif()
    exif[0x0112] = orientation
    large = file_of(corner_picture((6000, 4000)), "JPEG", exif=exif)
    taken = uploads.decoded(BytesIO(large))
    assert (taken.width, taken.height) == size


# --- where it is stored ---


def test_an_upload_goes_to_the_wanted_host(cloudinary):
    picture = pending()
    send(picture, photograph("JPEG"))
    assert reloaded(picture).current.host == "cloudinary"
    assert len(cloudinary.stored) == 1


def test_while_the_host_is_away_an_upload_is_stored_here_and_moves_later(cloudinary):
    cloudinary.behaviour = lambda asked, number: refused(503, "Away")
    picture = pending()
    assert send(picture, photograph("JPEG")).status_code == 200
    version = reloaded(picture).current
    assert (version.host, version.wanted_host) == ("local", "cloudinary")
    cloudinary.behaviour = lambda asked, number: None
    call_command("rehost")
    assert (reloaded(picture).current.host, reloaded(picture).current.wanted_host) == ("cloudinary", "")


def test_if_no_host_takes_an_upload_nothing_changes_and_the_card_says_why(settings, tmp_path):
    (tmp_path / "full").write_text("not a folder")
    settings.MEDIA_ROOT = tmp_path / "full"
    picture = pending()
    answer = send(picture, photograph("JPEG"))
    assert answer.status_code == 409
    assert "Your picture could not be kept here just now" in answer.content.decode()
    assert reloaded(picture).current.number == 1


def test_an_upload_is_followed_by_a_drawing_from_the_prompt(illustrator):
    picture = pending()
    send(picture, photograph("JPEG"))
    services.redraw(reloaded(picture), by="")
    assert drawing.draw(picture.story_id, 7) is None
    assert reloaded(picture).current.number == 3
    assert "walks." in illustrator.asked[0].body["prompt"]


def test_an_upload_can_be_edited(illustrator):
    picture = pending()
    send(picture, photograph("JPEG"))
    services.edit(reloaded(picture), mode=Illustration.EDIT, wish="add snow", by="")
    drawing.draw(picture.story_id, 7)
    assert [asked.body["base"] for asked in illustrator.asked] == [True]


@pytest.mark.django_db(transaction=True)
def test_two_uploads_at_the_same_moment_are_both_stored():
    picture = pending()
    files = [SimpleUploadedFile("my.jpg", photograph(kind)) for kind in ("JPEG", "PNG")]
    found = at_once(*[lambda file=file: uploads.add(reloaded(picture), file, by="") for file in files])
    assert all(isinstance(version, Version) for version in found)
    assert sorted(version.number for version in found) == [2, 3]
    assert len({version.key for version in found}) == 2
    assert reloaded(picture).current in found
