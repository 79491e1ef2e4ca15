"""The contract of every host."""

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from PIL import Image

from tests.factories import make_story
from tests.providers.contract.hosts.conftest import NAME, STORY, failure, jpeg, load, png, store


@pytest.mark.parametrize("picture", [png(), jpeg()], ids=["png", "jpeg"])
def test_a_stored_picture_is_fetched_unchanged(host, picture):
    assert host.fetch(store(host, picture)) == picture.data


@pytest.mark.django_db
@pytest.mark.usefixtures("content")
def test_a_browser_loads_the_picture_and_its_thumbnail(host):
    stored = store(host, png(), story_id=str(make_story().pk))
    assert load(stored.url) == png().data
    with Image.open(BytesIO(load(stored.thumbnail_url))) as thumbnail:
        assert thumbnail.size == (64, 96)
    assert stored.thumbnail_url != stored.url


def test_storing_the_same_name_again_leaves_one_picture(host, count):
    first, again = store(host, png()), store(host, png())
    assert (first.key, count()) == (again.key, 1)
    assert host.fetch(again) == host.fetch(first) == png().data


def test_stories_can_use_the_same_name(host, count):
    first, other = store(host, png("red"), story_id="a"), store(host, png("blue"), story_id="b")
    assert count() == 2
    assert (host.fetch(first), host.fetch(other)) == (png("red").data, png("blue").data)


def test_twenty_concurrent_uploads_are_all_stored(host, count):
    colours = [f"#{number:02x}8040" for number in range(20)]
    with ThreadPoolExecutor(20) as threads:
        stored = list(threads.map(lambda colour: store(host, png(colour), name=f"scene-{colour[1:]}"), colours))
    assert count() == 20
    assert [host.fetch(one) for one in stored] == [png(colour).data for colour in colours]


def test_the_key_contains_the_story_and_the_name(host):
    *_, story_id, name = store(host, png()).key.split("/")
    assert (story_id, name.removesuffix(".png")) == (STORY, NAME)


def test_fetching_a_missing_picture_is_a_permanent_error(host, service, tmp_path):
    stored = store(host, png())
    service.stored.clear()
    (tmp_path / stored.key).unlink(missing_ok=True)
    assert failure(lambda: host.fetch(stored)).permanent


@pytest.fixture
def deleting(host, service, settings):
    """The host; Cloudinary lets only those remove files who have key and secret, also where uploads are unsigned."""
    settings.CLOUDINARY_URL = service.url
    return host


def test_a_deleted_picture_is_gone_with_its_thumbnail_and_the_others_stay(deleting, count, tmp_path):
    gone, other = store(deleting, png("red")), store(deleting, png("blue"), name=f"{NAME}0")
    deleting.delete(gone.key)
    assert count() == 1
    assert failure(lambda: deleting.fetch(gone)).permanent
    assert deleting.fetch(other) == png("blue").data
    assert [path.name for path in tmp_path.rglob("*-small.webp")] in ([], [f"{NAME}0-small.webp"])


def test_what_is_gone_can_be_deleted_again(deleting):
    stored = store(deleting, png())
    deleting.delete(stored.key)
    deleting.delete(stored.key)
    deleting.delete("a-story/never-there.png")


def test_the_key_of_a_file_is_known_before_it_is_stored_unless_the_folder_is_removed_as_a_whole(host):
    known = host.key_of(story_id=STORY, name=NAME)
    assert known == ("" if host.name == "local" else store(host, png()).key)
