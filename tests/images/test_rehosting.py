"""`manage.py rehost`: pictures that another host stood in for are copied to their wanted host."""

import logging
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from images import statuses
from images.drawing import hosting
from images.models import Illustration, Version
from images.rehosting import rehost, waiting
from providers import registry
from providers.base import Picture, StoredFile
from stories.models import Story
from tests.factories import illustrated_story, sheet_of, sketched_story, small_png, visitor
from tests.upstreams.cloudinary_server import html, refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content", "media", "cloudinary")]


def stranded(count: int = 3) -> Story:
    """A story with `count` pictures that Cloudinary should have and this machine keeps."""
    story = illustrated_story(statuses.PENDING)
    for picture in story.illustrations.filter(number__lte=count).select_related("current"):
        strand(picture.current, str(story.pk))
    return story


def strand(version: Version, story_id: str) -> None:
    name = f"scene-{version.illustration.number:02d}-v{version.number}-abcdef"
    stored = registry.host("local").store(Picture(small_png(), "image/png", 64, 96), story_id=story_id, name=name)
    version.key, version.url, version.thumbnail_url = stored.key, stored.url, stored.thumbnail_url
    version.host, version.wanted_host = "local", "cloudinary"
    version.save()


def run(*arguments: str) -> None:
    call_command("rehost", *arguments)


def version_of(story: Story, number: int) -> Version:
    return Version.objects.get(illustration__story=story, illustration__number=number)


def keys(story: Story) -> set[str]:
    return {f"storyforge/{story.pk}/scene-{number:02d}-v1-abcdef" for number in (1, 2, 3)}


def test_pictures_move_to_where_they_should_be_under_the_same_name(cloudinary, capsys):
    story = stranded()
    run()
    version = version_of(story, 2)
    assert (version.host, version.wanted_host) == ("cloudinary", "")
    assert set(cloudinary.stored) == keys(story)
    assert version.key == f"storyforge/{story.pk}/scene-02-v1-abcdef"
    assert registry.host("cloudinary").fetch(version.stored) == small_png()
    assert version.url.startswith(cloudinary.address)
    assert "c_limit" in version.thumbnail_url
    assert [line for line in capsys.readouterr().out.splitlines() if line] == [
        f"{story.pk} “A test of courage”, pictures: 3 copied.",
        "3 pictures copied.",
    ]


def test_pictures_that_are_where_they_should_be_stay():
    story = stranded()
    before = version_of(story, 9).stored
    run()
    assert version_of(story, 9).stored == before
    assert version_of(story, 9).host == "local"


def test_a_character_sheet_moves_too_and_its_page_hears_of_it(cloudinary, heard, commit):
    story = sketched_story()
    strand(sheet_of(story).current, str(story.pk))
    with commit():
        run()
    assert (sheet_of(story).current.host, len(cloudinary.stored)) == ("cloudinary", 1)
    told = [data["image_url"] for channel, name, data in heard() if name == "character_update"]
    assert told == [sheet_of(story).current.url]


def test_old_links_go_on_working():
    old = version_of(stranded(), 1)
    run()
    assert b"".join(visitor().get(old.url).streaming_content) == small_png()


def test_run_twice_nothing_moves_twice(cloudinary, capsys):
    stranded()
    run()
    run()
    assert len(cloudinary.uploads) == 3
    assert capsys.readouterr().out.endswith("Every picture and every clip is where it should be.\n")


def test_one_story_may_be_named(cloudinary):
    first, other = stranded(), stranded()
    run("--story", str(other.pk))
    assert set(cloudinary.stored) == keys(other)
    assert version_of(first, 1).wanted_host == "cloudinary"


def test_a_story_that_is_not_there_moves_nothing(cloudinary):
    stranded()
    run("--story", str(uuid4()))
    assert cloudinary.asked == []


def test_what_could_not_be_moved_is_reported_and_moved_the_next_time(cloudinary, capsys):
    story = stranded()
    cloudinary.behaviour = lambda asked, number: refused(503, "Away") if number else None
    with pytest.raises(CommandError, match=r"(?s)1 picture copied, 2 could not be\. .*2×: .*Away") as caught:
        run()
    assert caught.value.returncode == 1
    assert f"{story.pk} “A test of courage”, pictures: 1 copied, 2 could not be." in capsys.readouterr().out
    assert [version_of(story, number).host for number in (1, 2, 3)] == ["cloudinary", "local", "local"]
    cloudinary.behaviour = lambda asked, number: None
    run()
    assert set(cloudinary.stored) == keys(story)
    assert len(cloudinary.uploads) == 3


def test_one_that_failed_does_not_stop_the_others(cloudinary):
    story = stranded()
    cloudinary.behaviour = lambda asked, number: html() if "scene-01" in asked.body["public_id"] else None
    with pytest.raises(CommandError, match="2 pictures copied, 1 could not be"):
        run()
    assert [version_of(story, number).wanted_host for number in (1, 2, 3)] == ["cloudinary", "", ""]


def test_credentials_that_are_refused_are_tried_once(cloudinary, settings):
    settings.CLOUDINARY_URL = cloudinary.url.replace(cloudinary.secret, "wr0ng-s3cr3t")
    stranded()
    with pytest.raises(
        CommandError, match=r"(?s)1 could not be, 2 not tried after that.*1×: .*CLOUDINARY_URL"
    ) as caught:
        run()
    assert len(cloudinary.asked) == 1
    assert "wr0ng-s3cr3t" not in str(caught.value)


def test_a_host_that_is_away_is_not_asked_for_every_picture_and_each_failure_is_a_line(cloudinary, caplog):
    cloudinary.behaviour = lambda asked, number: html(503)
    for _ in range(2):
        stranded(2)
    with pytest.raises(CommandError) as caught:
        run()
    assert len(cloudinary.asked) == 3 * hosting.TRIES
    assert len([record for record in caplog.records if record.name.startswith("images")]) == 3
    summary, why = str(caught.value).splitlines()
    assert summary == "0 pictures copied, 3 could not be, 1 not tried after that. Run it again once this is mended:"
    assert why.startswith("3×: Cloudinary gave no usable answer: 503 with something that is no JSON.")
    assert hosting.log.isEnabledFor(logging.WARNING)


def test_files_that_are_gone_do_not_stop_the_others(cloudinary, settings):
    story = stranded(5)
    for number in range(1, 5):
        (settings.MEDIA_ROOT / version_of(story, number).key).unlink()
    with pytest.raises(CommandError, match="1 picture copied, 4 could not be"):
        run()
    assert version_of(story, 5).wanted_host == ""


def test_an_interruption_between_upload_and_record_stores_nothing_twice(cloudinary):
    story = stranded()
    registry.host("cloudinary").store(
        Picture(small_png(), "image/png", 64, 96), story_id=str(story.pk), name="scene-01-v1-abcdef"
    )
    run()
    assert set(cloudinary.stored) == keys(story)
    assert [one.overwritten for one in cloudinary.uploads] == [False, True, False, False]


def test_an_interruption_loses_nothing_that_was_moved(cloudinary):
    story, rows = stranded(), []

    def until_interrupted():
        for version in waiting():
            if rows:
                raise KeyboardInterrupt
            rows.append(version)
            list(rehost([version]))

    with pytest.raises(KeyboardInterrupt):
        until_interrupted()
    run()
    assert set(cloudinary.stored) == keys(story)
    assert len(cloudinary.uploads) == 3


def test_a_file_that_is_gone_is_reported(cloudinary, settings):
    version = version_of(stranded(1), 1)
    (settings.MEDIA_ROOT / version.key).unlink()
    [outcome] = rehost(waiting())
    assert not outcome.copied
    assert version.key in outcome.why
    assert cloudinary.asked == []


def test_a_file_that_is_no_picture_any_more_is_reported(cloudinary, settings):
    version = version_of(stranded(1), 1)
    (settings.MEDIA_ROOT / version.key).write_bytes(b"nothing to see")
    [outcome] = rehost(waiting())
    assert not outcome.copied
    assert "is no picture any more" in outcome.why
    assert cloudinary.asked == []


def test_a_host_that_the_settings_do_not_list_is_reported(cloudinary, settings):
    stranded(2)
    Version.objects.filter(wanted_host="cloudinary").update(wanted_host="attic")
    [outcome] = rehost(waiting())
    assert (outcome.copied, outcome.why) == (False, "IMAGE_HOSTS lists no host called attic any more.")


def test_one_that_another_process_moved_meanwhile_is_left_alone(cloudinary):
    version = version_of(stranded(1), 1)
    elsewhere = StoredFile("storyforge/elsewhere", "https://pictures.fox.org/a.png", "https://pictures.fox.org/b.png")
    Version.objects.filter(pk=version.pk).update(
        host="cloudinary", wanted_host="", key=elsewhere.key, url=elsewhere.url, thumbnail_url=elsewhere.thumbnail_url
    )
    assert [(outcome.copied, outcome.why) for outcome in rehost([version])] == [(False, "")]
    assert version_of(version.illustration.story, 1).stored == elsewhere


def test_open_pages_hear_the_new_url_of_what_they_show(heard, commit):
    story = stranded(1)
    heard()
    with commit():
        run()
    version = version_of(story, 1)
    [(channel, name, data)] = heard()
    assert (channel, name) == (f"story-{story.pk}", "image_ready")
    assert (data["scene_number"], data["image_url"], data["status"]) == (1, version.url, "pending_approval")


def test_nothing_is_announced_of_a_version_that_is_not_shown(heard, commit):
    story = stranded(1)
    Illustration.objects.filter(story=story).update(current=None)
    heard()
    with commit():
        run()
    assert version_of(story, 1).host == "cloudinary"
    assert heard() == []
