"""The stories' files in a bucket of a real S3 server, with signed URLs that end."""

import time
import urllib.error
import urllib.request
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.test import RequestFactory

from core import storage
from tests.concurrency import at_once
from tests.upstreams.s3_server import BUCKET

DATA = bytes(range(256)) * 4096  # 1 MB


@pytest.fixture(autouse=True)
def server(in_bucket):
    return in_bucket


@pytest.fixture
def story():
    return uuid4()


def get(url: str, **headers: str):
    """The status and the body that a browser gets."""
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=20) as answer:
            return answer.status, answer.read(), answer.headers
    except urllib.error.HTTPError as error:
        return error.code, b"", error.headers


def signed(story, name: str = "film-a.mp4", save_as: str = "") -> str:
    answer = storage.deliver(RequestFactory().get("/"), story, name, "video/mp4", save_as=save_as)
    assert (answer.status_code, answer["Cache-Control"]) == (302, "no-store")
    return answer["Location"]


def test_what_was_put_is_read_and_fetched_by_its_name(story, tmp_path, server):
    (tmp_path / "made.mp4").write_bytes(DATA)
    storage.put(tmp_path / "made.mp4", story, "film-a.mp4")
    storage.put(b"bytes", story, "scene-a.png")
    storage.fetch(story, "film-a.mp4", tmp_path / "copy.mp4")
    assert (tmp_path / "copy.mp4").read_bytes() == DATA == storage.read(story, "film-a.mp4")
    assert server.keys == [f"site/{story}/film-a.mp4", f"site/{story}/scene-a.png"]
    assert (storage.exists(story, "scene-a.png"), storage.names(story)) == (True, ["film-a.mp4", "scene-a.png"])
    assert (tmp_path / "made.mp4").exists()


def test_a_large_file_is_sent_in_parts(story, tmp_path):
    (tmp_path / "made.mp4").write_bytes(DATA * 20)
    storage.put(tmp_path / "made.mp4", story, "film-a.mp4")
    storage.fetch(story, "film-a.mp4", tmp_path / "copy.mp4")
    assert (tmp_path / "copy.mp4").read_bytes() == DATA * 20


def test_a_file_of_the_same_name_is_replaced(story):
    storage.put(b"old", story, "film-a.mp4")
    storage.put(b"new", story, "film-a.mp4")
    assert (storage.names(story), storage.read(story, "film-a.mp4")) == (["film-a.mp4"], b"new")


def test_a_missing_file_is_said_to_be_missing(story, tmp_path):
    request = RequestFactory().get("/")
    for ask in (
        lambda: storage.read(story, "scene-a.png"),
        lambda: storage.fetch(story, "scene-a.png", tmp_path / "copy.png"),
        lambda: storage.deliver(request, story, "scene-a.png", "image/png"),
        lambda: storage.deliver(request, story, "film-a.mp4", "video/mp4"),
    ):
        with pytest.raises(FileNotFoundError):
            ask()
    assert (storage.exists(story, "scene-a.png"), storage.names(story)) == (False, [])


def test_files_are_removed_by_name_by_kind_and_all(story):
    other = uuid4()
    for whose, name in ((story, "film-a.mp4"), (story, "film-b.mp4"), (story, "scene-a.png"), (other, "film-a.mp4")):
        storage.put(b"x", whose, name)
    storage.remove(story, ["scene-a.png", "missing.png"])
    storage.remove_others(story, "film", ["film-b.mp4"])
    assert storage.names(story) == ["film-b.mp4"]
    storage.remove_all(story)
    storage.remove_all(story)
    assert (storage.names(story), storage.names(other)) == ([], ["film-a.mp4"])


def test_many_threads_share_one_client(story):
    def job() -> None:
        name = f"{uuid4()}.png"
        storage.put(name.encode(), story, name)
        assert storage.read(story, name) == name.encode()

    at_once(*[job] * 8)
    assert len(storage.names(story)) == 8


def test_a_signed_url_gives_the_file_whole_and_in_ranges(story):
    storage.put(DATA, story, "film-a.mp4")
    status, body, headers = get(url := signed(story))
    assert (status, body, headers["Content-Type"]) == (200, DATA, "video/mp4")
    status, body, headers = get(url, Range="bytes=1000-1999")
    assert (status, body, headers["Content-Range"]) == (206, DATA[1000:2000], f"bytes 1000-1999/{len(DATA)}")
    assert parse_qs(urlsplit(url).query)["X-Amz-Expires"] == ["300"]


def test_what_is_to_be_saved_gets_its_name_from_the_bucket_too(story):
    storage.put(DATA, story, "film-a.mp4")
    assert get(signed(story, save_as="the-fox.mp4"))[2]["Content-Disposition"] == 'attachment; filename="the-fox.mp4"'


def test_nobody_gets_a_file_without_a_signature_of_ours(story):
    storage.put(DATA, story, "film-a.mp4")
    storage.put(DATA, story, "film-b.mp4")
    url = signed(story)
    assert get(url.partition("?")[0])[0] == 403
    assert get(url.replace("film-a", "film-b"))[0] == 403
    assert get(url.replace("X-Amz-Expires=300", "X-Amz-Expires=3000"))[0] == 403


def test_a_signed_url_ends(story):
    default_storage.querystring_expire = 1
    storage.put(DATA, story, "film-a.mp4")
    url = signed(story)
    until = time.monotonic() + 20
    while get(url)[0] != 403:
        assert time.monotonic() < until, "it can still be used"


def test_a_small_file_goes_through_the_site_and_is_not_sent_again(story):
    storage.put(b"pixels", story, "scene-a.png")
    first = storage.deliver(RequestFactory().get("/"), story, "scene-a.png", "image/png")
    assert (first.status_code, first.content, first["Content-Type"]) == (200, b"pixels", "image/png")
    assert first["X-Content-Type-Options"] == "nosniff"
    again = RequestFactory().get("/", headers={"If-None-Match": first["ETag"]})
    assert storage.deliver(again, story, "scene-a.png", "image/png").status_code == 304


def test_browsers_may_have_another_address_of_the_same_service(story, server):
    storage.put(DATA, story, "film-a.mp4")
    default_storage.browser_url = "https://files.fox.example"
    url = urlsplit(signed(story))
    assert (url.scheme, url.netloc, url.path) == ("https", "files.fox.example", f"/{BUCKET}/site/{story}/film-a.mp4")


def test_a_service_that_is_away_or_refuses_raises_an_oserror(story, settings):
    settings.STORAGES = settings.STORAGES | {
        "default": settings.STORAGES["default"]
        | {"OPTIONS": settings.STORAGES["default"]["OPTIONS"] | {"secret_key": "wrong" * 8}}
    }
    for ask in (
        lambda: storage.put(b"x", story, "a.png"),
        lambda: storage.read(story, "a.png"),
        lambda: storage.exists(story, "a.png"),
        lambda: storage.names(story),
        lambda: storage.remove(story, ["a.png"]),
    ):
        with pytest.raises(OSError, match="The bucket: ") as caught:
            ask()
        assert not isinstance(caught.value, FileNotFoundError)
