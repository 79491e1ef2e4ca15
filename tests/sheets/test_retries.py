"""Errors of the sheet: the story goes on, one warning is logged, and the worksheet is written later."""

import pytest
from django.db import connection

from sheets import services, tasks
from sheets.models import Worksheet
from stories.models import Story
from tests.broker import sent_tasks
from tests.concurrency import at_once
from tests.factories import edited_story, make_story
from tests.sheets.worksheets import WRITE, after, redraw, worksheet_of
from tests.upstreams.google_sheets import QUOTA, html, refused
from tests.upstreams.http_server import Sent

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("content")]


class TestRetries:
    """After an error the worksheet is written later."""

    def failing(self, google, answer, times=1):
        google.behaviour = lambda asked, number: None if asked.path == "/token" else answer
        for _ in range(times):
            after(3600)
            for story in Story.objects.all():
                services.write(story.pk)

    def test_a_failure_is_noted_and_tried_again_after_growing_pauses(self, google, story):
        redraw(story.illustrations.get(number=1))
        pauses = []
        for _ in range(8):
            self.failing(google, html(502))
            row = worksheet_of(story)
            pauses.append((row.due_at - services.timezone.now()).total_seconds())
        assert pauses == pytest.approx([15, 30, 60, 120, 240, 480, 900, 900], rel=0.3)  # with jitter
        assert (row.tries, "(502)" in row.error, row.lease_until) == (8, True, None)

    def test_a_quota_is_left_alone_for_as_long_as_it_asks(self, google, story):
        redraw(story.illustrations.get(number=1))
        self.failing(google, QUOTA)
        assert (worksheet_of(story).due_at - services.timezone.now()).total_seconds() > 50

    def test_one_error_is_one_warning_for_all_stories_and_tries(self, google, caplog):
        edited_story()
        edited_story()
        self.failing(google, refused(403, "The caller does not have permission"), times=3)
        warnings = [record for record in caplog.records if record.name == "sheets.services"]
        assert len(warnings) == 1
        assert "Share the sheet" in warnings[0].getMessage()

    def test_a_change_meanwhile_does_not_shorten_the_pause(self, google, story):
        redraw(story.illustrations.get(number=1))
        self.failing(google, html(502))
        due_at = worksheet_of(story).due_at
        redraw(story.illustrations.get(number=2))
        assert worksheet_of(story).due_at == due_at

    def test_once_it_works_again_all_changes_are_written(self, google, story):
        redraw(story.illustrations.get(number=1))
        self.failing(google, html(502))
        redraw(story.illustrations.get(number=2))
        google.behaviour = lambda asked, number: None
        after(3600)
        services.write(story.pk)
        row = worksheet_of(story)
        assert (row.tries, row.error, row.due_at) == (0, "", None)
        assert len(google.writes()[-1]) == 2

    def test_a_bug_of_ours_is_tried_again_like_any_other_error_and_shows(self, google, story, settings):
        redraw(story.illustrations.get(number=1))
        after()
        settings.SITE_URL = None
        with pytest.raises(AttributeError):
            services.write(story.pk)
        row = worksheet_of(story)
        assert (row.tries, "A mistake of ours" in row.error, row.lease_until) == (1, True, None)

    def test_a_change_never_fails_because_of_the_sheet(self, google, caplog):
        story, table = make_story(), Worksheet._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {table} RENAME TO elsewhere")
            services.story_moved(Story, instance=story)
            cursor.execute(f"ALTER TABLE elsewhere RENAME TO {table}")
        assert "A change was not noted for the Google Sheet" in caplog.text

    def test_without_redis_the_change_is_noted_all_the_same(self, google, story, redis_outage):
        with redis_outage():
            redraw(story.illustrations.get(number=1))
        after(3600)
        tasks.sweep()
        assert sent_tasks().count(WRITE) == 1

    def test_a_story_that_is_deleted_breaks_nothing(self, google, story):
        title = worksheet_of(story).title
        redraw(story.illustrations.get(number=1))
        story.delete()
        services.write(story.pk)
        assert title in google.worksheets


class TestSweep:
    """Overdue worksheets are written."""

    def test_overdue_worksheets_are_sent_again_and_others_are_left(self, google, story):
        redraw(story.illustrations.get(number=1))
        before = sent_tasks().count(WRITE)
        after(6)
        tasks.sweep()
        assert sent_tasks().count(WRITE) == before
        after(10)
        tasks.sweep()
        assert sent_tasks().count(WRITE) == before + 1

    def test_after_a_worker_died_another_one_writes(self, google, story):
        redraw(story.illustrations.get(number=1))
        after()
        assert services.worksheet_jobs.claim(worksheet_of(story), due_at=None)
        services.write(story.pk)
        assert google.writes() == []
        after(121)
        tasks.sweep()
        services.write(story.pk)
        assert len(google.writes()) == 1

    def test_a_sheet_that_hangs_holds_two_threads_and_no_more(self, google, story):
        others = [edited_story(), edited_story()]
        redraw(story.illustrations.get(number=1))
        after()
        refusals = []

        def hang(asked, number):
            if asked.path != "/token" and len(google.asked) == 2:
                tasks.write(str(others[1].pk))
                refusals.append(worksheet_of(others[1]).written)
            return Sent(502, "text/html", after=0.3) if asked.path != "/token" else None

        google.behaviour = hang
        at_once(lambda: tasks.write(str(story.pk)), lambda: tasks.write(str(others[0].pk)))
        assert refusals[:1] == [[]]
        assert worksheet_of(others[1]).tries == 0
