"""Deleting a story hides it at once, can be undone for a week, and then removes it for good."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from core.errors import NotFound
from core.expenses import spent
from core.models import AuditEntry, Expense, StatusEvent
from core.status import Conflict
from images import services, statuses
from images.drawing import drawing
from images.jobs import picture_jobs
from images.models import Illustration, Version
from providers.images.local import LocalIllustrator
from publishing.models import Publication
from publishing.services import publish
from quiz.models import Submission
from stories import deletion, queries, writing
from stories import statuses as story_statuses
from stories.models import Removal, Story
from stories.tasks import sweep
from tests.broker import sent_tasks
from tests.factories import OWNER, approved_story, illustrated_story, make_story, visitor
from tests.removals import files_on_disk, remove_files

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content", "media")]


def let_pass(days: float) -> None:
    """Every deletion happened so many days earlier."""
    for story in Story.everything.exclude(deleted_at=None):
        Story.everything.filter(pk=story.pk).update(deleted_at=story.deleted_at - timedelta(days=days))


def drawn(story: Story) -> int:
    return Illustration.objects.drawn_count(story.pk)


def test_a_deleted_story_is_nowhere_and_its_files_stay():
    story = approved_story()
    page = publish(story, by="visitor")
    picture = story.illustrations.get(number=7).current.url
    deletion.delete(story, by="visitor")
    browser = visitor()
    for path in (f"/stories/{story.pk}/", f"/story/{story.pk}", f"/stories/{story.pk}/film/", picture):
        assert browser.get(path).status_code == 404, path
    assert browser.get(f"/s/{page.token}/").status_code == 404
    assert not queries.may_listen(story.channel, OWNER, None)
    assert (Publication.objects.count(), len(files_on_disk())) == (0, 21)


def test_an_undone_deletion_brings_it_back_without_its_public_page():
    story = approved_story()
    publish(story, by="visitor")
    deletion.delete(story, by="visitor")
    deletion.undo(story, by="visitor")
    story = Story.objects.get(pk=story.pk)
    assert (drawn(story), story.is_public, Publication.objects.count()) == (20, False, 0)
    assert visitor().get(f"/stories/{story.pk}/").status_code == 200


def test_it_cannot_be_deleted_twice_nor_undone_twice():
    story = approved_story()
    deletion.delete(story, by="visitor")
    with pytest.raises(Conflict):
        deletion.delete(story, by="visitor")
    deletion.undo(story, by="visitor")
    with pytest.raises(Conflict):
        deletion.undo(story, by="visitor")


def test_a_week_later_the_sweep_removes_it_for_good_and_what_was_paid_stays(commit):
    story, other = approved_story(), approved_story()
    Submission.objects.create(owner=OWNER, answers={}, story=story)
    Expense.objects.create(channel=story.channel, what="image", provider="openai", cost_usd="0.04")
    deletion.delete(story, by="visitor")
    let_pass(6.9)
    with commit():
        sweep()
    assert Story.everything.count() == 2
    let_pass(0.2)
    with pytest.raises(Conflict):
        deletion.undo(story, by="visitor")
    with commit():
        sweep()
    remove_files()
    assert list(Story.everything.all()) == [other]
    assert all(path.startswith(str(other.pk)) for path in files_on_disk())
    assert (StatusEvent.objects.filter(channel=story.channel).count(), Submission.objects.count()) == (0, 0)
    assert round(spent(story.channel), 2) == Decimal("0.04")


def test_a_picture_that_waits_is_not_drawn_and_goes_on_after_an_undo(commit):
    story = illustrated_story()
    deletion.delete(story, by="visitor")
    assert drawing.draw(story.pk, 7) is None
    Illustration.objects.update(lease_until=timezone.now() - timedelta(minutes=1))
    with commit():
        picture_jobs.sweep()
    assert (Version.objects.count(), sent_tasks()) == (0, [])
    deletion.undo(story, by="visitor")
    with commit():
        picture_jobs.sweep()
    assert sorted(sent_tasks()) == [("images.draw", number) for number in range(1, 21)]
    assert drawing.draw(story.pk, 7) is None
    assert story.illustrations.get(number=7).status == statuses.PENDING


def test_a_picture_that_was_read_before_the_deletion_is_not_begun_and_its_turn_is_given_back():
    story = illustrated_story()
    picture = drawing.queued(story.pk, 7)
    deletion.delete(story, by="visitor")
    with pytest.raises(Conflict):
        picture_jobs.claim(picture, statuses.GENERATING)


def test_the_last_picture_that_arrives_in_a_deleted_story_is_shown_after_an_undo_and_paid_once(settings):
    settings.IMAGE_PROVIDERS = settings.IMAGE_PROVIDERS | {"deleting": f"{__name__}.Deleting"}
    settings.IMAGE_PROVIDER = "deleting"
    story = illustrated_story()
    assert drawing.draw(story.pk, 7) is None
    assert not Story.objects.exists()
    assert (Version.objects.get().outcome, Removal.objects.count()) == (statuses.DRAWN, 0)
    deletion.undo(story, by="visitor")
    assert story.illustrations.get(number=7).status == statuses.PENDING


class Deleting:
    """An illustrator during whose work its visitor deletes the story."""

    def __init__(self):
        self._local = LocalIllustrator()
        self.name, self.model = self._local.name, self._local.model

    def __getattr__(self, name):
        return getattr(self._local, name)

    def draw(self, request, *args):
        deletion.delete(Story.objects.get(pk=request.seed), by="visitor")
        return self._local.draw(request, *args)


def test_a_story_that_waits_for_its_writer_is_not_written(commit):
    story = make_story()
    deletion.delete(story, by="visitor")
    assert writing.write(story.pk) is None
    Story.everything.update(queued_at=timezone.now() - timedelta(minutes=9))
    with commit():
        writing.story_jobs.sweep()
    assert sent_tasks() == []
    deletion.undo(story, by="visitor")
    with commit():
        writing.story_jobs.sweep()
    assert sent_tasks() == [("stories.write", None)]
    writing.write(story.pk)
    assert Story.objects.get().status == story_statuses.EDITING


def test_a_story_that_is_deleted_cannot_be_published_by_a_page_that_was_open(commit):
    story = approved_story()
    deletion.delete(Story.objects.get(pk=story.pk), by="visitor")
    with pytest.raises(Conflict):
        publish(story, by="visitor")
    assert Publication.objects.count() == 0


def test_a_picture_that_is_rejected_meanwhile_raises_nothing_in_a_worker():
    story = approved_story()
    picture = story.illustrations.select_related("story", "scene", "current").get(number=7)
    deletion.delete(Story.objects.get(pk=story.pk), by="visitor")
    services.redraw(picture, by="visitor")
    assert drawing.draw(story.pk, 7) is None


def test_all_stories_of_a_visitor_are_deleted_and_nobody_elses():
    mine, other = [illustrated_story(), illustrated_story()], illustrated_story(owner="somebody-else")
    assert deletion.delete_each(queries.stories_of(OWNER, None), by="visitor") == 2
    assert list(Story.objects.all()) == [other]
    assert {story.pk for story in queries.deleted_stories_of(OWNER, None)} == {story.pk for story in mine}


def test_whoever_may_not_see_a_story_cannot_have_it_back():
    story = illustrated_story()
    deletion.delete(story, by="visitor")
    with pytest.raises(NotFound):
        queries.story_for(story.pk, "somebody-else", None, deleted=True)
    with pytest.raises(NotFound):
        queries.story_for(story.pk, OWNER, None)
    assert queries.story_for(story.pk, OWNER, None, deleted=True) == story


def test_what_staff_delete_stands_in_the_audit_log_and_what_visitors_delete_does_not(admin_user):
    story = illustrated_story()
    deletion.delete(story, by="visitor")
    deletion.undo(story, by="visitor")
    assert not AuditEntry.objects.exists()
    deletion.delete(story, by=admin_user.username)
    deletion.undo(story, by=admin_user.username)
    found = AuditEntry.objects.order_by("pk").values_list("action", "object_id")
    assert list(found) == [("deleted", str(story.pk)), ("deletion undone", str(story.pk))]
