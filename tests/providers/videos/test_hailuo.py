"""MiniMax: requests and links."""

from base64 import b64decode
from collections.abc import Iterator

import pytest

from providers.base import ProviderError
from providers.videos.hailuo import HailuoAnimator
from tests.upstreams.animator import small_mp4
from tests.upstreams.clip_requests import URL, make_request, still
from tests.upstreams.hailuo_server import HailuoServer, refused
from tests.upstreams.video_server import html, is_load


@pytest.fixture
def server(settings) -> Iterator[HailuoServer]:
    """The fake MiniMax server."""
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


def test_a_picture_is_sent_by_url_or_inline(server):
    animator = HailuoAnimator()
    animator.submit(make_request())
    animator.submit(make_request(picture_url=""))
    first, second = (asked.body["first_frame_image"] for asked in server.submitted)
    kind, _, data = second.partition(",")
    assert (first, kind) == (URL, "data:image/png;base64")
    assert b64decode(data) == still()


def test_too_long_a_request_is_not_taken_for_a_busy_service(server):
    server.behaviour = lambda asked, number: refused(1039, "token limit")
    with pytest.raises(ProviderError) as caught:
        HailuoAnimator().submit(make_request())
    assert (caught.value.permanent, caught.value.retry_after) == (True, None)


def test_the_link_is_requested_at_the_download(server, tmp_path):
    server.looks = 1
    animator = HailuoAnimator()
    job = animator.poll(animator.submit(make_request()).id)
    assert not job.source.startswith("http")
    server.expire()
    animator.fetch(job, tmp_path / "clip.mp4")
    assert len(server.loaded) == 1


@pytest.mark.parametrize("trouble", ["gone", "away"])
def test_the_backup_link_is_used_when_the_first_fails(server, tmp_path, trouble):
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
