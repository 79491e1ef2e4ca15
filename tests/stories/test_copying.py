"""Copies of a story: written anew from the same answers, or with the same scenes."""

import pytest

from core.status import Conflict
from stories import copying, statuses
from stories.models import TITLE_LIMIT, Story
from tests.broker import sent_tasks
from tests.factories import edited_story, illustrated_story, make_story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]


@pytest.mark.django_db(transaction=True)
def test_the_same_answers_make_another_story_that_is_written():
    story = illustrated_story()
    copy = copying.write_anew(story, owner="somebody", user=None)
    assert (copy.status, copy.answers, copy.template, copy.owner) == (
        "writing",
        story.answers,
        story.template,
        "somebody",
    )
    assert (copy.title, set(copy.scenes.values_list("text", flat=True))) == ("", {""})
    assert sent_tasks()[-1][0] == "stories.write"


def test_a_copy_of_the_scenes_has_their_texts_and_what_the_pictures_look_like():
    story = illustrated_story()
    story.scenes.filter(number=7).update(text="He sings.")
    Story.objects.filter(pk=story.pk).update(art_style="ink", character="an old fox", author="Mia", cover=5)
    story.refresh_from_db()
    copy = copying.copy_scenes(story, owner="somebody", user=None)
    assert copy.status == statuses.EDITING
    shown = ("number", "kind", "mood", "shows", "text", "original_text")
    assert list(copy.scenes.values(*shown)) == list(story.scenes.values(*shown))
    same = ("author", "art_style", "character", "writer", "answers")
    assert [getattr(copy, name) for name in same] == [getattr(story, name) for name in same]
    assert copy.title == "A test of courage (copy)"
    assert (copy.cover, copy.is_public, copy.archived_at) == (1, False, None)


def test_copies_are_numbered_for_each_visitor_and_a_title_keeps_to_its_length():
    story = illustrated_story(owner="somebody")
    first = copying.copy_scenes(story, owner="somebody", user=None)
    Story.objects.filter(pk=first.pk).update(status=statuses.SKETCHING)
    first.refresh_from_db()
    titles = [copying.copy_scenes(one, owner="somebody", user=None).title for one in (story, first)]
    assert titles == ["A test of courage (copy 2)", "A test of courage (copy 3)"]
    assert copying.copy_scenes(story, owner="another", user=None).title == "A test of courage (copy)"
    story.title = "x" * TITLE_LIMIT
    assert copying.copy_scenes(story, owner="somebody", user=None).title == "x" * (TITLE_LIMIT - 7) + " (copy)"


@pytest.mark.parametrize("make", [make_story, edited_story])
def test_scenes_that_are_not_approved_are_not_copied(make):
    with pytest.raises(Conflict, match="not approved yet"):
        copying.copy_scenes(make(), owner="somebody", user=None)
    assert Story.objects.count() == 1
