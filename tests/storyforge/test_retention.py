"""What nobody touched for as long as the settings say goes by itself, and nothing else does."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from axes.models import AccessLog
from django.conf import settings as site
from django.utils import timezone

from core.models import Expense
from images import statuses
from images.models import Illustration, Version
from publishing.services import publish
from stories import deletion
from stories import statuses as story_statuses
from stories.models import Removal, Story
from stories.services import save_scene
from storyforge.settings import CELERY_BEAT_SCHEDULE
from storyforge.tasks import forget_old
from tests.factories import approved_story, bring_to, drawn_version, edited_story, illustrated_story
from tests.removals import files_on_disk, remove_files

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content", "media")]


@pytest.fixture(autouse=True)
def keep_all(settings):
    settings.RETAIN_UNFINISHED_DAYS = settings.RETAIN_FINISHED_DAYS = settings.RETAIN_VERSIONS_DAYS = 0


def age(days: int) -> None:
    """Everything was touched so many days ago."""
    then = timezone.now() - timedelta(days=days)
    Story.everything.update(updated_at=then)
    Illustration.everything.update(updated_at=then)
    Version.objects.update(finished_at=then)


def test_beat_asks_for_it_once_a_day():
    assert CELERY_BEAT_SCHEDULE["storyforge.forget_old"]["task"] == "storyforge.forget_old"


def test_without_a_setting_everything_stays():
    edited_story()
    approved_story()
    age(10_000)
    forget_old()
    assert Story.objects.count() == 2


def test_each_setting_is_for_its_own_stories_and_what_goes_can_be_had_back(settings):
    unfinished, finished = edited_story(), approved_story()
    age(31)
    settings.RETAIN_UNFINISHED_DAYS = 30
    forget_old()
    assert list(Story.objects.all()) == [finished]
    deletion.undo(unfinished, by="visitor")
    settings.RETAIN_FINISHED_DAYS = 30
    forget_old()
    assert list(Story.objects.all()) == [unfinished]  # touched by the undo


def test_a_story_is_touched_by_a_scene_that_is_edited_and_by_a_picture_that_changes(settings):
    settings.RETAIN_UNFINISHED_DAYS = 30
    edited, drawn, idle = edited_story(), illustrated_story(), edited_story()
    age(31)
    save_scene(edited.scenes.get(number=3), "The fox sleeps.", by="visitor")
    bring_to(drawn.illustrations.get(number=3), statuses.GENERATING)
    forget_old()
    assert set(Story.objects.all()) == {edited, drawn}
    assert Story.everything.get(pk=idle.pk).deleted_at


def test_a_story_with_a_public_page_stays(settings):
    settings.RETAIN_FINISHED_DAYS = 30
    story = approved_story()
    publish(story, by="visitor")
    age(31)
    forget_old()
    assert (list(Story.objects.all()), story.status) == ([story], story_statuses.APPROVED)


def redrawn_story() -> Story:
    """A story whose picture 7 has three versions, the second of which is approved, each with its file and cost."""
    story = approved_story()
    picture = story.illustrations.get(number=7)
    for number in (2, 3):
        version = drawn_version(picture, number=number)
        (site.MEDIA_ROOT / version.key).write_bytes(b"a picture")
    Illustration.objects.filter(pk=picture.pk).update(current=picture.versions.get(number=2))
    first = picture.versions.get(number=1)
    first.expense = Expense.objects.create(channel=story.channel, what="image", provider="openai", cost_usd="0.04")
    first.save()
    return story


def test_old_versions_go_but_never_the_shown_nor_the_newest_and_the_ledger_stays(settings, commit):
    settings.RETAIN_VERSIONS_DAYS = 90
    story = redrawn_story()
    age(89)
    forget_old()
    assert Version.objects.count() == 22
    age(91)
    with commit():
        forget_old()
    remove_files()
    left = story.illustrations.get(number=7).versions.values_list("number", flat=True)
    assert list(left) == [2, 3]
    assert Version.objects.count() == 21
    assert f"{story.pk}/scene-07-v1.png" not in files_on_disk()
    assert f"{story.pk}/scene-07-v2.png" in files_on_disk()
    assert (Expense.objects.count(), Removal.objects.count()) == (1, 0)


def test_a_version_stays_while_its_picture_is_drawn_or_the_next_one_starts_from_it(settings):
    settings.RETAIN_VERSIONS_DAYS = 90
    story = redrawn_story()
    picture = story.illustrations.get(number=7)
    Illustration.objects.filter(pk=picture.pk).update(base=picture.versions.get(number=1))
    age(91)
    forget_old()
    assert Version.objects.count() == 22
    Illustration.objects.filter(pk=picture.pk).update(base=None, status=statuses.GENERATING)
    forget_old()
    assert Version.objects.count() == 22


def test_sign_ins_are_forgotten_after_a_month():
    AccessLog.objects.create(username="ada", ip_address="192.0.2.1")
    forget_old()
    assert AccessLog.objects.count() == 1
    AccessLog.objects.update(attempt_time=timezone.now() - timedelta(days=31))
    forget_old()
    assert AccessLog.objects.count() == 0


def test_accounts_whose_address_nobody_confirmed_go_after_a_week(django_user_model):
    for name, days, verified in (("asked", 8, False), ("new", 6, False), ("member", 8, True)):
        user = django_user_model.objects.create_user(name, date_joined=timezone.now() - timedelta(days=days))
        EmailAddress.objects.create(user=user, email=f"{name}@fox.example", verified=verified)
    forget_old()
    assert set(django_user_model.objects.values_list("username", flat=True)) == {"new", "member"}
