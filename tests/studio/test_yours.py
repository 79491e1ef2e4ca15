"""A visitor deletes a story, or everything, and can undo it: with forms alone, without scripts."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from core.web.visitors import SESSION_KEY
from quiz.models import Submission
from stories import deletion
from stories.models import Story
from tests.factories import OWNER, edited_story, illustrated_story, visitor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content", "media")]


def text_of(client, path):
    return client.get(path).content.decode()


def days_left() -> float:
    return (Session.objects.get().expire_date - timezone.now()) / timedelta(days=1)


def test_a_story_is_deleted_from_its_page_and_had_back_from_the_start_page():
    story, browser = edited_story(), visitor()
    assert f'action="/stories/{story.pk}/delete"' in text_of(browser, f"/stories/{story.pk}/")
    answer = browser.post(f"/stories/{story.pk}/delete")
    assert answer["Location"] == "/#deleted"
    page = text_of(browser, "/")
    assert f'href="/stories/{story.pk}/"' not in page
    assert f'action="/stories/{story.pk}/undo-delete"' in page
    answer = browser.post(f"/stories/{story.pk}/undo-delete")
    assert answer["Location"] == f"/stories/{story.pk}/"
    assert text_of(browser, "/").count("undo-delete") == 0


def test_the_start_page_offers_no_undo_once_its_time_is_over():
    story, browser = edited_story(), visitor()
    deletion.delete(story, by="visitor")
    Story.everything.update(deleted_at=timezone.now() - timedelta(days=8))
    assert "undo-delete" not in text_of(browser, "/")
    answer = browser.post(f"/stories/{story.pk}/undo-delete")
    assert answer.status_code == 409


def test_everything_is_deleted_at_once_and_nothing_of_others():
    edited_story(), edited_story()
    other = edited_story(owner="somebody-else")
    Submission.objects.create(owner=OWNER, answers={"find": "a hat"})
    browser = visitor()
    page = text_of(browser, "/yours/")
    assert "2 stories." in page
    assert 'href="/stories/"' in page
    browser.post("/yours/delete")
    assert list(Story.objects.all()) == [other]
    assert not Submission.objects.exists()
    assert text_of(browser, "/").count("undo-delete") == 2


def test_whoever_has_nothing_is_told_so(client):
    assert "There is nothing" in text_of(client, "/yours/")
    assert client.post("/yours/delete").status_code == 302
    assert not Session.objects.exists()


def test_the_session_ends_with_the_time_for_an_undo_unless_there_is_one():
    story, browser = edited_story(), visitor()
    assert days_left() > 300
    browser.post(f"/stories/{story.pk}/delete")
    assert 7 < days_left() <= 8
    browser.post(f"/stories/{story.pk}/undo-delete")
    assert days_left() > 300
    assert Session.objects.get().get_decoded()[SESSION_KEY] == OWNER


def test_the_session_of_a_visitor_who_has_another_story_stays_as_it_is():
    story, browser = edited_story(), visitor()
    edited_story()
    browser.post(f"/stories/{story.pk}/delete")
    assert days_left() > 300


def test_staff_who_delete_a_visitors_story_come_to_the_list_where_it_can_be_undone(admin_client):
    story = edited_story()
    answer = admin_client.post(f"/stories/{story.pk}/delete")
    assert answer["Location"] == "/admin/stories/story/?deleted=yes"
    assert str(story.pk)[:8] in text_of(admin_client, answer["Location"])
    assert str(story.pk)[:8] not in text_of(admin_client, "/admin/stories/story/")


def test_staff_delete_and_undo_in_bulk(admin_client):
    stories = [edited_story(), edited_story()]
    chosen = {"_selected_action": [story.pk for story in stories]}
    admin_client.post("/admin/stories/story/", {"action": "delete_for_now", **chosen})
    assert not Story.objects.exists()
    admin_client.post("/admin/stories/story/?deleted=yes", {"action": "undo_deletion", **chosen})
    assert Story.objects.count() == 2


def test_the_picture_of_a_deleted_story_is_not_in_the_review_queue(admin_client):
    story = illustrated_story("pending_approval")
    assert "Picture 7" in text_of(admin_client, "/admin/images/picturetoreview/")
    deletion.delete(story, by="visitor")
    assert "Picture 7" not in text_of(admin_client, "/admin/images/picturetoreview/")
    picture = story.illustrations.get(number=7)
    assert admin_client.post(f"/admin/images/picturetoreview/{picture.pk}/decide/").status_code == 404
