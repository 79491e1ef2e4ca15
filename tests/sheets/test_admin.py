"""What staff see of the sheet, and what they can do."""

import pytest
from django.urls import reverse

from sheets import services
from sheets.models import Worksheet
from stories.models import Story
from tests.broker import sent_tasks
from tests.factories import edited_story
from tests.sheets.worksheets import after, worksheet_of
from tests.upstreams.google_sheets import refused

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("content")]
LIST = "admin:sheets_worksheet_changelist"


@pytest.fixture
def story(google) -> Story:
    """A story that the sheet could not take."""
    google.behaviour = lambda asked, number: None if asked.path == "/token" else refused(403, "No.")
    story = edited_story()
    after()
    services.write(story.pk)
    google.behaviour = lambda asked, number: None
    return story


def test_the_list_says_what_keeps_a_worksheet_from_being_written(admin_client, story):
    page = admin_client.get(reverse(LIST)).content.decode()
    assert worksheet_of(story).title in page
    assert "Share the sheet with that address" in page
    one = admin_client.get(reverse("admin:sheets_worksheet_change", args=[worksheet_of(story).pk]))
    assert one.status_code == 200


def test_staff_have_a_whole_worksheet_written_now(admin_client, story, google):
    chosen = {"action": "write_now", "_selected_action": [worksheet_of(story).pk]}
    answer = admin_client.post(reverse(LIST), chosen, follow=True)
    assert "1 worksheet(s) will be written in a moment." in answer.content.decode()
    assert ("sheets.write", None) in sent_tasks()
    services.write(story.pk)
    assert len(google.worksheets[worksheet_of(story).title]) == 22


def test_a_story_with_a_worksheet_can_be_deleted(admin_client, story):
    admin_client.post(reverse("admin:stories_story_delete", args=[story.pk]), {"post": "yes"})
    assert (Story.objects.count(), Worksheet.objects.count()) == (0, 0)
