"""Uploads are checked and served as pictures, never as anything else, and no path leaves a story's folder."""

from io import BytesIO
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, PngImagePlugin

from images import statuses, uploads
from images.models import Version
from studio import media
from tests.character_sheets import HTMX
from tests.factories import illustrated_story, small_png, visitor
from tests.security.conftest import keep_a_picture
from tests.security.hostile_texts import MARKUP

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    (tmp_path / "secret.png").write_bytes(small_png())
    return settings.MEDIA_ROOT


def upload(data: bytes, name: str, kind: str):
    story = illustrated_story(statuses.PENDING)
    file = SimpleUploadedFile(name, data, content_type=kind)
    return visitor().post(f"/stories/{story.pk}/pictures/7/upload", {uploads.FIELD: file}, headers=HTMX)


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (SVG, "fox.svg", "image/svg+xml"),
        (SVG, "fox.png", "image/png"),
        (b"<!doctype html>" + MARKUP.encode(), "fox.html", "text/html"),
        (b"GIF89a" + MARKUP.encode(), "fox.jpg", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n" + MARKUP.encode(), "fox.png", "image/png"),
        (b"%PDF-1.7", "fox.png", "image/png"),
        (b"", "fox.png", "image/png"),
    ],
)
def test_a_file_that_is_no_picture_is_refused_whatever_its_name_says(data, name, kind, folder):
    assert upload(data, name, kind).status_code == 422
    assert not list(folder.rglob("*.*"))


@pytest.mark.parametrize("name", ["../../secret.png", "/etc/passwd", "a\x00.png", "x.svg", "x.html", MARKUP, "🦊" * 99])
def test_the_name_of_a_file_is_not_used(name, folder):
    out = BytesIO()
    comment = PngImagePlugin.PngInfo()
    comment.add_text("Comment", MARKUP)
    Image.new("RGB", (300, 300), "orange").save(out, "PNG", pnginfo=comment)
    assert upload(out.getvalue() + MARKUP.encode(), name, "text/html").status_code == 200
    version = Version.objects.get(mode=Version.UPLOAD)
    kept = visitor().get(version.url)
    assert (kept["Content-Type"], kept["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert b"script" not in b"".join(kept.streaming_content)
    assert version.url.startswith(f"/media/{version.illustration.story_id}/scene-07-own-")


@pytest.mark.parametrize("ending", ["svg", "html", "js", "gif", "xml", "png.html", "php", "txt"])
def test_a_file_of_another_kind_is_not_served_even_if_it_exists(ending, folder):
    story = illustrated_story(statuses.PENDING)
    keep_a_picture(folder, story)
    (folder / str(story.pk) / f"scene-07.{ending}").write_bytes(SVG)
    assert visitor().get(f"/media/{story.pk}/scene-07.{ending}").status_code == 404
    shown = {"image/png", "image/jpeg", "image/webp", "video/mp4", "audio/mp4", "text/vtt; charset=utf-8"}
    assert set(media._TYPES.values()) == shown | {"application/pdf", "application/epub+zip", "application/zip"}


OUTSIDE = ("../secret.png", "../../secret.png", "/etc/passwd", "..\\secret.png", "secret.png\x00", "./scene-07-v1.png")


@pytest.mark.parametrize("path", [*OUTSIDE, *(quote(path, safe="") for path in OUTSIDE), "%2e%2e/secret.png"])
def test_no_path_leaves_the_folder_of_a_story(path, folder):
    story = illustrated_story(statuses.PENDING)
    keep_a_picture(folder, story)
    for address in (f"/media/{story.pk}/{path}", f"/media/{story.pk}/{quote(path, safe='')}", f"/media/{path}"):
        assert visitor().get(address).status_code in (404, 400)
    assert visitor().get(f"/media/{story.pk}/scene-07-v1.png").status_code == 200


def test_a_picture_is_never_a_page_of_this_site(folder):
    story = illustrated_story(statuses.PENDING)
    keep_a_picture(folder, story)
    answer = visitor().get(f"/media/{story.pk}/scene-07-v1.png")
    assert answer["Content-Type"] == "image/png"
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    answer.close()
