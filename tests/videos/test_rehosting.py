"""`manage.py rehost` copies clips from this machine to the host that should store them."""

import pytest
from django.core.management import CommandError, call_command

from images.drawing import hosting
from providers import registry
from providers.base import Picture, StoredFile
from storyforge.doctor.providers import rehosting as said_by_the_doctor
from tests.factories import small_png, visitor
from tests.upstreams.animator import small_mp4
from tests.upstreams.cloudinary_server import html, refused
from tests.videos.factories import finish_clip
from videos.models import Take
from videos.rehosting import rehost, waiting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cloudinary")]


@pytest.fixture
def takes(filming, tmp_path) -> list[Take]:
    """The takes of clips 1 to 3 of a story, which this machine stores and Cloudinary should."""
    path = tmp_path / "clip.mp4"
    path.write_bytes(small_mp4())
    made = [finish_clip(clip) for clip in filming.clips.filter(number__lte=3).select_related("illustration")]
    for take in made:
        poster, name = Picture(small_png(), "image/png", 64, 96), take.host_key.split("/")[1].removesuffix(".mp4")
        assert (
            registry.video_host("local").store_video(path, poster, story_id=str(filming.pk), name=name) == take.stored
        )
    Take.objects.update(wanted_host="cloudinary")
    return list(waiting())


def now(take: Take) -> Take:
    return Take.objects.get(pk=take.pk)


def test_clips_are_copied_to_the_wanted_host_under_the_same_name(cloudinary, takes, tmp_path, capsys):
    call_command("rehost")
    take = now(takes[1])
    assert (take.host, take.wanted_host) == ("cloudinary", "")
    assert take.host_key == f"storyforge/{take.clip.story_id}/clip-02-t1"
    assert (take.url.startswith(cloudinary.address), "so_0" in take.poster_url) == (True, True)
    registry.video_host("cloudinary").fetch_video(take.stored, tmp_path / "fetched.mp4")
    assert (tmp_path / "fetched.mp4").read_bytes() == small_mp4()
    assert capsys.readouterr().out.splitlines()[-1] == "3 clips copied."
    call_command("rehost")
    assert len(cloudinary.uploads) == 3


def test_old_links_go_on_working(takes):
    call_command("rehost")
    assert b"".join(visitor().get(takes[0].url).streaming_content) == small_mp4()


def test_pictures_and_clips_move_together(cloudinary, takes, capsys):
    picture = takes[0].clip.illustration.current
    stored = registry.host("local").store(
        Picture(small_png(), "image/png", 64, 96), story_id="a-story", name="scene-01"
    )
    picture.key, picture.url, picture.wanted_host = stored.key, stored.url, "cloudinary"
    picture.save()
    call_command("rehost")
    assert capsys.readouterr().out.splitlines()[-1] == "1 picture and 3 clips copied."
    assert [one.kind for one in cloudinary.uploads] == ["image", "video", "video", "video"]


def test_a_failed_copy_is_reported_and_tried_again_next_time(cloudinary, takes):
    cloudinary.behaviour = lambda asked, number: refused(503, "Away") if number else None
    with pytest.raises(CommandError, match=r"(?s)1 clip copied, 2 could not be\. .*2×: .*Away"):
        call_command("rehost")
    assert [now(take).host for take in takes] == ["cloudinary", "local", "local"]
    cloudinary.behaviour = lambda asked, number: None
    call_command("rehost")
    assert [now(take).host for take in takes] == ["cloudinary"] * 3


def test_rehosting_ends_early_when_a_host_does_not_answer(cloudinary, filming, takes):
    finish_clip(filming.clips.select_related("illustration").get(number=4))
    Take.objects.update(wanted_host="cloudinary")
    cloudinary.behaviour = lambda asked, number: html(503)
    assert len(list(rehost(takes * 2))) == 3
    assert len(cloudinary.asked) == 3 * hosting.TRIES


def test_a_missing_clip_and_an_unlisted_host_are_reported(settings, takes):
    (settings.MEDIA_ROOT / takes[0].host_key).unlink()
    takes[1].wanted_host = "attic"
    gone, attic = rehost(takes[:2])
    assert (gone.copied, takes[0].host_key in gone.why) == (False, True)
    assert (attic.copied, attic.why) == (False, "IMAGE_HOSTS lists no host called attic any more.")


def test_a_take_that_another_process_copied_meanwhile_is_left_alone(takes):
    elsewhere = StoredFile("storyforge/elsewhere", "https://clips.fox.org/a.mp4", "https://clips.fox.org/a.jpg")
    new = {"host_key": elsewhere.key, "url": elsewhere.url, "poster_url": elsewhere.thumbnail_url}
    Take.objects.filter(pk=takes[0].pk).update(host="cloudinary", wanted_host="", **new)
    assert [(outcome.copied, outcome.why) for outcome in rehost(takes[:1])] == [(False, "")]
    assert now(takes[0]).stored == elsewhere


def test_open_pages_get_the_new_url_of_the_shown_take(heard, commit, takes):
    heard()
    with commit():
        list(rehost(takes[:1]))
    [(channel, name, data)] = heard()
    assert (channel, name) == (f"story-{takes[0].clip.story_id}", "video_ready")
    assert (data["scene_number"], data["video_url"]) == (1, now(takes[0]).url)


def test_the_doctor_counts_clips_to_copy(takes):
    [finding] = said_by_the_doctor()
    assert (finding.what, finding.ok) == ("Clips", False)
    assert finding.says.startswith("3 clips wait for `manage.py rehost`")
    call_command("rehost")
    assert list(said_by_the_doctor()) == []
