"""Where stories' files are: what Django is told, what is refused in words, and from where browsers may play films."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from storyforge.story_files import file_origins, story_storages

PLACE = {"bucket": "stories", "endpoint": "", "browsers": "", "region": "eu-west-1"}
ACCESS = {"access_key": "", "secret_key": "", "prefix": ""}


def test_by_default_they_are_in_a_folder():
    assert story_storages(["local"], **PLACE, **ACCESS)["default"]["BACKEND"] == "core.storage.Folder"
    assert file_origins(["local"], **PLACE) == []


def test_during_a_move_new_ones_go_to_the_first_place_and_the_second_is_read_too():
    found = story_storages(["s3", "local"], **PLACE, **ACCESS)
    assert found["default"] == {"BACKEND": "core.moving.Moving", "OPTIONS": {"new": "s3", "old": "local"}}
    assert {"s3", "local"} < found.keys()
    assert file_origins(["local", "s3"], **PLACE) == file_origins(["s3"], **PLACE) != []


@pytest.mark.parametrize(
    ("kinds", "bucket", "says"),
    [
        (["S3"], "stories", "STORY_FILES is 'S3'. Set it to local or s3, or to s3,local or local,s3 during a move."),
        (["s3", "s3"], "stories", "STORY_FILES is 's3,s3'."),
        ([], "stories", "STORY_FILES is ''."),
        (["s3"], "", "STORY_FILES is s3, and S3_BUCKET names no bucket"),
        (["local", "s3"], "", "STORY_FILES is local,s3, and S3_BUCKET names no bucket"),
    ],
)
def test_what_cannot_work_is_refused_in_words(kinds, bucket, says):
    with pytest.raises(ImproperlyConfigured, match=says):
        story_storages(kinds, **PLACE | {"bucket": bucket}, **ACCESS)


@pytest.mark.parametrize(
    ("endpoint", "browsers", "origins"),
    [
        ("", "", ["https://stories.s3.amazonaws.com", "https://stories.s3.eu-west-1.amazonaws.com"]),
        ("http://seaweedfs:8333", "", ["http://seaweedfs:8333"]),
        ("http://seaweedfs:8333", "https://files.fox.example/", ["https://files.fox.example"]),
    ],
)
def test_browsers_play_films_from_where_urls_are_signed_for(endpoint, browsers, origins):
    assert file_origins(["s3"], **PLACE | {"endpoint": endpoint, "browsers": browsers}) == origins
