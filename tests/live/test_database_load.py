"""Twenty drawings and five browsers at once: the database keeps up, and no request fails on its lock."""

import threading

import httpx
import pytest

from stories.models import Story
from tests.factories import ANSWERS_A
from tests.stack import eventually, running
from tests.upstreams.illustrator import ADDRESS
from tests.upstreams.json_server import Answer, Upstream

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stack(content, tmp_path):
    environment = {"IMAGE_PROVIDER": "upstream", "IMAGES_PER_MINUTE": "500"}
    with (
        Upstream(lambda asked, number: Answer(after=0.3)) as upstream,
        running(tmp_path, beat=True, **environment, **{ADDRESS: upstream.url}) as stack,
    ):
        yield stack


def browse(url: str, finished: threading.Event, answers: list[int]) -> None:
    """A visitor with a story of their own: reads it, saves scenes, looks at the start page, over and over."""
    with httpx.Client(base_url=url, timeout=60) as client:
        written = client.post("/submit", json=ANSWERS_A)
        answers.append(written.status_code)
        story = written.headers["X-Story-Id"]
        client.get(f"/stories/{story}/")
        headers = {
            "X-CSRFToken": client.get(f"/stories/{story}/").cookies.get("csrftoken") or client.cookies["csrftoken"]
        }
        number = 0
        while not finished.is_set():
            number += 1
            saved = client.post(
                f"/stories/{story}/scenes/{number % 20 + 1}/",
                data={f"Scene{number % 20 + 1}": f"The red fox sees {number} swallows."},
                headers=headers | {"Referer": url},
            )
            answers += [saved.status_code, client.get(f"/story/{story}").status_code, client.get("/").status_code]


def test_twenty_drawings_and_five_browsers(stack):
    finished, answers = threading.Event(), []
    browsers = [threading.Thread(target=browse, args=(stack.url, finished, answers)) for _ in range(5)]
    for browser in browsers:
        browser.start()
    try:
        eventually(lambda: len(answers) > 30, 60)
        with httpx.Client(base_url=stack.url, timeout=60) as client:
            for round_number in range(2):
                scenes = {f"Scene{n}": f"The red fox counts {n} and {round_number}." for n in range(1, 21)}
                body = {"scenes": scenes, "answers": ANSWERS_A}
                story_id = client.post("/approve_scenes", json=body).json()["story_id"]
                eventually(lambda story_id=story_id: Story.objects.get(pk=story_id).status == "reviewing", 60)
    finally:
        finished.set()
        for browser in browsers:
            browser.join(30)
    assert set(answers) == {200}
    for name in ("web", "worker"):
        assert "database is locked" not in (stack.folder / f"{name}.log").read_text(errors="replace")
