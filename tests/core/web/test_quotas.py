"""Quotas: how much one visitor may ask for, on the pages and by the API, and what is never counted."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client, RequestFactory

from core.web import quotas
from core.web.quotas import TooMany
from images import statuses
from images.models import Illustration
from quiz import services as quiz_services
from stories.models import Story
from tests.character_sheets import HTMX
from tests.factories import ANSWERS_A, OWNER, edited_story, illustrated_story, sketched_story, visitor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]
SCENES = {f"Scene{n}": f"The red fox counts {n} stars." for n in range(1, 21)}


def asked(owner=OWNER, address="192.0.2.1", user=None):
    """A request of that visitor."""
    request = RequestFactory().post("/", REMOTE_ADDR=address)
    request.session, request.user = SessionStore(), user or AnonymousUser()
    request.session["visitor"] = owner
    return request


def approve(client: Client, number: int, **more):
    """Send twenty scenes of a new story."""
    scenes = SCENES | {"Scene1": f"Story {number}."}
    body = {"scenes": scenes, "answers": ANSWERS_A}
    return client.post("/approve_scenes", json.dumps(body), content_type="application/json", **more)


def answered(client: Client, owner: str = OWNER):
    """Submit the quiz, with every question answered."""
    quiz_services.start_over(owner)
    submission = quiz_services.submission_of(owner)
    submission.answers = ANSWERS_A
    submission.save()
    return client.post("/quiz/check/", headers=HTMX)


def marks(story: Story) -> list[str]:
    """What the boxes of all its pictures send when they are ticked."""
    return [picture.mark for picture in story.illustrations.select_related("current")]


def test_one_story_too_many_is_refused_by_the_api_in_words(settings):
    settings.STORIES_PER_HOUR = 2
    client = visitor()
    assert [approve(client, n).status_code for n in range(2)] == [200, 200]
    refused = approve(client, 3)
    assert refused.status_code == 429
    assert 3500 < int(refused["Retry-After"]) <= 3600
    assert refused.json() == {"error": "There can be 2 stories an hour. Please try again in 60 minutes."}
    assert Story.objects.count() == 2


def test_one_story_too_many_is_refused_on_the_page_in_words(settings):
    settings.STORIES_PER_HOUR = 1
    client = visitor()
    assert answered(client).status_code == 200
    refused = answered(client)
    assert (refused.status_code, Story.objects.count()) == (429, 1)
    assert "There can be 1 story an hour" in refused.content.decode()
    assert int(refused["Retry-After"]) > 0


def test_stories_are_counted_by_day_too(settings):
    settings.STORIES_PER_HOUR, settings.STORIES_PER_DAY = 0, 1
    client = visitor()
    approve(client, 1)
    refused = approve(client, 2)
    assert refused.json() == {"error": "There can be 1 story a day. Please try again in 24 hours."}


def test_what_was_refused_for_its_answers_does_not_count(settings):
    settings.STORIES_PER_HOUR = 1
    client = visitor()
    for _ in range(3):
        body = json.dumps(ANSWERS_A | {"find": ""})
        assert client.post("/submit", body, content_type="application/json").status_code == 400
    assert approve(client, 1).status_code == 200


def test_a_story_that_is_sent_again_counts_once(settings):
    settings.STORIES_PER_HOUR = 1
    client = visitor()
    assert [approve(client, 1).status_code for _ in range(3)] == [200, 409, 409]


def test_visitors_without_a_cookie_are_counted_by_their_address(settings):
    settings.STORIES_PER_HOUR, settings.VISITORS_PER_ADDRESS = 1, 3
    found = [approve(Client(), n, REMOTE_ADDR="192.0.2.1").status_code for n in range(4)]
    assert found == [200, 200, 200, 429]
    assert approve(Client(), 9, REMOTE_ADDR="192.0.2.2").status_code == 200


def test_an_invented_header_gives_nobody_another_address(settings):
    settings.STORIES_PER_HOUR, settings.VISITORS_PER_ADDRESS, settings.TRUSTED_PROXIES = 1, 1, 1
    found = [
        approve(Client(), n, headers={"X-Forwarded-For": f"203.0.113.{n}, 192.0.2.1"}).status_code for n in range(2)
    ]
    assert found == [200, 429]


def test_twenty_pictures_may_be_rejected_at_once():
    story = illustrated_story(statuses.PENDING)
    ticked = {"picture": marks(story)}
    assert len(ticked["picture"]) == 20
    assert visitor().post(f"/stories/{story.pk}/reject-selected", ticked, headers=HTMX).status_code == 200
    assert set(story.illustrations.values_list("status", flat=True)) == {statuses.QUEUED}


WAYS = {
    "redraw": ("pictures/7/redraw", {}),
    "reject": ("pictures/7/reject", {"note": "no snow"}),
    "edit": ("pictures/7/edit", {"mode": "edit", "wish": "no snow"}),
    "vary": ("pictures/7/vary", {}),
    "upload": ("pictures/7/upload", {}),
    "many": ("reject-selected", {"note": "no snow"}),
    "missing": ("draw-missing", {}),
}


@pytest.mark.parametrize("way", WAYS)
def test_every_way_to_a_new_picture_is_counted_and_refused_in_its_own_form(way, settings):
    settings.REDRAWS_PER_STORY_HOUR = settings.UPLOADS_PER_STORY_HOUR = -1
    story = illustrated_story(statuses.FAILED if way == "missing" else statuses.PENDING)
    path, fields = WAYS[way]
    fields = fields | {"picture": marks(story)}
    before = list(Illustration.objects.values_list("status", flat=True))
    for headers in (HTMX, {}):
        refused = visitor().post(f"/stories/{story.pk}/{path}", fields, headers=headers)
        assert refused.status_code == 429
        assert "are taken at the moment" in refused.content.decode()
        assert refused["Retry-After"]
    assert list(Illustration.objects.values_list("status", flat=True)) == before


def test_what_was_typed_is_not_lost_when_it_is_refused(settings):
    settings.REDRAWS_PER_STORY_HOUR = -1
    story = illustrated_story(statuses.PENDING)
    refused = visitor().post(
        f"/stories/{story.pk}/pictures/7/edit", {"mode": "edit", "wish": "purple snow"}, headers=HTMX
    )
    assert "purple snow" in refused.content.decode()


def test_variations_count_as_the_pictures_that_they_are(settings):
    settings.REDRAWS_PER_STORY_HOUR = 4
    story = illustrated_story(statuses.PENDING)
    client = visitor()
    assert client.post(f"/stories/{story.pk}/pictures/1/vary", headers=HTMX).status_code == 200
    assert client.post(f"/stories/{story.pk}/pictures/2/redraw", headers=HTMX).status_code == 429
    assert (
        client.post(f"/stories/{illustrated_story(statuses.PENDING).pk}/pictures/2/redraw", headers=HTMX).status_code
        == 200
    )


@pytest.mark.parametrize("what", ["change", "redraw"])
def test_the_fox_counts_as_a_picture(what, settings):
    settings.REDRAWS_PER_STORY_HOUR = -1
    story = sketched_story()
    fields = {"wish": "a hat", "character": "a red fox"}
    assert visitor().post(f"/stories/{story.pk}/fox/{what}", fields, headers=HTMX).status_code == 429


def test_rewrites_are_counted(settings):
    settings.REWRITES_PER_STORY_HOUR = 2
    story, client = edited_story(), visitor()
    found = [client.post(f"/stories/{story.pk}/scenes/{n}/rewrite", headers=HTMX) for n in range(1, 4)]
    assert [answer.status_code for answer in found] == [200, 200, 429]
    assert "There can be 2 rewritings of this story an hour" in found[2].content.decode()


@pytest.mark.parametrize("call", ["approve_image", "edit_image"])
def test_the_api_counts_pictures_too(call, settings):
    settings.REDRAWS_PER_STORY_HOUR = -1
    story = illustrated_story(statuses.PENDING)
    path = f"/{call}/{story.pk}" + ("/7" if call == "approve_image" else "")
    body = (
        {"action": "reject"} if call == "approve_image" else {"scene_number": 7, "user_input": "x", "edit_mode": "edit"}
    )
    refused = visitor().post(path, json.dumps(body), content_type="application/json")
    assert (refused.status_code, "Retry-After" in refused) == (429, True)
    assert "error" in refused.json()


def test_approving_is_never_counted(settings):
    settings.REDRAWS_PER_STORY_HOUR = settings.STORIES_PER_HOUR = -1
    story = illustrated_story(statuses.PENDING)
    assert visitor().post(f"/stories/{story.pk}/approve-all", {"picture": "7:1"}, headers=HTMX).status_code == 200


def test_staff_are_not_counted(settings, admin_user):
    settings.STORIES_PER_HOUR = -1
    quotas.count(asked(user=admin_user), quotas.STORIES)
    with pytest.raises(TooMany):
        quotas.count(asked(), quotas.STORIES)


@pytest.mark.parametrize("quota", quotas.ALL, ids=lambda quota: quota.name)
def test_zero_is_no_limit_and_a_negative_number_forbids_all(quota, settings):
    for name in quota.settings:
        setattr(settings, name, 0)
    for _ in range(200):
        quotas.count(asked(), quota, story="a")
    for name in quota.settings:
        setattr(settings, name, -1)
    with pytest.raises(TooMany):
        quotas.count(asked(), quota, story="a")


def test_more_at_once_than_an_hour_allows_is_refused_in_words(settings):
    settings.REDRAWS_PER_STORY_HOUR = 5
    with pytest.raises(TooMany, match=r"20 more would be too many. Please ask for fewer at once."):
        quotas.count(asked(), quotas.REDRAWS, 20, story="a")
    quotas.count(asked(), quotas.REDRAWS, 5, story="a")


def test_of_many_requests_at_once_only_the_limit_passes(settings):
    settings.STORIES_PER_HOUR, settings.VISITORS_PER_ADDRESS = 5, 0

    def one(_):
        try:
            quotas.count(asked(), quotas.STORIES)
        except TooMany:
            return 0
        return 1

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(one, range(24))) == 5


def test_without_redis_everything_passes_and_the_log_says_so(settings, redis_outage, caplog):
    settings.STORIES_PER_HOUR = 1
    with redis_outage():
        for _ in range(3):
            quotas.count(asked(), quotas.STORIES)
    assert "no limit is kept for stories" in caplog.text
    quotas.count(asked(), quotas.STORIES)
    with pytest.raises(TooMany):
        quotas.count(asked(), quotas.STORIES)


@pytest.mark.parametrize(
    ("seconds", "words"), [(1, "in a minute"), (61, "in 2 minutes"), (3600, "in 60 minutes"), (7201, "in 3 hours")]
)
def test_a_wait_is_said_in_words(seconds, words):
    assert quotas.in_words(seconds) == words


def test_what_a_visitor_asked_for_counts_for_the_one_that_it_becomes(settings):
    settings.STORIES_PER_HOUR, settings.STORIES_PER_DAY, settings.VISITORS_PER_ADDRESS = 5, 30, 0
    for owner, times in (("before", 3), ("after", 1)):
        for _ in range(times):
            quotas.count(asked(owner), quotas.STORIES)
    quotas.move("before", "after")
    quotas.count(asked("after"), quotas.STORIES)
    with pytest.raises(TooMany):
        quotas.count(asked("after"), quotas.STORIES)
    quotas.count(asked("before"), quotas.STORIES, 5)  # nothing is left with the old name


def test_what_is_more_than_a_limit_allows_stops_at_the_limit(settings):
    settings.STORIES_PER_HOUR, settings.VISITORS_PER_ADDRESS = 3, 0
    for owner in ("before", "after"):
        quotas.count(asked(owner), quotas.STORIES, 2)
    quotas.move("before", "after")
    with pytest.raises(TooMany):
        quotas.count(asked("after"), quotas.STORIES)
    settings.STORIES_PER_HOUR = 4
    quotas.count(asked("after"), quotas.STORIES)


def test_without_redis_a_visitor_moves_all_the_same(redis_outage, caplog):
    with redis_outage():
        quotas.move("before", "after")
    assert "Redis does not count" in caplog.text
