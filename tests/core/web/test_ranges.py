"""Files are sent whole or in part, as RFC 9110 says, and never held in memory."""

import asyncio
import os
from pathlib import Path
from typing import Any

import psutil
import pytest
from django.http.response import HttpResponseBase
from django.test import AsyncRequestFactory, RequestFactory

from core.web import ranges
from core.web.ranges import file_response

pytestmark = pytest.mark.django_db  # an answer that is closed looks after the connections to the database
DATA = bytes(range(256)) * 4  # 1,024 bytes
YEAR_2020 = 1_577_836_800


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "film.mp4"
    made.write_bytes(DATA)
    os.utime(made, (YEAR_2020, YEAR_2020))
    return made


def ask(path: Path, method: str = "GET", save_as: str = "", **headers: str) -> HttpResponseBase:
    """The answer to a request with these headers, written with _ for -."""
    request = RequestFactory().generic(method, "/", headers={name.replace("_", "-"): headers[name] for name in headers})
    return file_response(request, path, "video/mp4", name_to_save_as=save_as)


def body(answer: Any) -> bytes:
    found = b"".join(answer.streaming_content) if answer.streaming else answer.content
    answer.close()
    return found


def test_a_request_without_a_range_gets_the_whole_file(path):
    answer = ask(path)
    assert (answer.status_code, body(answer)) == (200, DATA)
    assert answer.headers["Content-Length"] == "1024"
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert (answer.headers["Content-Type"], answer.headers["X-Content-Type-Options"]) == ("video/mp4", "nosniff")
    assert answer.headers["Last-Modified"] == "Wed, 01 Jan 2020 00:00:00 GMT"
    assert "Content-Range" not in answer.headers
    assert "Content-Disposition" not in answer.headers


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=0-1", 0, 1),
        ("bytes=100-199", 100, 199),
        ("bytes=1023-1023", 1023, 1023),
        ("bytes=1000-", 1000, 1023),
        ("bytes=0-", 0, 1023),
        ("bytes=-1", 1023, 1023),
        ("bytes=-24", 1000, 1023),
        ("bytes=-5000", 0, 1023),
        ("bytes=1000-5000", 1000, 1023),
        ("Bytes= 5-6 ", 5, 6),
    ],
)
def test_a_part_is_sent_with_where_it_belongs(path, asked, start, end):
    answer = ask(path, Range=asked)
    assert (answer.status_code, body(answer)) == (206, DATA[start : end + 1])
    assert answer.headers["Content-Range"] == f"bytes {start}-{end}/1024"
    assert answer.headers["Content-Length"] == str(end - start + 1)


@pytest.mark.parametrize("asked", ["bytes=1024-", "bytes=5000-6000", "bytes=-0"])
def test_a_range_outside_the_file_is_refused_with_the_length(path, asked):
    answer = ask(path, Range=asked)
    assert (answer.status_code, body(answer)) == (416, b"")
    assert answer.headers["Content-Range"] == "bytes */1024"


@pytest.mark.parametrize(
    "asked",
    [
        "bytes=0-1,5-6",
        "bytes=9-5",
        "bytes=-",
        "bytes=a-b",
        "bytes=--5",
        "bytes 0-5",
        "pages=0-5",
        "bytes=0-5;",
        f"bytes=0-{'9' * 5000}",
        "bytes=١-٢",
        "",
    ],
)
def test_what_is_no_single_range_is_ignored(path, asked):
    answer = ask(path, Range=asked)
    assert (answer.status_code, len(body(answer))) == (200, 1024)


def test_an_empty_file_has_no_parts(tmp_path):
    (tmp_path / "empty").touch()
    assert (ask(tmp_path / "empty").headers["Content-Length"], body(ask(tmp_path / "empty"))) == ("0", b"")
    assert ask(tmp_path / "empty", Range="bytes=0-").status_code == 416


def test_earlier_parts_are_added_to_only_while_the_file_is_the_same(path):
    known = ask(path).headers
    for same in (known["ETag"], known["Last-Modified"]):
        assert ask(path, Range="bytes=9-", If_Range=same).status_code == 206
    for other in ('"another"', f"W/{known['ETag']}", "Wed, 01 Jan 2025 00:00:00 GMT", "nonsense"):
        answer = ask(path, Range="bytes=9-", If_Range=other)
        assert (answer.status_code, len(body(answer))) == (200, 1024)


def test_a_file_of_the_same_size_that_was_written_again_has_another_tag(path):
    before = ask(path).headers["ETag"]
    path.write_bytes(DATA[::-1])
    assert ask(path).headers["ETag"] != before


def test_what_a_browser_has_is_not_sent_again(path):
    known = ask(path).headers
    for have in ({"If_None_Match": known["ETag"]}, {"If_Modified_Since": known["Last-Modified"]}):
        answer = ask(path, Range="bytes=0-5", **have)
        assert (answer.status_code, body(answer), answer.headers["ETag"]) == (304, b"", known["ETag"])
    assert ask(path, If_None_Match='"another"').status_code == 200
    assert ask(path, If_Match='"another"').status_code == 412


def test_a_head_says_how_long_it_is_and_sends_nothing(path):
    for more in ({}, {"Range": "bytes=0-5"}):
        answer = ask(path, "HEAD", **more)
        assert (answer.status_code, body(answer), answer.headers["Content-Length"]) == (200, b"", "1024")
        assert answer.headers["Accept-Ranges"] == "bytes"


def test_a_download_has_a_readable_name(path):
    assert ask(path, save_as="the-fox.mp4").headers["Content-Disposition"] == 'attachment; filename="the-fox.mp4"'
    assert "filename*=utf-8''f%C3%BCchse.mp4" in ask(path, save_as="füchse.mp4").headers["Content-Disposition"]
    for name in ('a";\r\nSet-Cookie: x=y', "a\\b"):
        disposition = ask(path, save_as=name).headers["Content-Disposition"]
        assert "\n" not in disposition
        assert disposition.startswith("attachment")


def test_a_file_that_is_not_there_raises(tmp_path):
    with pytest.raises(FileNotFoundError):
        ask(tmp_path / "nothing.mp4")


def test_a_player_is_sent_a_piece_at_a_time_and_others_all_they_ask_for(path, monkeypatch):
    monkeypatch.setattr(ranges, "PLAYER_BYTES", 100)
    piece = ask(path, Range="bytes=50-", Sec_Fetch_Dest="video")
    assert (body(piece), piece.headers["Content-Range"]) == (DATA[50:150], "bytes 50-149/1024")
    last = ask(path, Range="bytes=1000-", Sec_Fetch_Dest="audio")
    assert last.headers["Content-Range"] == "bytes 1000-1023/1024"
    assert len(body(ask(path, Range="bytes=50-", Sec_Fetch_Dest="document"))) == 974
    assert len(body(ask(path, Sec_Fetch_Dest="video"))) == 1024


def open_files(path: Path) -> int:
    return sum(file.path == str(path) for file in psutil.Process().open_files())


def test_it_is_read_in_blocks_and_closed_when_the_client_goes(path, monkeypatch):
    monkeypatch.setattr(ranges, "BLOCK", 100)
    answer: Any = ask(path, Range="bytes=0-249")
    pieces = iter(answer.streaming_content)
    assert (len(next(pieces)), open_files(path)) == (100, 1)
    answer.close()
    assert open_files(path) == 0
    assert [len(piece) for piece in ask(path, Range="bytes=0-249").streaming_content] == [100, 100, 50]


def test_nothing_is_left_open_where_nothing_is_sent(path):
    answers = [ask(path, "HEAD"), ask(path, Range="bytes=9999-"), ask(path, If_None_Match=ask(path).headers["ETag"])]
    assert (len(answers), open_files(path)) == (3, 0)


def test_under_asgi_it_is_read_in_blocks_too(path, monkeypatch):
    monkeypatch.setattr(ranges, "BLOCK", 100)
    request = AsyncRequestFactory().get("/", headers={"Range": "bytes=10-259"})
    answer: Any = file_response(request, path, "video/mp4")

    async def first_and_rest() -> tuple[bytes, list[bytes]]:
        pieces = aiter(answer)
        return await anext(pieces), [piece async for piece in pieces]

    assert answer.is_async
    first, rest = asyncio.run(first_and_rest())
    assert ([len(first), *map(len, rest)], b"".join([first, *rest])) == ([100, 100, 50], DATA[10:260])
    answer.close()
    assert open_files(path) == 0
