"""The history of statuses in Django admin."""

import pytest

from core.models import StatusEvent
from core.status import move
from images import statuses
from stories.models import Story
from tests.factories import bring_to, edited_story, illustrated_story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]

PAGE = "/admin/core/statusevent/"


def page(client) -> str:
    answer = client.get(PAGE)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_last_change_comes_first_and_says_what_changed_by_name(admin_client):
    story = illustrated_story()
    bring_to(story.illustrations.get(number=7), statuses.PENDING)
    shown = page(admin_client)
    link = f'<a href="?q={story.pk}" title="All changes of this story">'
    assert f"{link}Picture 7 of A test of courage</a>" in shown
    assert f"{link}A test of courage</a>" in shown
    changes = [event.new for event in admin_client.get(PAGE).context_data["cl"].result_list]
    assert changes == ["pending_approval", "generating", "illustrating", "editing"]


def test_a_name_is_text_whatever_it_contains_and_what_is_gone_has_its_number(admin_client):
    story = edited_story()
    Story.objects.update(title="<script>")
    gone = StatusEvent.objects.create(kind="images.illustration", object_id="77", channel="x", old="a", new="b")
    shown = page(admin_client)
    assert "&lt;script&gt;</a>" in shown
    assert f">illustration {gone.object_id}, which is gone</a>" in shown
    assert story.title not in shown


def test_many_changes_cost_as_few_queries_as_one(admin_client, django_assert_max_num_queries):
    story = illustrated_story()
    for picture in story.illustrations.all():
        move(picture, statuses.GENERATING)
    with django_assert_max_num_queries(10):
        page(admin_client)
