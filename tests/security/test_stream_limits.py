"""How many event streams may be open at once: for one visitor, and in one process."""

import contextlib
from collections.abc import Iterator

import httpx
import pytest

from images import statuses
from tests.factories import illustrated_story, visitor
from tests.sse import EventStream
from tests.stack import Stack, eventually, running

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.site]


@pytest.fixture(scope="module")
def running_site(django_db_setup: None, tmp_path_factory) -> Iterator[Stack]:
    """A web process that opens few streams for one visitor."""
    with running(tmp_path_factory.mktemp("site"), worker=False, STREAMS_PER_VISITOR="2") as stack:
        yield stack


@pytest.fixture
def small_site(content: None, tmp_path) -> Iterator[Stack]:
    """A web process that opens few streams for all together."""
    with running(tmp_path, worker=False, STREAMS_PER_VISITOR="2", STREAMS_PER_PROCESS="4") as stack:
        yield stack


@pytest.fixture
def site(running_site: Stack, content: None) -> Stack:
    """The same, with the quiz's content in its database."""
    return running_site


def ask(site: Stack, story, cookies) -> httpx.Response:
    """The answer to a request for one more stream."""
    return httpx.get(f"{site.url}/stream", params={"channel": str(story.pk)}, cookies=cookies, timeout=20)


def test_one_visitor_has_no_more_than_the_limit_until_one_is_closed(site):
    story, cookies = illustrated_story(statuses.QUEUED), cookies_of(visitor())
    with contextlib.ExitStack() as streams:
        first = streams.enter_context(contextlib.ExitStack())
        first.enter_context(EventStream(site.url, str(story.pk), cookies))
        streams.enter_context(EventStream(site.url, str(story.pk), cookies))
        refused = ask(site, story, cookies)
        assert (refused.status_code, refused.headers["Retry-After"]) == (429, "30")
        assert "At most 2 pages" in refused.json()["error"]
        assert refused.headers["Content-Security-Policy"]
        first.close()  # its thread notices with the next heartbeat, after 15 s
        eventually(lambda: opens(site, story, cookies), 60, "a stream to open after one was closed")


def test_the_streams_of_all_web_processes_count_and_those_of_a_stopped_one_do_not(small_site):
    small_site.start_web("web-2")
    story, cookies = illustrated_story(statuses.QUEUED), cookies_of(visitor())
    with contextlib.ExitStack() as streams:
        for name in ("web", "web-2"):
            streams.enter_context(EventStream(small_site.address(name), str(story.pk), cookies))
        assert ask(small_site, story, cookies).status_code == 429
        small_site.terminate("web-2", 20)
        assert opens(small_site, story, cookies)


def test_a_process_has_no_more_than_its_limit_and_staff_are_no_exception(small_site, admin_client):
    site = small_site
    owners = [f"visitor {n}" for n in range(3)]
    stories = [illustrated_story(statuses.QUEUED, owner=owner) for owner in owners]
    staff = cookies_of(admin_client)
    with contextlib.ExitStack() as streams:
        for owner, story in zip(owners[:2], stories, strict=False):
            for _ in range(2 if owner == owners[0] else 1):
                streams.enter_context(EventStream(site.url, str(story.pk), cookies_of(visitor(owner))))
        streams.enter_context(EventStream(site.url, str(stories[0].pk), staff))
        for cookies in (staff, cookies_of(visitor(owners[2]))):
            refused = ask(site, stories[2], cookies)
            assert refused.status_code == 503
            assert "Too many pages" in refused.json()["error"]


def test_staff_may_open_more_than_a_visitor(site, admin_client):
    story = illustrated_story(statuses.QUEUED)
    with contextlib.ExitStack() as streams:
        for _ in range(3):
            streams.enter_context(EventStream(site.url, str(story.pk), cookies_of(admin_client)))


def test_a_stream_of_somebody_else_is_refused_before_it_is_counted(site):
    story = illustrated_story(statuses.QUEUED)
    for cookies in ({}, cookies_of(visitor("somebody else"))):
        for _ in range(5):
            assert ask(site, story, cookies).status_code == 403


def cookies_of(client) -> dict[str, str]:
    return {"sessionid": client.cookies["sessionid"].value}


def opens(site: Stack, story, cookies) -> bool:
    """Whether one more stream opens. It is closed again at once."""
    asked = {"params": {"channel": str(story.pk)}, "cookies": cookies, "timeout": 20}
    with httpx.stream("GET", f"{site.url}/stream", **asked) as answer:
        return answer.status_code == 200
