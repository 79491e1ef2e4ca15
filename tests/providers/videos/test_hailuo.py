"""What is sent to MiniMax, and how its files are found."""

from base64 import b64decode
from collections.abc import Iterator

import pytest

from providers.videos.hailuo import HailuoAnimator
from tests.upstreams.animator import small_mp4
from tests.upstreams.clip_requests import URL, make_request, still
from tests.upstreams.hailuo_server import HailuoServer
from tests.upstreams.video_server import html, is_load


@pytest.fixture
def server(settings) -> Iterator[HailuoServer]:
    """MiniMax's other end."""
    with HailuoServer() as running:
        running.switch_on(settings)
        yield running


@pytest.mark.parametrize(
    ("resolution", "wanted", "taken"), [("768P", 5.0, 6), ("768P", 9.0, 10), ("1080P", 9.0, 6), ("768P", 60.0, 10)]
)
def test_the_length_is_the_nearest_that_the_resolution_allows(server, settings, resolution, wanted, taken):
    settings.HAILUO_RESOLUTION = resolution
    HailuoAnimator().submit(make_request(seconds=wanted))
    body = server.submitted[0].body
    assert (body["duration"], body["resolution"], body["model"]) == (taken, resolution, settings.HAILUO_MODEL)


def test_a_picture_goes_by_its_address_or_as_a_whole(server):
    animator = HailuoAnimator()
    animator.submit(make_request())
    animator.submit(make_request(picture_url=""))
    first, second = (asked.body["first_frame_image"] for asked in server.submitted)
    kind, _, data = second.partition(",")
    assert (first, kind) == (URL, "data:image/png;base64")
    assert b64decode(data) == still()


def test_the_file_is_asked_for_when_it_is_fetched_so_its_address_is_always_fresh(server, tmp_path):
    server.looks = 1
    animator = HailuoAnimator()
    job = animator.poll(animator.submit(make_request()).id)
    assert not job.source.startswith("http")
    server.expire()
    animator.fetch(job, tmp_path / "clip.mp4")
    assert len(server.loaded) == 1


@pytest.mark.parametrize("trouble", ["gone", "away"])
def test_a_file_is_loaded_from_its_second_address_where_the_first_is_in_trouble(server, tmp_path, trouble):
    server.looks = 1
    animator = HailuoAnimator()
    job = animator.poll(animator.submit(make_request()).id)
    if trouble == "gone":
        server.first_is_gone = True
    else:
        server.behaviour = lambda asked, number: html(503) if is_load(asked) and not server.loaded[1:] else None
    animator.fetch(job, tmp_path / "clip.mp4")
    assert (tmp_path / "clip.mp4").read_bytes() == small_mp4()
    assert len(server.loaded) == 2
