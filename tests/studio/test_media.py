"""Kept pictures, films and downloads are served to those who may see the story, and nothing else is."""

import urllib.request
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client

from core import storage
from images.drawing import drawing
from stories.models import Story
from tests.factories import OWNER, illustrated_story, small_png, visitor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content", "illustrator")]


@pytest.fixture
def version():
    """A picture that was really drawn and kept."""
    story = illustrated_story()
    drawing.draw(story.pk, 7)
    return story.illustrations.get(number=7).current


def test_the_owner_gets_the_picture_and_its_small_one(version):
    answer = visitor().get(version.url)
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content).startswith(b"\x89PNG")
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert answer["Cache-Control"] == "private, max-age=31536000, immutable"
    assert visitor().get(version.thumbnail_url)["Content-Type"] == "image/webp"
    assert visitor().head(version.url).status_code == 200


def test_nobody_else_gets_it_but_staff(version, admin_client):
    assert Client().get(version.url).status_code == 404
    assert visitor("somebody else").get(version.url).status_code == 404
    assert admin_client.get(version.url).status_code == 200


def test_a_picture_of_another_story_is_not_found_under_ones_own(version):
    own = illustrated_story(owner=OWNER)
    name = version.key.split("/")[1]
    assert visitor().get(f"/media/{own.pk}/{name}").status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        "..",
        "../secret.png",
        "%2e%2e%2fsecret.png",
        "..%5csecret.png",
        "%2fetc%2fpasswd",
        "secret.png%00.png",
        "secret.txt",
        ".hidden.png",
        "SECRET.png",
        "secret.png%0a",
        "scene-99.png",
        "",
    ],
)
def test_nothing_outside_the_folder_and_no_other_kind_of_file_is_served(version, settings, name):
    folder = settings.MEDIA_ROOT / str(version.illustration.story_id)
    for path in (folder / "secret.txt", folder / ".hidden.png", folder.parent / "secret.png", folder / "SECRET.png"):
        path.write_bytes(small_png())
    assert visitor().get(f"/media/{version.illustration.story_id}/{name}").status_code == 404


def test_a_story_that_does_not_exist_has_no_pictures(version):
    name = version.key.split("/")[1]
    assert visitor().get(f"/media/{uuid4()}/{name}").status_code == 404
    assert visitor().get(f"/media/not-a-story/{name}").status_code == 404


def test_pictures_are_only_read(version):
    assert visitor().post(version.url).status_code == 405


# --- other files of the story ----------------------------------------------------------------------------------------
DATA = bytes(range(256)) * 4


def titled(title: str) -> Story:
    """A story of that title, of the owner's."""
    story = illustrated_story()
    Story.objects.filter(pk=story.pk).update(title=title)
    return story


def put(story: Story, name: str) -> str:
    """A file in the story's folder; gives back its address."""
    path = Path(settings.MEDIA_ROOT) / str(story.pk) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(DATA)
    return f"/media/{story.pk}/{name}"


@pytest.mark.parametrize(
    ("name", "kind", "disposition"),
    [
        ("film-0a1b.mp4", "video/mp4", None),
        ("music-0a1b.m4a", "audio/mp4", None),
        ("captions-0a1b.vtt", "text/vtt; charset=utf-8", None),
        ("book-pdf-0a1b.pdf", "application/pdf", 'attachment; filename="the-foxs-stars.pdf"'),
        ("book-epub-0a1b.epub", "application/epub+zip", 'attachment; filename="the-foxs-stars.epub"'),
        ("book-zip-0a1b.zip", "application/zip", 'attachment; filename="the-foxs-stars.zip"'),
    ],
)
def test_a_film_and_everything_to_take_away_is_sent_as_what_it_is(name, kind, disposition):
    story = titled("The Fox's Stars ✨")
    answer = visitor().get(put(story, name))
    assert (answer.status_code, b"".join(answer.streaming_content)) == (200, DATA)
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == (kind, "nosniff")
    assert answer.headers.get("Content-Disposition") == disposition
    assert answer["Cache-Control"] == "private, max-age=31536000, immutable"
    assert Client().get(put(story, name)).status_code == 404


def test_a_download_of_a_story_without_a_title_has_a_name_all_the_same():
    answer = visitor().get(put(titled("星 ✨"), "book-zip-0a1b.zip"))
    assert answer["Content-Disposition"] == 'attachment; filename="story.zip"'


def test_a_film_is_saved_where_that_is_asked_for():
    address = put(titled("The Fox's Stars"), "film-0a1b.mp4")
    answer = visitor().get(f"{address}?save=the%20fox%0D%0A-wide")
    assert answer["Content-Disposition"] == 'attachment; filename="the-fox-wide.mp4"'


@pytest.mark.parametrize("accepts", ["identity", "gzip, deflate, br"])
@pytest.mark.parametrize("name", ["film-0a1b.mp4", "captions-0a1b.vtt", "book-zip-0a1b.zip"])
def test_a_player_may_seek_and_a_download_go_on(name, accepts):
    address = put(illustrated_story(), name)
    part = visitor().get(address, headers={"Range": "bytes=100-199", "Accept-Encoding": accepts})
    assert (part.status_code, b"".join(part.streaming_content)) == (206, DATA[100:200])
    assert part["Content-Range"] == "bytes 100-199/1024"
    assert "Content-Encoding" not in part.headers
    assert visitor().get(address, headers={"Range": "bytes=5000-"}).status_code == 416


def test_what_a_browser_kept_is_not_sent_again():
    address = put(illustrated_story(), "film-0a1b.mp4")
    known = visitor().get(address)
    again = visitor().get(address, headers={"If-None-Match": known["ETag"]})
    assert (again.status_code, again["Cache-Control"]) == (304, known["Cache-Control"])


# --- in a bucket -----------------------------------------------------------------------------------------------------
@pytest.fixture
def bucket(in_bucket):
    story = titled("The Fox's Stars")
    for name in (
        "film-0a1b.mp4",
        "music-0a1b.m4a",
        "book-0a1b.pdf",
        "book-0a1b.epub",
        "book-0a1b.zip",
        "film-0a1b.vtt",
    ):
        storage.put(DATA, story.pk, name)
    return story


@pytest.mark.parametrize(
    "name", ["film-0a1b.mp4", "music-0a1b.m4a", "book-0a1b.pdf", "book-0a1b.epub", "book-0a1b.zip"]
)
def test_from_a_bucket_a_large_file_is_redirected_to_once_it_is_known_who_asks(bucket, name):
    answer = visitor().get(f"/media/{bucket.pk}/{name}")
    assert (answer.status_code, answer["Cache-Control"]) == (302, "no-store")
    with urllib.request.urlopen(answer["Location"], timeout=10) as sent:
        assert sent.read() == DATA
        save_as = {"mp4": None, "m4a": None}.get(kind := name[-3:], f'attachment; filename="the-foxs-stars.{kind}"')
        assert sent.headers["Content-Disposition"] == (save_as and save_as.replace(".pub", ".epub"))
    for stranger in (Client(), visitor("somebody else")):
        assert stranger.get(f"/media/{bucket.pk}/{name}").status_code == 404


def test_a_film_is_saved_under_its_title_where_it_is_asked_for(bucket):
    saved = 'attachment; filename="the-foxs-stars.mp4"'
    with urllib.request.urlopen(
        visitor().get(f"/media/{bucket.pk}/film-0a1b.mp4?save=the-foxs-stars")["Location"], timeout=10
    ) as sent:
        assert sent.headers["Content-Disposition"] == saved


def test_from_a_bucket_a_small_file_comes_through_the_site(bucket):
    answer = visitor().get(f"/media/{bucket.pk}/film-0a1b.vtt")
    assert (answer.status_code, answer.content, answer["Content-Type"]) == (200, DATA, "text/vtt; charset=utf-8")
    assert answer["Cache-Control"] == "private, max-age=31536000, immutable"
    assert visitor().get(f"/media/{bucket.pk}/film-ffff.vtt").status_code == 404
    assert visitor().get(f"/media/{bucket.pk}/film-ffff.mp4").status_code == 404
