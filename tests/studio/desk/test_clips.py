"""Clips in Django admin: staff see them, make those of many stories, and redo, swap or wait for single ones."""

from html import unescape

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client

from stories import statuses as story_statuses
from stories.models import Story
from tests.broker import sent_clips, sent_tasks
from tests.factories import approved_story
from tests.videos.factories import finish_clips
from videos import statuses
from videos.models import Clip, Take

pytestmark = pytest.mark.django_db
CLIPS, STORIES = "/admin/videos/clip/", "/admin/stories/story/"


def act(client: Client, page: str, action: str, rows) -> str:
    """Send the form of a list with these rows ticked; the messages of the next page."""
    sent = {"action": action, "_selected_action": [str(row.pk) for row in rows], "index": "0"}
    answer = client.post(page, sent, follow=True)
    return " ".join(unescape(str(message)) for message in answer.context["messages"])


@pytest.fixture
def reviewer() -> Client:
    """Staff who may decide about pictures."""
    user = get_user_model().objects.create_user("rita", is_staff=True)
    user.groups.add(Group.objects.get(name="reviewer"))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def clerk() -> Client:
    """Staff who may do nothing."""
    client = Client()
    client.force_login(get_user_model().objects.create_user("carl", is_staff=True))
    return client


def test_the_videos_of_many_stories_are_made_and_the_others_are_told_why_not(admin_client, story, commit):
    unready = approved_story()
    unready.illustrations.filter(number=1).update(status="pending_approval")
    with commit():
        said = act(admin_client, STORIES, "make_videos", Story.objects.all())
    assert "1 being made into clips." in said
    assert "Only 19/20 images approved." in said
    assert set(Story.objects.values_list("pk", "status")) == {
        (story.pk, story_statuses.FILMING),
        (unready.pk, story_statuses.APPROVED),
    }
    assert sent_tasks() == [("videos.begin", None)]


def test_single_clips_are_made_again_here_or_waited_for(admin_client, filming, commit):
    finish_clips(filming)
    again, here, late = Clip.objects.filter(number__in=(3, 4, 5))
    Clip.objects.filter(pk=late.pk).update(status=statuses.OVERDUE)
    Take.objects.filter(clip=late).update(outcome=statuses.LATE)
    with commit():
        assert "1 asked for again." in act(admin_client, CLIPS, "make_again", [again])
        assert "1 asked for on this machine." in act(admin_client, CLIPS, "make_here", [here])
        said = act(admin_client, CLIPS, "wait_longer", [late, again])
    assert "1 waited for again." in said
    assert "Clip 3 is not overdue." in said
    assert sent_clips() == [("videos.submit", again.pk), ("videos.poll", late.pk)]
    assert sent_clips("clips") == [("videos.make_here", here.pk)]


def test_what_was_done_stands_in_admin_s_own_log(admin_client, filming):
    finish_clips(filming)
    clip = Clip.objects.get(number=3)
    act(admin_client, CLIPS, "make_again", [clip])
    page = admin_client.get(f"{CLIPS}{clip.pk}/history/").content.decode()
    assert "Asked for again." in page


def test_a_clip_s_page_shows_every_take_and_changes_nothing(admin_client, filming):
    finish_clips(filming)
    clip = Clip.objects.get(number=3)
    page = admin_client.get(f"{CLIPS}{clip.pk}/change/").content.decode()
    assert clip.current.url in page
    assert "clip-1" in page
    assert 'name="motion"' not in page


def test_a_list_of_many_clips_costs_few_queries(admin_client, filming, django_assert_max_num_queries):
    finish_clips(filming)
    with django_assert_max_num_queries(12):
        assert admin_client.get(f"{CLIPS}?status__exact=ready").status_code == 200


def test_reviewers_decide_about_clips_and_others_see_none(reviewer, clerk, filming, story):
    finish_clips(filming)
    clip = Clip.objects.get(number=3)
    assert reviewer.get(f"{CLIPS}{clip.pk}/change/").status_code == 200
    assert "1 asked for again." in act(reviewer, CLIPS, "make_again", [clip])
    assert clerk.get(CLIPS).status_code == 403
    assert clerk.post(CLIPS, {"action": "make_again", "_selected_action": [str(clip.pk)]}).status_code == 403
