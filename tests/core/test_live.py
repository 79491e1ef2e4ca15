"""Events: what is announced on which channel, and that a lost event does no harm."""

import pytest

from core import live
from core.status import move
from images import services, settling, statuses
from stories import services as story_services
from stories import writing as story_writing
from stories.queries import scene_stamp
from tests.factories import bring_to, drawn_version, edited_story, illustrated_story, make_story


def test_an_event_is_sent_to_the_channel_of_its_story(heard):
    live.announce("abc", "image_ready", {"scene_number": 7})
    assert heard() == [("story-abc", "image_ready", {"scene_number": 7})]


def test_announcing_never_raises_while_redis_is_away(redis_outage, heard):
    with redis_outage():
        live.announce("abc", "image_ready", {"scene_number": 7})
    live.announce("abc", "image_ready", {"scene_number": 8})


def test_a_muted_process_announces_nothing(heard, monkeypatch):
    monkeypatch.setattr(live, "_muted", False)
    live.mute()
    live.announce("abc", "image_ready", {})
    assert heard() == []


@pytest.mark.django_db
@pytest.mark.usefixtures("content")
class TestStories:
    """What stories announce."""

    def test_a_picture_without_an_image_is_an_update_and_one_with_it_is_ready(self, heard, commit):
        story = illustrated_story()
        picture = story.illustrations.get(number=7)
        with commit():
            bring_to(picture, statuses.GENERATING)
        with commit():
            move(picture, statuses.PENDING, current=drawn_version(picture))
        (_, first, begun), (channel, second, ready) = heard()
        assert (first, begun["status"]) == ("image_update", "generating")
        assert set(begun) == {"scene_number", "status", "starts_in", "error", "seen"}
        assert (channel, second, ready["status"]) == (f"story-{story.pk}", "image_ready", "pending_approval")
        assert (ready["scene_number"], ready["completed_scenes"], ready["total_scenes"]) == (7, 1, 20)
        assert ready["image_url"].startswith("/media/")

    def test_the_last_approval_is_announced_with_the_count(self, heard, commit):
        story = illustrated_story(statuses.PENDING)
        with commit():
            for picture in story.illustrations.all():
                services.approve(picture, by="")
        data = [data for _, name, data in heard() if name == "all_approved"]
        expected = {"message": "all_approved", "story_id": str(story.pk), "approved_count": 20, "total_images": 20}
        assert data == [expected]

    def test_the_end_of_drawing_is_announced_once(self, heard, commit):
        story = illustrated_story()
        with commit():
            for picture in story.illustrations.all():
                bring_to(picture, statuses.PENDING)
                settling.settle(story.pk)
        assert [data for _, name, data in heard() if name == "story_complete"] == [{"status": "completed"}]

    def test_a_story_that_cannot_be_written_is_announced_with_its_reason(self, heard, commit):
        with commit():
            story_writing.give_up(make_story(), "The key is wrong.")
        assert ("story_error", {"status": "failed", "error": "The key is wrong."}) in [row[1:] for row in heard()]

    def test_a_changed_scene_is_announced(self, heard, commit):
        scene = edited_story().scenes.get(number=3)
        with commit():
            story_services.save_scene(scene, "New.")
        stamp = scene_stamp(scene)
        assert [row[1:] for row in heard()] == [("scene_update", {"scene_number": 3, "stamp": stamp})]
