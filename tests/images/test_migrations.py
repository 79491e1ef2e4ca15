"""Migrations of the data of earlier versions."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission

from core.models import StatusEvent
from images import statuses
from images.models import Illustration, Version
from stories import services as story_services
from stories.models import Story
from tests.factories import illustrated_story, reloaded, sketched_story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]


def migrate() -> None:
    import_module("images.migrations.0006_words_of_earlier_pictures").remember(apps, None)


def earlier_story() -> Story:
    """A story as it was before words were kept."""
    story = illustrated_story(statuses.PENDING)
    Illustration.everything.update(depicts="")
    Version.objects.update(scene_text="", depiction="")
    return story


def test_a_text_that_is_changed_after_the_migration_marks_an_earlier_picture():
    picture = reloaded(earlier_story().illustrations.get(number=7))
    migrate()
    assert not reloaded(picture).is_outdated
    story_services.revise_scene(picture.scene, "The red fox swims.")
    assert reloaded(picture).is_outdated
    assert (reloaded(picture).depicts, reloaded(picture).drawn_from) == (
        "The red fox walks past tree number 7.",
        "The red fox walks.",
    )


def test_what_has_words_already_and_what_has_none_yet_stays_as_it_is():
    story = earlier_story()
    seventh, eighth = story.illustrations.get(number=7), story.illustrations.get(number=8)
    seventh.versions.update(scene_text="Another text.", depiction="A lake.")
    Illustration.objects.filter(pk=seventh.pk).update(depicts="Another text.")
    Illustration.objects.filter(pk=eighth.pk).update(depiction="")
    before = list(Version.objects.filter(illustration=seventh).values())
    migrate()
    migrate()
    assert list(Version.objects.filter(illustration=seventh).values()) == before
    assert (reloaded(seventh).depicts, reloaded(eighth).depicts) == ("Another text.", "")


def test_the_sheet_has_no_scene_and_gets_no_text():
    sketched_story()
    Version.objects.update(depiction="")
    migrate()
    assert list(Version.objects.values_list("scene_text", "depiction")) == [("", "")]


def settle_earlier_stories() -> list[str]:
    import_module("images.migrations.0008_settle_stories").settle(apps, None)
    return list(Story.objects.values_list("status", flat=True))


@pytest.mark.parametrize(
    ("pictures", "before", "after"),
    [
        (statuses.APPROVED, "reviewing", "approved"),
        (statuses.PENDING, "approved", "reviewing"),
        (statuses.PENDING, "finished", "reviewing"),
        (statuses.PENDING, "filming", "filming"),
        (statuses.PENDING, "reviewing", "reviewing"),
        (statuses.APPROVED, "finished", "finished"),
    ],
)
def test_an_earlier_story_that_was_left_behind_is_settled_once(pictures, before, after):
    story = illustrated_story(pictures)
    Story.objects.update(status=before)
    StatusEvent.objects.all().delete()
    assert settle_earlier_stories() == settle_earlier_stories() == [after]
    events = list(StatusEvent.objects.values_list("kind", "object_id", "channel", "old", "new", "told"))
    expected = ("stories.story", str(story.pk), story.channel, before, after, False)
    assert events == ([expected] if before != after else [])


def test_whoever_may_look_at_pictures_or_decide_about_them_may_see_stories(django_user_model):
    review, look, story, change = (
        Permission.objects.get(codename=codename)
        for codename in ("review_illustration", "view_illustration", "view_story", "change_story")
    )
    judges, others = Group.objects.create(name="judges"), Group.objects.create(name="others")
    judges.permissions.set([review])
    others.permissions.set([change])
    mia, tom = django_user_model.objects.create_user("mia"), django_user_model.objects.create_user("tom")
    mia.user_permissions.set([look])
    import_module("images.migrations.0010_reviewers_see_stories").let_them_see(apps, None)
    assert set(judges.permissions.all()) == {review, story}
    assert set(mia.user_permissions.all()) == {look, story}
    assert set(others.permissions.all()) == {change}
    assert not tom.user_permissions.exists()
