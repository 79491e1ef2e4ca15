"""Others look at a story, comment on it, and approve and reject its pictures, by a link and under a name."""

import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from core.models import AuditEntry, StatusEvent
from images import statuses
from images.models import Decision
from stories import guests
from stories.models import Comment, ReviewLink
from storyforge import retention
from tests.factories import edited_story, illustrated_story, visitor
from visitors import tokens

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content", "media")]
LINK = re.compile(r'href="http://testserver/review/#([\w-]{43})"')
NOWHERE = "This link leads nowhere"


@pytest.fixture
def story():
    return illustrated_story(statuses.PENDING)


def made(story, may: str = "decide") -> str:
    """The secret of a new link, from the page that shows it."""
    found = LINK.search(visitor().post(f"/stories/{story.pk}/guests/link", {"may": may}).content.decode())
    assert found
    return found[1]


def entered(token: str, name: str = "Anna", client: Client | None = None) -> Client:
    client = client or Client()
    answer = client.post("/review/open", {"token": token, "name": name})
    assert answer.status_code == 302, answer.content.decode()
    return client


def page(client: Client, story) -> str:
    return " ".join(client.get(f"/stories/{story.pk}/").content.decode().split())


def comment(client: Client, story, **fields: object):
    return client.post(f"/stories/{story.pk}/comments", {"number": "7", "text": "A fine hat."} | fields)


def test_a_link_is_opened_under_a_name_as_often_as_it_is_there(story):
    token, asking = made(story), Client()
    answer = asking.post("/review/", {"token": token})
    assert "A test of courage" in answer.content.decode()
    assert asking.get(f"/stories/{story.pk}/").status_code == 404  # it was only asked
    for name in ("Anna", "Ben"):
        guest = entered(token, name)
        assert f"You are here as {name} (guest). You may " in page(guest, story)
        assert guest.get(f"/story/{story.pk}").status_code == 200
        assert "Delete this story" not in page(guest, story)
    assert Client().post("/review/open", {"token": token, "name": " "}).status_code == 400


def test_a_browser_remembers_its_guest_and_may_use_another_name(story):
    token = made(story)
    guest = entered(token)
    again = guest.post("/review/", {"token": token})
    assert (again.status_code, again["Location"]) == (302, f"/stories/{story.pk}/")
    assert "You are here as Anna (guest)." in page(guest, story)
    other = illustrated_story(statuses.PENDING)
    assert 'value="Anna"' in guest.post("/review/", {"token": made(other)}).content.decode()
    asked = f"/review/?again={story.pk}"
    assert f'href="{asked}"' in page(guest, story)
    assert 'value="Anna"' in guest.get(asked).content.decode()
    guest.post("/review/open", {"again": story.pk, "name": "Ben"})
    assert "You are here as Ben (guest)." in page(guest, story)
    assert Client().get(asked).status_code == Client().post("/review/open", {"again": story.pk}).status_code == 404


def test_what_a_guest_decides_is_recorded_under_that_name(story, django_user_model):
    django_user_model.objects.create_user("Anna", is_staff=True)
    guest = entered(made(story))
    guest.post(f"/stories/{story.pk}/pictures/7/approve", {"version": "1"})
    body = json.dumps({"action": "reject", "note": "brighter"})
    guest.post(f"/approve_image/{story.pk}/8", body, content_type="application/json")
    assert {(one.action, one.by) for one in Decision.objects.all()} == {
        ("approve", "Anna (guest)"),
        ("reject", "Anna (guest)"),
    }
    assert not AuditEntry.objects.filter(by="Anna").exists()  # the guest is not the member of staff of that name
    assert StatusEvent.objects.filter(by="Anna (guest)").exists()
    assert guest.post(f"/stories/{story.pk}/pictures/7/undo", {"version": "1"}).status_code == 302
    assert story.illustrations.get(number=7).status == statuses.PENDING


def test_a_link_only_to_look_lets_nobody_decide_or_comment(story):
    guest = entered(made(story, "look"))
    found = page(guest, story)
    assert "You may look at everything." in found
    assert "/pictures/7/approve" not in found
    assert "comment-text" not in found
    assert comment(guest, story).status_code == 403
    assert guest.post(f"/stories/{story.pk}/pictures/7/approve", {"version": "1"}).status_code == 403
    assert not Decision.objects.exists()
    assert not Comment.objects.exists()


def test_what_is_said_is_seen_by_all_and_deleted_by_the_owner(story):
    guest, owner = entered(made(story)), visitor()
    assert comment(guest, story, text="<b>A fine hat.</b>").status_code == 302
    comment(owner, story, number="0", text="Thank you.")
    for reader in (guest, owner):
        found = page(reader, story)
        assert "Anna (guest)" in found
        assert "&lt;b&gt;A fine hat.&lt;/b&gt;" in found
        assert "Thank you." in found
    first = Comment.objects.first()
    assert guest.post(f"/stories/{story.pk}/comments/delete", {"comment": first.pk}).status_code == 403
    owner.post(f"/stories/{story.pk}/comments/delete", {"comment": first.pk})
    assert [one.text for one in Comment.objects.all()] == ["Thank you."]


@pytest.mark.parametrize("wrong", [{"text": " "}, {"text": "x" * 1001}, {"number": "21"}])
def test_a_comment_has_words_and_is_about_a_scene(story, wrong):
    assert comment(visitor(), story, **wrong).status_code == 400
    assert not Comment.objects.exists()


def test_a_story_takes_so_many_comments(story, monkeypatch):
    monkeypatch.setattr(guests, "MOST_COMMENTS", 1)
    assert [comment(visitor(), story).status_code for _ in range(2)] == [302, 409]


def test_a_link_that_is_taken_back_ends_what_it_let_anybody_do(story):
    token = made(story)
    guest = entered(token)
    link = ReviewLink.objects.get()
    other = edited_story(owner="somebody else")
    taken = visitor("somebody else").post(f"/stories/{other.pk}/guests/take-back", {"link": link.pk})
    assert taken.status_code == 404  # not a link of that story
    visitor().post(f"/stories/{story.pk}/guests/take-back", {"link": link.pk})
    assert guest.get(f"/stories/{story.pk}/").status_code == 404
    answer = Client().post("/review/", {"token": token})
    assert (answer.status_code, NOWHERE in answer.content.decode()) == (404, True)


def test_a_link_that_is_over_or_made_up_or_of_a_deleted_story_leads_nowhere(story):
    token = made(story)
    guest = entered(token)
    ReviewLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert guest.get(f"/stories/{story.pk}/").status_code == 404
    for secret in (token, "", "x" * 43):
        assert Client().post("/review/open", {"token": secret, "name": "Anna"}).status_code == 404
    retention.forget_old()
    assert not ReviewLink.objects.exists()
    token = made(story)
    visitor().post(f"/stories/{story.pk}/delete")
    assert Client().post("/review/", {"token": token}).status_code == 404


def test_the_pass_of_one_story_opens_no_other(story):
    guest = entered(made(story))
    other = edited_story()
    assert guest.get(f"/stories/{other.pk}/").status_code == 404
    second = entered(made(other, "look"), client=guest)
    assert [second.get(f"/stories/{one.pk}/").status_code for one in (story, other)] == [200, 200]


def test_the_owner_stays_the_owner_also_as_a_guest_and_a_token_is_no_guest(story):
    owner = entered(made(story, "look"), client=visitor())
    assert "(guest)" not in page(owner, story)
    owner.post(f"/stories/{story.pk}/pictures/7/approve", {"version": "1"})
    assert Decision.objects.get().by == "visitor"
    token = tokens.make_token("somebody else", None, name="x", scopes=["review"])
    guest = entered(made(story))
    assert guest.get(f"/story/{story.pk}", headers={"Authorization": f"Bearer {token}"}).status_code == 404


def test_an_address_has_so_many_tries(story, settings):
    settings.LINK_TRIES_PER_HOUR = 1
    token = made(story)
    assert Client().post("/review/", {"token": "x"}).status_code == 404
    assert Client().post("/review/open", {"token": token, "name": "Anna"}).status_code == 429


def test_a_story_has_at_most_ten_links(story):
    for _ in range(guests.MOST):
        made(story)
    assert visitor().post(f"/stories/{story.pk}/guests/link").status_code == 409


def test_staff_see_links_and_comments_and_never_the_secret(story, admin_client):
    token = made(story)
    comment(visitor(), story)
    link = ReviewLink.objects.get()
    found = [
        admin_client.get(f"/admin/stories/{path}").content.decode()
        for path in ("reviewlink/", f"reviewlink/{link.pk}/change/", "comment/")
    ]
    assert "A fine hat." in found[2]
    assert not any(secret in text for text in found for secret in (token, link.digest))
    admin_client.post(f"/admin/stories/reviewlink/{link.pk}/delete/", {"post": "yes"})
    assert Client().post("/review/", {"token": token}).status_code == 404


def test_the_owner_has_the_box_before_the_first_comment_and_sees_comments_as_they_come(story, heard, commit):
    owner, guest = visitor(), entered(made(story))
    assert "comment-text" in page(owner, story)
    heard()
    with commit():
        comment(guest, story)
    assert "story_status" in {name for _, name, _ in heard()}  # after which a page fetches what has a data-url
    shown = owner.get(f"/stories/{story.pk}/comments").content.decode()
    assert all(part in shown for part in ('id="comment-list" data-url=', "A fine hat."))
    assert "comment-text" not in shown  # what is being typed there stays
    assert Client().get(f"/stories/{story.pk}/comments").status_code == 404
