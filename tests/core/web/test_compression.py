"""Texts are compressed for browsers that accept it; pictures and parts of files are not."""

import gzip

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
STYLE = "/static/css/storyforge.css"


@pytest.fixture
def browser() -> Client:
    return Client(headers={"Accept-Encoding": "gzip, deflate, br"})


def whole(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


@pytest.mark.parametrize("path", ["/", STYLE, "/static/js/live.js", "/static/django_htmx/htmx-2.min.js"])
def test_pages_styles_and_scripts_are_compressed(browser, client, path):
    plain, small = client.get(path), browser.get(path)
    assert small.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in small.headers["Vary"]
    sent, meant = whole(small), whole(plain)
    assert len(sent) < len(meant) / 2 + 200
    if path != "/":  # a page has another token each time
        assert gzip.decompress(sent) == meant


def test_a_browser_that_takes_no_compression_gets_none(client):
    assert "Content-Encoding" not in client.get(STYLE).headers


def test_pictures_and_parts_of_files_are_sent_as_they_are(browser):
    assert "Content-Encoding" not in browser.get("/static/img/story-1.webp").headers
    part = browser.get(STYLE, headers={"Range": "bytes=0-99"})
    assert (part.status_code, len(whole(part))) == (206, 100)


def test_what_has_not_changed_is_not_sent_again(browser):
    first = browser.get(STYLE)
    assert "ETag" not in first.headers
    since = {"If-Modified-Since": first.headers["Last-Modified"]}
    assert browser.get(STYLE, headers=since).status_code == 304
