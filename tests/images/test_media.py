"""Kept pictures are served to those who may see the story, and nothing else is."""

from uuid import uuid4

import pytest
from django.test import Client

from images import drawing
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
