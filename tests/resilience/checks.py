"""What a story must look like in the end, whatever crashed on the way; and what to print when it does not."""

import sys
from collections import Counter

import httpx

from images import statuses
from images.models import Illustration, Version
from stories.models import Story
from tests.factories import ANSWERS_A
from tests.sse import EventStream
from tests.stack import eventually
from tests.upstreams.json_server import Upstream

ALL = set(range(1, 21))
LONG = 120.0  # seconds: a limit for a slow machine, not a measure


def approve(client: httpx.Client, thing: str = "stars") -> str:
    """Approve twenty scenes about that thing, so that their pictures are drawn. Returns the story's id."""
    scenes = {f"Scene{n}": f"The red fox counts {n} {thing}." for n in range(1, 21)}
    answer = client.post("/approve_scenes", json={"scenes": scenes, "answers": ANSWERS_A})
    assert answer.status_code == 200, answer.text
    story_id: str = answer.json()["story_id"]
    return story_id


def drawing() -> set[int]:
    """The keys of the attempts whose call is under way now."""
    return set(Version.objects.filter(outcome=statuses.DRAWING).values_list("pk", flat=True))


def wait_for_eight_in_flight(upstream: Upstream) -> None:
    """Wait until four calls are answered and the gate holds back the answers to eight."""
    eventually(lambda: len(upstream.asked) == 12 and len(drawing()) == 8, LONG, "eight pictures in flight")


def unknown() -> set[int]:
    """The keys of the attempts whose outcome is unknown."""
    return set(Version.objects.filter(outcome=statuses.UNKNOWN).values_list("pk", flat=True))


def is_closed(story_id: str) -> bool:
    """Whether the drawing of the story is over."""
    return Story.objects.get(pk=story_id).status in ("reviewing", "approved")


def wait_until_closed(story_id: str, limit: float = LONG) -> None:
    """Wait until the drawing of the story is over."""
    eventually(lambda: is_closed(story_id), limit, f"the end of drawing of story {story_id}")


def check_all_drawn(story_id: str) -> None:
    """Assert that each of the twenty pictures shows its one drawn version and waits for approval."""
    pictures = Illustration.objects.filter(story=story_id).select_related("current")
    assert {picture.number: picture.status for picture in pictures} == dict.fromkeys(ALL, statuses.PENDING)
    assert {picture.current.outcome for picture in pictures if picture.current} == {statuses.DRAWN}
    drawn = Version.objects.filter(illustration__in=pictures, outcome=statuses.DRAWN)
    assert sorted(drawn.values_list("illustration__number", flat=True)) == sorted(ALL)


def check_paid_once(upstream: Upstream) -> None:
    """Assert that no attempt was requested twice, and no picture twice unless an earlier outcome is unknown."""
    calls = calls_of(upstream)
    assert {call: times for call, times in calls.items() if times > 1} == {}
    again = Counter((story, scene) for story, scene, _ in calls)
    rows = Version.objects.filter(pk__in=unknown()).values_list("illustration__story", "illustration__number")
    lost = Counter((str(story), scene) for story, scene in rows)
    assert {scene: times for scene, times in again.items() if times > 1 + lost[scene]} == {}


def calls_of(upstream: Upstream) -> Counter[tuple[str, int, int]]:
    """How often each attempt was requested, by story, scene and version."""
    bodies = [call.body for call in upstream.asked if call.body.get("do") != "collect"]
    return Counter((body["story"], body["scene"], body["version"]) for body in bodies)


def wait_for_all_events(stream: EventStream, limit: float = LONG) -> None:
    """Wait until the stream has told that every picture is drawn and that the drawing is over."""
    eventually(
        lambda: stream.latest() == dict.fromkeys(ALL, statuses.PENDING) and stream.named("story_complete"),
        limit,
        f"all events; it knows {stream.latest()} and got {Counter(stream.names)}",
    )


def report(upstream: Upstream) -> None:
    """Print the outcome of every attempt; pytest shows it when a test fails."""
    calls = calls_of(upstream)
    rows = Version.objects.order_by("illustration__number", "number")
    lines = [
        f"{row.illustration.number:2} v{row.number} {row.outcome:8} at {row.started_at:%H:%M:%S}, requested "
        f"{calls[str(row.illustration.story_id), row.illustration.number, row.number]} times. {row.error}"
        for row in rows.select_related("illustration")
    ]
    states = Counter(Illustration.everything.values_list("status", flat=True))
    stories = list(Story.objects.values_list("status", "lease_until"))
    sys.stdout.write("\n".join(["----- attempts", *lines, f"pictures: {dict(states)}", f"stories: {stories}", ""]))
