"""Renaming a story, saying who it is by, archiving it."""

import pytest

from core.errors import Invalid
from core.models import AuditEntry
from core.status import Conflict
from providers.base import ProviderError
from stories import presentation
from stories.models import AUTHOR_LIMIT, TITLE_LIMIT, Story
from tests.factories import edited_story, make_story
from tests.upstreams.moderation import flags
from tests.upstreams.openai_server import error

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]


def names(story: Story) -> tuple[str, str]:
    story.refresh_from_db()
    return story.title, story.author


def test_title_and_author_are_saved_on_one_line_each():
    story = edited_story()
    before = story.updated_at
    presentation.rename(story, title="  The\n fox ", author=" Mia\x00 Moss ", by="visitor")
    assert names(story) == ("The fox", "Mia Moss")
    assert story.updated_at > before


def test_an_author_can_be_taken_away_again():
    story = edited_story()
    presentation.rename(story, title="The fox", author="Mia", by="visitor")
    presentation.rename(story, title="The fox", author="", by="visitor")
    assert names(story) == ("The fox", "")


@pytest.mark.parametrize(
    ("title", "author", "field"),
    [(" ", "Mia", "title"), ("x" * (TITLE_LIMIT + 1), "", "title"), ("The fox", "x" * (AUTHOR_LIMIT + 1), "author")],
)
def test_an_empty_title_and_one_that_is_too_long_are_refused_naming_the_field(title, author, field):
    story = edited_story()
    with pytest.raises(Invalid) as refused:
        presentation.rename(story, title=title, author=author, by="visitor")
    assert refused.value.field == field
    assert names(story) == ("A test of courage", "")


def test_a_story_that_is_being_written_gets_its_title_first():
    story = make_story()
    with pytest.raises(Conflict, match="still being written"):
        presentation.rename(story, title="The fox", author="", by="visitor")


def test_a_flagged_name_is_refused(moderation):
    moderation.moderation = flags("bloodbath")
    story = edited_story()
    with pytest.raises(Invalid, match="cannot be used"):
        presentation.rename(story, title="The bloodbath", author="", by="visitor")
    assert names(story)[0] == "A test of courage"


def test_on_a_public_page_no_name_is_shown_that_the_moderator_did_not_see(moderation):
    moderation.moderation = lambda asked, number: error(500, None, "Oops")
    story = edited_story()
    Story.objects.filter(pk=story.pk).update(is_public=True)
    with pytest.raises(ProviderError, match="nothing was changed"):
        presentation.rename(story, title="The fox", author="", by="visitor")
    Story.objects.filter(pk=story.pk).update(is_public=False)
    presentation.rename(story, title="The fox", author="", by="visitor")
    assert names(story)[0] == "The fox"


def test_an_archived_story_can_be_brought_back_and_a_second_time_changes_nothing():
    story = edited_story()
    presentation.archive(story, by="visitor")
    story.refresh_from_db()
    first = story.archived_at
    assert first
    presentation.archive(story, by="visitor")
    story.refresh_from_db()
    assert story.archived_at == first
    presentation.unarchive(story, by="visitor")
    story.refresh_from_db()
    assert story.archived_at is None


def test_what_staff_change_is_in_the_audit_log(django_user_model):
    django_user_model.objects.create_user("sam", is_staff=True)
    story = edited_story()
    presentation.rename(story, title="The fox", author="", by="sam")
    presentation.archive(story, by="sam")
    presentation.unarchive(story, by="sam")
    presentation.unarchive(story, by="sam")
    assert [entry.action for entry in AuditEntry.objects.order_by("pk")] == ["edited", "archived", "unarchived"]
