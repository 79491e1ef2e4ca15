"""What a worksheet shows, and when it is written."""

from decimal import Decimal

import pytest
from django.conf import settings as site

from core import expenses
from core.status import move
from images import services as picture_services
from images.models import Illustration, Version
from sheets import services, tasks
from sheets.models import Worksheet
from sheets.rows import HEADER
from stories import presentation, statuses
from stories import services as story_services
from stories.models import Story
from tests.broker import sent_tasks
from tests.concurrency import at_once
from tests.factories import edited_story, illustrated_story
from tests.sheets.worksheets import WRITE, after, clip_of, redraw, worksheet_of
from tests.upstreams.google_sheets import IDEAS

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("content")]


def shown(google, story):
    """The rows of the story's worksheet."""
    return google.worksheets[worksheet_of(story).title]


class TestRows:
    """What the worksheet shows."""

    def test_a_story_has_a_worksheet_named_after_its_beginning_and_its_id(self, google, story):
        title = f"Story_{story.created_at:%Y%m%d_%H%M%S}_{str(story.pk)[:8]}"
        assert list(google.worksheets) == [IDEAS, title]

    def test_title_header_and_twenty_scenes_with_their_pictures(self, google, story):
        rows = shown(google, story)
        assert rows[0][:2] == ["A test of courage", f"{site.SITE_URL}/stories/{story.pk}/"]
        assert tuple(rows[1]) == HEADER
        picture = story.illustrations.select_related("current").get(number=20)
        text = "The red fox walks past tree number 20."
        url = f"{site.SITE_URL}{picture.current.url}"
        assert rows[21] == [20, text, "The red fox walks.", url, "Waits for you", "", ""]
        assert len(rows) == 22

    def test_the_costs_of_all_attempts_stand_beside_the_scene_and_those_of_all_on_top(self, google, story):
        for cost in ("0.04", "0.05"):
            opened = expenses.insert_expense(story.channel, "draw", provider="p", model="m", expected=None)
            expenses.close(opened, usage={"output": 1}, cost=Decimal(cost))
            picture = story.illustrations.get(number=3)
            redraw(picture)
            Version.objects.filter(pk=picture.current_id).update(expense=opened)
        writing = expenses.insert_expense(story.channel, "write", provider="p", model="m", expected=None)
        expenses.close(writing, usage={"output": 1}, cost=Decimal("0.01"))
        after()
        services.write(story.pk)
        rows = shown(google, story)
        assert (rows[4][-1], rows[0][-1], rows[5][-1]) == (0.09, 0.1, "")

    def test_a_clip_appears_with_its_address_and_state(self, google, story):
        clip_of(story.illustrations.get(number=7))
        after()
        services.write(story.pk)
        assert shown(google, story)[8][4:6] == ["Waits for you, clip: Ready", "https://clips.example/7.mp4"]

    def test_a_story_without_pictures_shows_its_scenes(self, google):
        story = edited_story()
        after()
        services.write(story.pk)
        assert shown(google, story)[2] == [1, "The red fox walks past tree number 1.", "", "", "", "", ""]


class TestFewWrites:
    """At most one write in five seconds a worksheet, of the rows that changed."""

    def test_many_changes_are_one_task_and_one_write_of_their_rows(self, google, story):
        before = sent_tasks().count(WRITE)
        picture_services.approve_all(story.illustrations.filter(number__lte=3), by="mia")
        assert sent_tasks().count(WRITE) == before + 1
        after()
        services.write(story.pk)
        assert google.writes() == [[f"'{worksheet_of(story).title}'!A{row}" for row in (3, 4, 5)]]

    def test_nothing_is_written_before_it_is_due_nor_twice(self, google, story):
        redraw(story.illustrations.get(number=1))
        after(4)
        services.write(story.pk)
        assert google.asked == []
        after(1)
        services.write(story.pk)
        services.write(story.pk)
        assert len(google.writes()) == 1

    def test_a_change_that_shows_nothing_new_writes_nothing(self, google, story):
        services.mark_due(story.pk)
        after()
        services.write(story.pk)
        assert google.asked == []
        assert worksheet_of(story).due_at is None

    def test_another_title_is_a_change(self, google, story):
        presentation.rename(story, title="The lantern", author="", by="")
        assert sent_tasks()[-1] == WRITE
        after()
        services.write(story.pk)
        assert shown(google, story)[0][0] == "The lantern"

    def test_another_text_of_a_scene_is_a_change(self, google, story):
        story_services.revise_scene(story.scenes.get(number=5), "=IMPORTXML(A1)")
        assert sent_tasks()[-1] == WRITE
        after()
        services.write(story.pk)
        assert shown(google, story)[6][1] == "=IMPORTXML(A1)"

    def test_of_two_workers_one_writes(self, google, story):
        redraw(story.illustrations.get(number=1))
        after()
        at_once(*[lambda: services.write(story.pk)] * 3)
        assert len(google.writes()) == 1

    def test_what_changes_while_it_is_written_is_written_next(self, google, story):
        def change_meanwhile(asked, number):
            google.behaviour = lambda asked, number: None
            redraw(Illustration.objects.get(story=story, number=2))

        redraw(story.illustrations.get(number=1))
        after()
        google.behaviour = change_meanwhile
        services.write(story.pk)
        assert worksheet_of(story).due_at is not None
        after()
        services.write(story.pk)
        assert [len(ranges) for ranges in google.writes()] == [1, 1]

    def test_a_worksheet_that_somebody_deleted_is_written_anew(self, google, story):
        before = shown(google, story)
        del google.worksheets[worksheet_of(story).title]
        redraw(story.illustrations.get(number=1))
        after()
        services.write(story.pk)
        assert shown(google, story)[2:] != before[2:]
        assert len(shown(google, story)) == 22


class TestOff:
    """A sheet that is switched off costs nothing."""

    def test_there_are_no_worksheets_no_tasks_and_no_queries(self, google, settings, django_assert_num_queries):
        settings.USE_GOOGLE_AUTH = False
        story = illustrated_story("approved")
        assert (Worksheet.objects.count(), sent_tasks()) == (0, [])
        with django_assert_num_queries(0):
            services.story_moved(Story, instance=story)
            tasks.sweep()
        assert google.asked == []

    def test_switched_on_later_a_story_gets_a_worksheet_when_it_moves(self, google, settings):
        settings.USE_GOOGLE_AUTH = False
        old, going_on = edited_story(), illustrated_story("approved")
        settings.USE_GOOGLE_AUTH = True
        move(going_on, statuses.FILMING)
        assert list(Worksheet.objects.values_list("story", flat=True)) == [going_on.pk]
        assert not Worksheet.objects.filter(story=old).exists()

    def test_switched_off_it_leaves_what_is_due_alone(self, google, story, settings):
        redraw(story.illustrations.get(number=1))
        after()
        settings.USE_GOOGLE_AUTH = False
        services.write(story.pk)
        assert google.asked == []
