"""SIGTERM to a web process: what it is at is finished, and pages go elsewhere at once."""

import threading
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from images import statuses
from stories.models import Story
from tests.factories import ANSWERS_A
from tests.live.test_stream import story_of
from tests.stack import become_known, eventually, running

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stack(content, tmp_path):
    with running(tmp_path, worker=False, WRITE_TIMEOUT="4") as stack:
        yield stack


def listen(client: httpx.Client, story: Story, opened: threading.Event) -> str:
    """Read the event stream to its end. Raises httpx.HTTPError where the connection is cut instead."""
    with client.stream("GET", "/stream", params={"channel": str(story.pk)}, timeout=30) as response:
        lines = []
        for line in response.iter_lines():
            lines.append(line)
            opened.set()
    return "\n".join(lines)


def takes_connections(stack) -> bool:
    try:
        httpx.get(stack.url, timeout=5)
    except httpx.ConnectError:
        return False
    return True


def test_a_request_is_answered_streams_end_and_nobody_new_is_let_in(stack):
    opened = threading.Event()
    with httpx.Client(base_url=stack.url, timeout=30) as client, ThreadPoolExecutor(2) as threads:
        become_known(client)
        listening = threads.submit(listen, client, story_of(client, statuses.QUEUED), opened)
        assert opened.wait(20)
        asking = threads.submit(httpx.post, f"{stack.url}/submit", json=ANSWERS_A, timeout=30)
        eventually(lambda: Story.objects.count() == 2, 20, "the request to be under way")

        def meanwhile() -> None:
            assert "event: stream-open" in listening.result(20)
            eventually(lambda: not takes_connections(stack), 20, "the port to close")
            assert not asking.done()

        stack.terminate("web", 20, meanwhile)
        assert asking.result().status_code == 504  # in words: no worker wrote the story in time


def test_what_takes_too_long_is_given_up(content, tmp_path):
    with running(tmp_path, worker=False, WRITE_TIMEOUT="60", STOP_SECONDS="0.5") as stack, ThreadPoolExecutor(1) as one:
        asking = one.submit(httpx.post, f"{stack.url}/submit", json=ANSWERS_A, timeout=90)
        eventually(lambda: Story.objects.count() == 1, 20, "the request to be under way")
        stack.terminate("web", 20)
        with pytest.raises(httpx.HTTPError):
            asking.result()
