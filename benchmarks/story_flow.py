"""From the answers to the pictures in two ways: through the API, and through pages, with a look at the character."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import httpx

from benchmarks.measuring import wait_until
from benchmarks.running_site import RunningSite

ANSWERS = {
    "story_type": "Power Fantasy",
    "humiliation_type": "B",
    "offering_who": "a girl fox",
    "offering_what": "a flower",
    "humiliation": "",
    "find": "a glowing relic",
    "do_with_find": "A",
    "villain_crime": "stealing from the village",
}
LIMIT = 600.0  # seconds for any answer, and for a character to be drawn


def approve_by_api(site: RunningSite, stories: int) -> float:
    """Have stories written, then approve them all at once through the JSON API; the character is drawn first.

    Returns the time of the approval, in seconds since 1970.
    """
    with httpx.Client(base_url=site.url, timeout=LIMIT) as client, ThreadPoolExecutor(stories) as threads:
        written = [client.post("/submit", json=ANSWERS) for _ in range(stories)]
        approvals = [
            {"scenes": story.json(), "answers": ANSWERS, "story_id": story.headers["X-Story-Id"]} for story in written
        ]
        approved = time.time()
        for answer in threads.map(lambda body: client.post("/approve_scenes", json=body), approvals):
            answer.raise_for_status()
    return approved


def approve_by_pages(site: RunningSite, stories: int, pause: float) -> float:
    """Have stories written and their characters drawn, wait `pause` seconds, then keep all characters at once.

    Returns the time when they were kept, in seconds since 1970.
    """
    with ExitStack() as stack, ThreadPoolExecutor(stories) as threads:
        clients = [stack.enter_context(httpx.Client(base_url=site.url, timeout=LIMIT)) for _ in range(stories)]
        visitors = [_Visitor(client) for client in clients]
        for visitor in visitors:
            visitor.press("approve-scenes")
        for visitor in visitors:
            wait_until(visitor.character_is_drawn, LIMIT)
        time.sleep(pause)
        kept = time.time()
        list(threads.map(lambda visitor: visitor.press("fox/keep"), visitors))
    return kept


class _Visitor:
    """A browser with a story of its own, whose scenes are written."""

    def __init__(self, client: httpx.Client) -> None:
        self.client = client
        self.story = client.post("/submit", json=ANSWERS).raise_for_status().headers["X-Story-Id"]

    def character_is_drawn(self) -> bool:
        character = self.client.get(f"/story/{self.story}").json()["character"]
        return bool(character["status"] == "pending_approval")

    def press(self, button: str) -> None:
        self.client.get(f"/stories/{self.story}/").raise_for_status()  # sets the CSRF cookie
        token = {"X-CSRFToken": self.client.cookies["csrftoken"]}
        answer = self.client.post(f"/stories/{self.story}/{button}", headers=token)
        if answer.status_code != httpx.codes.FOUND:
            raise RuntimeError(f"{button} was answered with {answer.status_code}, not with the story's page.")
