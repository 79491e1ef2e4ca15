"""The sheet on a running site: a worker writes what another process has changed, also when nobody told it to."""

import pytest
from django.conf import settings as site
from django.utils import timezone

from sheets.models import Worksheet
from stories.models import Story
from tests.factories import illustrated_story
from tests.sheets.worksheets import worksheet_of
from tests.stack import eventually, running

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("content")]


@pytest.fixture
def workers(google, tmp_path):
    """Worker and beat, with the sheet switched on."""
    names = ("GOOGLE_SHEET_ID", "GOOGLE_SERVICE_ACCOUNT_FILE", "GOOGLE_API_URL")
    environment = {name: str(getattr(site, name)) for name in names}
    with running(tmp_path, beat=True, USE_GOOGLE_AUTH="true", **environment):
        yield


def written(google, story: Story) -> bool:
    return len(google.worksheets.get(worksheet_of(story).title, [])) == 22


def test_a_worker_writes_changes_also_when_no_message_was_sent(google, workers, settings):
    story = illustrated_story("pending_approval")
    eventually(lambda: written(google, story), 30)
    assert len(google.writes()) == 2  # the first found no worksheet
    settings.USE_GOOGLE_AUTH = False  # in this process, so that it sends no message
    unsent = illustrated_story("approved")
    Worksheet.objects.create(story=unsent, title="Story_unsent", due_at=timezone.now())
    eventually(lambda: written(google, unsent), 40)
