"""Reads of clips."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.videos.factories import finish_clips
from videos import queries, statuses

pytestmark = pytest.mark.django_db


def test_how_many_clips_are_overdue_costs_no_further_query(filming):
    finish_clips(filming)
    asked = []
    for overdue in (1, 20):
        filming.clips.filter(number__lte=overdue).update(status=statuses.OVERDUE)
        with CaptureQueriesContext(connection) as captured:
            assert len(queries.pictures_without_clip(filming)) == 0
        asked.append(len(captured))
    assert asked[0] == asked[1]
