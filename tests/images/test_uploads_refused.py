"""images.uploads: files that are refused, each with a reason."""

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from core.status import Conflict
from images import services, statuses, uploads
from images.models import Decision
from providers.images import decoder, decoding
from tests.factories import reloaded, visitor
from tests.image_files import bomb, corner_picture, file_of, photograph, scanned
from tests.uploads import HTMX, pending, send, stored

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """The folder of this machine."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


def svg() -> bytes:
    return b'<svg xmlns="http://www.w3.org/2000/svg" width="400" height="400"><script>alert(1)</script></svg>'


UNREADABLE = "is no picture that can be read here. Take a JPEG, PNG or WebP."
REFUSED = {
    "a vector drawing": (svg, UNREADABLE),
    "a GIF": (lambda: file_of(corner_picture(), "GIF"), UNREADABLE),
    "a TIFF": (lambda: file_of(corner_picture(), "TIFF"), UNREADABLE),
    "a text": (lambda: b"This is my fox. " * 99, UNREADABLE),
    "an empty file": (lambda: b"", UNREADABLE),
    "a truncated JPEG": (lambda: photograph("JPEG")[:-900], UNREADABLE),
    "a truncated PNG": (lambda: file_of(corner_picture(), "PNG")[:-400], UNREADABLE),
    "a truncated WebP": (lambda: file_of(corner_picture(), "WEBP")[:-20], UNREADABLE),
    "a bomb": (bomb, "too many pixels; at most 50 megapixels"),
    "51 megapixels": (lambda: bomb(7142), "too many pixels; at most 50 megapixels"),
    "a stamp": (lambda: file_of(corner_picture((255, 900)), "PNG"), "too small: 255 x 900 pixels; 256 each way"),
    "a JPEG of 1,300 scans": (lambda: scanned(1300), "is built up in too many steps"),
    "15 MB and a byte": (lambda: b"\xff\xd8\xff" + b"0" * (uploads.MOST_BYTES - 2), "at most 15 are taken"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_picture_or_too_large_a_one_is_refused_with_a_reason(what, media):
    data, sentence = REFUSED[what][0](), REFUSED[what][1]
    picture = pending()
    answer = send(picture, data, "my.svg" if "vector" in what else "my.jpg")
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert (reloaded(picture).status, picture.versions.count(), Decision.objects.count()) == ("pending_approval", 1, 0)
    assert not media.exists()


def test_a_file_that_is_too_large_is_refused_with_its_size():
    answer = send(pending(), b"\xff\xd8\xff" + b"0" * 15_200_000)
    assert "The file has 15.2 MB; at most 15 are taken." in answer.content.decode()


def test_a_file_of_just_15_mb_is_taken():
    small = photograph("JPEG")
    picture = pending()
    assert send(picture, small + b"\0" * (uploads.MOST_BYTES - len(small))).status_code == 200
    assert len(stored(picture)[0]) < 100_000


def test_a_form_without_a_file_is_refused_with_a_reason():
    picture = pending()
    answer = visitor().post(f"/stories/{picture.story_id}/pictures/7/upload", {"version": "1"}, headers=HTMX)
    assert (answer.status_code, "Choose a picture first" in answer.content.decode()) == (422, True)


@pytest.mark.parametrize("status", sorted(statuses.ACTIVE))
def test_an_upload_is_refused_while_another_picture_is_drawn(status, media):
    picture = pending(status)
    answer = send(picture, photograph("JPEG"))
    assert (answer.status_code, "is being drawn already" in answer.content.decode()) == (409, True)
    assert not media.exists()


def test_a_drawing_that_began_while_the_file_was_read_goes_first():
    picture = pending()
    seen = reloaded(picture)
    services.redraw(reloaded(picture), by="")
    with pytest.raises(Conflict, match="being drawn already"):
        uploads.add(seen, SimpleUploadedFile("my.jpg", photograph("JPEG")), by="")
    assert reloaded(picture).current.number == 1


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
@pytest.mark.parametrize("seed", range(4))
def test_no_broken_file_breaks_more_than_itself(seed):
    files = [photograph(kind, 6) for kind in decoder.KINDS]
    taken = 0
    for turn in range(120):
        data = bytearray(files[turn % 3])
        for step in range(1 + turn % 7):
            place = (turn * 7919 + step * 104_729 + seed * 15_485_863) % min(len(data), 700)
            data[place] = (turn * 31 + step * 17 + seed) % 256
        about, made = decoder.answer("upload", bytes(data))
        assert bool(made) == ("reason" not in about)
        taken += bool(made)
    assert 0 < taken < 120


def test_a_picture_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(decoding, "MOST_CPU_SECONDS", 1)
    answer = send(pending(), scanned(90))
    assert answer.status_code == 422
    assert "The picture takes too long to read." in answer.content.decode()


def test_a_picture_that_takes_too_much_memory_is_refused(monkeypatch):
    monkeypatch.setattr(decoding, "MOST_MEMORY", 200 * 2**20)
    answer = send(pending(), file_of(Image.new("RGBA", (7000, 7100)), "PNG"))
    assert answer.status_code == 422
    assert "too many pixels" in answer.content.decode()


@pytest.mark.site
def test_no_upload_waits_for_that_of_another_visitor():
    with ThreadPoolExecutor(1) as others:
        slow = others.submit(decoding.decode, scanned(90), "upload")
        assert uploads.decoded(BytesIO(photograph("JPEG"))).width == 300
        assert not slow.done()
        assert slow.result().width == 7000
