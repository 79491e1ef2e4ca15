"""The events of clips, and the present state for pages that connect later."""

import pytest

from images import events as picture_events
from stories import statuses as story_statuses
from stories.models import Story
from tests.upstreams.json_server import Answer
from tests.videos.factories import finish_clip, finish_clips
from videos import events, queries, services, statuses
from videos.clips import generation
from videos.models import Clip
from videos.settling import settle

pytestmark = pytest.mark.django_db


def named(events, *names: str) -> list[tuple[str, dict]]:
    return [(name, data) for _, name, data in events if name in names]


def present(story: Story) -> list[tuple[str, dict]]:
    return list(events.present_state(story.channel))


def test_the_start_is_announced(story, heard, commit):
    with commit():
        services.make_videos(story, by="")
    started = {"status": "started", "completed_videos": 0, "total_videos": 20}
    assert named(heard(), "video_generation_started") == [("video_generation_started", started)]


def test_a_finished_clip_is_announced_with_its_url(clip, heard, commit):
    with commit():
        generation.submit(clip().pk)
    with commit():
        generation.poll(clip().pk)
    events = heard()
    assert [data["status"] for _, data in named(events, "clip_update")] == [statuses.SUBMITTING, statuses.WORKING]
    [(_, data)] = named(events, "video_ready")
    assert data == {
        "scene_number": 7,
        "video_url": clip().current.url,
        "poster_url": clip().current.poster_url,
        "completed_videos": 1,
        "total_videos": 20,
        "status": statuses.READY,
        "seen": queries.clip_stamp(clip()),
    }


def test_a_failed_clip_is_announced_with_its_reason(clip, animator, heard, commit):
    animator.instead["submit"] = [Answer({"error": "Too violent."}, 451)]
    with commit():
        generation.submit(clip().pk)
    last = named(heard(), "clip_update")[-1][1]
    assert (last["scene_number"], last["status"], last["error"]) == (7, statuses.FAILED, "Too violent.")


def test_a_finished_story_is_announced_with_every_url(filming, heard, commit):
    Clip.objects.filter(number=20).update(status=statuses.FAILED)
    with commit():
        finish_clips(filming)
    [(_, data)] = named(heard(), "video_generation_complete")
    assert (data["status"], data["successful_videos"], data["total_videos"]) == ("completed", 19, 20)
    assert data["video_urls"] == {str(clip.number): clip.current.url for clip in Clip.objects.exclude(number=20)}


def test_an_unfilmed_story_is_announced_with_the_reason(filming, heard, commit):
    Clip.objects.update(status=statuses.FAILED, error="The service has no credit.")
    with commit():
        settle(filming.pk)
    [(_, data)] = named(heard(), "video_generation_error")
    assert data["status"] == "error"
    assert "The service has no credit." in data["error"]


def test_a_story_without_requested_clips_has_no_state(story):
    assert present(story) == []


def test_the_present_state_while_filming_has_every_clip(filming):
    finish_clip(Clip.objects.select_related("illustration").get(number=3))
    names = [name for name, _ in present(filming)]
    assert (names[0], names.count("clip_update"), names.count("video_ready")) == ("video_generation_started", 19, 1)


def test_the_present_state_of_a_finished_story_ends_with_its_end(filming):
    finish_clips(filming)
    names = [name for name, _ in present(filming)]
    assert names == ["video_ready"] * 20 + ["video_generation_complete"]


def test_while_a_clip_is_made_again_its_earlier_take_is_announced(filming, clip):
    finish_clips(filming)
    services.try_again(clip(), by="")
    told = [(name, data["status"]) for name, data in present(filming) if data.get("scene_number") == 7]
    assert told == [("video_ready", statuses.QUEUED), ("clip_update", statuses.QUEUED)]


@pytest.mark.parametrize("phase", sorted(story_statuses.SETTLED))
def test_pictures_are_still_announced_as_complete_and_approved(filming, phase):
    Story.objects.update(status=phase, stopped="Charge the account.", error="No credit.")
    names = [name for name, _ in picture_events.present_state(filming.channel)]
    assert names[-2:] == ["story_complete", "all_approved"]
    assert "story_error" not in names
