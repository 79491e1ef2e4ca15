"""What a story must look like in the end, whatever died on the way; and what to print where it does not."""

import sys
from collections import Counter

import httpx

from images import statuses
from images.models import Illustration, Version
from stories.models import Story
from tests.factories import ANSWERS_A
from tests.sse import Ear
from tests.stack import eventually
from tests.upstreams.json_server import Upstream

ALL = set(range(1, 21))
LONG = 120.0  # seconds: a limit for a slow machine, not a measure


def approve(client: httpx.Client, thing: str = "stars") -> str:
    """Approve twenty scenes about that thing and have their pictures drawn at once. Gives back the story's id."""
    scenes = {f"Scene{n}": f"The red fox counts {n} {thing}." for n in range(1, 21)}
    answer = client.post("/approve_scenes", json={"scenes": scenes, "answers": ANSWERS_A})
    assert answer.status_code == 200, answer.text
    story_id: str = answer.json()["story_id"]
    return story_id


def drawing() -> set[int]:
    """The attempts whose call is under way now, by their keys."""
    return set(Version.objects.filter(outcome=statuses.DRAWING).values_list("pk", flat=True))


def eight_in_flight(upstream: Upstream) -> None:
    """Wait until the gate holds back eight calls, and four are answered already."""
    eventually(lambda: len(upstream.asked) == 12 and len(drawing()) == 8, LONG, "eight pictures in flight")


def unknown() -> set[int]:
    """The attempts that ended without anybody knowing how, by their keys."""
    return set(Version.objects.filter(outcome=statuses.UNKNOWN).values_list("pk", flat=True))


def is_closed(story_id: str) -> bool:
    """Whether nothing of the story is waited for any more."""
    return Story.objects.get(pk=story_id).status in ("reviewing", "approved")


def closes(story_id: str, limit: float = LONG) -> None:
    """Wait until it is."""
    eventually(lambda: is_closed(story_id), limit, f"story {story_id} to be closed")


def all_drawn(story_id: str) -> None:
    """Every one of the twenty shows the one version of it that was drawn, and waits for approval."""
    pictures = Illustration.objects.filter(story=story_id).select_related("current")
    assert {picture.number: picture.status for picture in pictures} == dict.fromkeys(ALL, statuses.PENDING)
    assert {picture.current.outcome for picture in pictures if picture.current} == {statuses.DRAWN}
    drawn = Version.objects.filter(illustration__in=pictures, outcome=statuses.DRAWN)
    assert sorted(drawn.values_list("illustration__number", flat=True)) == sorted(ALL)


def paid_once(upstream: Upstream) -> None:
    """No attempt was asked for twice, and no picture twice but where the outcome of its attempt before is unknown."""
    calls = calls_of(upstream)
    assert {call: times for call, times in calls.items() if times > 1} == {}
    again = Counter((story, scene) for story, scene, _ in calls)
    rows = Version.objects.filter(pk__in=unknown()).values_list("illustration__story", "illustration__number")
    lost = Counter((str(story), scene) for story, scene in rows)
    assert {scene: times for scene, times in again.items() if times > 1 + lost[scene]} == {}


def calls_of(upstream: Upstream) -> Counter[tuple[str, int, int]]:
    """How often each attempt was asked for, by story, scene and version."""
    return Counter((call.body["story"], call.body["scene"], call.body["version"]) for call in upstream.asked)


def heard_all(ear: Ear, limit: float = LONG) -> None:
    """Whoever listened knows by now that every picture is drawn and that the drawing is over."""
    eventually(
        lambda: ear.latest() == dict.fromkeys(ALL, statuses.PENDING) and ear.named("story_complete"),
        limit,
        f"the listener to have heard all; it knows {ear.latest()} and heard {Counter(ear.names)}",
    )


def report(upstream: Upstream) -> None:
    """Print what became of every attempt; pytest shows it where a test failed."""
    calls = calls_of(upstream)
    rows = Version.objects.order_by("illustration__number", "number")
    lines = [
        f"{row.illustration.number:2} v{row.number} {row.outcome:8} at {row.started_at:%H:%M:%S}, asked for "
        f"{calls[str(row.illustration.story_id), row.illustration.number, row.number]} times. {row.error}"
        for row in rows.select_related("illustration")
    ]
    states = Counter(Illustration.everything.values_list("status", flat=True))
    stories = list(Story.objects.values_list("status", "lease_until"))
    sys.stdout.write("\n".join(["----- attempts", *lines, f"pictures: {dict(states)}", f"stories: {stories}", ""]))
