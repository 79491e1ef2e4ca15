"""Two ways to have pictures drawn: straight through, as a program asks for them, and with a look at the fox before, as
visitors do."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import httpx

from benchmarks.answers import ANSWERS
from benchmarks.site import Site, until

LIMIT = 600.0  # seconds for any answer, and for a fox to be drawn


def straight_through(site: Site, stories: int) -> float:
    """Have so many stories written, and approve them all at once through the JSON API, which draws the fox and then
    the pictures. Gives the moment of the approval, in seconds since 1970."""
    with httpx.Client(base_url=site.url, timeout=LIMIT) as client, ThreadPoolExecutor(stories) as together:
        written = [client.post("/submit", json=ANSWERS) for _ in range(stories)]
        approvals = [
            {"scenes": story.json(), "answers": ANSWERS, "story_id": story.headers["X-Story-Id"]} for story in written
        ]
        approved = time.time()
        for answer in together.map(lambda body: client.post("/approve_scenes", json=body), approvals):
            answer.raise_for_status()
    return approved


def after_a_look_at_the_fox(site: Site, stories: int, pause: float) -> float:
    """Have so many stories written and their foxes drawn; let `pause` seconds go by, in which the visitors look at
    them; then keep all at once. Gives the moment when they were kept."""
    with ExitStack() as windows, ThreadPoolExecutor(stories) as together:
        clients = [windows.enter_context(httpx.Client(base_url=site.url, timeout=LIMIT)) for _ in range(stories)]
        visitors = [_Visitor(client) for client in clients]
        for visitor in visitors:
            visitor.approve_scenes()
        for visitor in visitors:
            until(visitor.sees_the_fox, LIMIT)
        time.sleep(pause)
        kept = time.time()
        list(together.map(_Visitor.keep_the_fox, visitors))
    return kept


class _Visitor:
    """A browser with a story of its own, whose scenes are written."""

    def __init__(self, client: httpx.Client) -> None:
        self.client = client
        self.story = client.post("/submit", json=ANSWERS).raise_for_status().headers["X-Story-Id"]

    def approve_scenes(self) -> None:
        self._press("approve-scenes")

    def sees_the_fox(self) -> bool:
        fox = self.client.get(f"/story/{self.story}").json()["character"]
        return bool(fox["status"] == "pending_approval")

    def keep_the_fox(self) -> None:
        self._press("fox/keep")

    def _press(self, button: str) -> None:
        self.client.get(f"/stories/{self.story}/").raise_for_status()  # brings the token that a form needs
        token = {"X-CSRFToken": self.client.cookies["csrftoken"]}
        answer = self.client.post(f"/stories/{self.story}/{button}", headers=token)
        if answer.status_code != httpx.codes.FOUND:
            raise RuntimeError(f"{button} was answered with {answer.status_code}, not with the story's page.")
