"""The worksheet of a story goes when the story is removed for good."""

import pytest

from stories import deletion
from stories.models import Removal
from tests.removals import remove_files
from tests.sheets.worksheets import worksheet_of
from tests.upstreams.google_sheets import IDEAS, html

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("content", "media")]


def test_the_worksheet_stays_while_the_deletion_can_be_undone_and_goes_with_the_story(google, story):
    title = worksheet_of(story).title
    deletion.delete(story, by="visitor")
    remove_files()
    assert list(google.worksheets) == [IDEAS, title]
    deletion.remove(story)
    remove_files()
    assert list(google.worksheets) == [IDEAS]


def test_a_sheet_that_is_away_is_asked_again_and_one_that_lost_the_worksheet_is_content(google, story):
    google.behaviour = lambda asked, number: html(503)
    deletion.remove(story)
    remove_files()
    [left] = Removal.objects.exclude(error="")
    google.behaviour = lambda asked, number: None
    del google.worksheets[list(google.worksheets)[1]]
    Removal.objects.filter(pk=left.pk).update(due_at=left.due_at.replace(year=2020))
    remove_files()
    assert not Removal.objects.filter(pk=left.pk).exists()
