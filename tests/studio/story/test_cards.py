"""The pictures' cards: their buttons are exactly what the server accepts, and what it answers to each."""

import re
from html import unescape

import pytest

from images import services, statuses
from images.drawing import drawing
from images.models import Illustration
from stories import statuses as story_statuses
from stories.models import Story
from tests.broker import sent_tasks
from tests.factories import bring_to, illustrated_story, visitor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]
ACTIONS = ("approve", "reject", "redraw")
HTMX = {"HX-Request": "true"}


def picture_in(status: str) -> Illustration:
    return bring_to(illustrated_story().illustrations.get(number=7), status)


def marks(story: Story) -> list[str]:
    """What the form that approves all says that the page shows."""
    page = visitor().get(f"/stories/{story.pk}/").content.decode()
    return re.findall(r'type="hidden" name="picture" value="([^"]+)"', page)


def url(picture: Illustration, action: str = "") -> str:
    return f"/stories/{picture.story_id}/pictures/{picture.number}/{action}"


def buttons(page: str) -> set[str]:
    return set(re.findall(r'action="/stories/[^"]+/pictures/7/(\w+)"', page))


@pytest.mark.parametrize("status", statuses.DESCRIPTIONS)
def test_a_card_has_a_button_for_an_action_only_where_the_server_takes_it(status):
    shown = buttons(visitor().get(url(picture_in(status)), headers=HTMX).content.decode())
    for action in ACTIONS:
        picture = picture_in(status)
        answer = visitor().post(url(picture, action), headers=HTMX)
        taken = answer.status_code == 200
        assert answer.status_code in (200, 409)
        if action == "redraw" and status == statuses.PENDING:
            continue  # the server takes it; on the card "reject" without a note asks for the same
        assert (action in shown) == taken


@pytest.mark.parametrize("status", statuses.DESCRIPTIONS)
def test_the_card_on_the_page_is_the_card_that_is_swapped_in(status):
    picture = picture_in(status)
    page = visitor().get(f"/stories/{picture.story_id}/").content.decode()
    card = visitor().get(url(picture), headers=HTMX).content.decode()
    token = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
    assert token.sub("", card).strip() in token.sub("", page)
    assert statuses.LABELS[status] in card


def test_approving_shows_the_approved_card():
    picture = picture_in(statuses.PENDING)
    answer = visitor().post(url(picture, "approve"), {"version": "1"}, headers=HTMX)
    page = answer.content.decode()
    assert 'class="card is-approved"' in page
    assert Illustration.objects.get(pk=picture.pk).status == statuses.APPROVED


def test_rejecting_with_a_note_shows_the_waiting_card_and_sends_one_message(commit):
    picture = picture_in(statuses.PENDING)
    with commit():
        answer = visitor().post(url(picture, "reject"), {"version": "1", "note": "make it night"}, headers=HTMX)
    assert 'class="card is-queued"' in answer.content.decode()
    assert Illustration.objects.get(pk=picture.pk).change == "make it night"
    assert sent_tasks() == [("images.draw", 7)]


def test_without_javascript_the_browser_is_led_back_to_the_picture():
    picture = picture_in(statuses.PENDING)
    answer = visitor().post(url(picture, "approve"), {"version": "1"})
    assert (answer.status_code, answer.url) == (302, f"/stories/{picture.story_id}/#picture-7")


@pytest.mark.parametrize("action", ACTIONS)
def test_nobody_decides_about_a_version_that_their_page_did_not_show(action):
    picture = picture_in(statuses.PENDING)
    services.redraw(picture, by="")
    bring_to(picture, statuses.PENDING)
    answer = visitor().post(url(picture, action), {"version": "1"}, headers=HTMX)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Picture 7 has a newer version by now" in page
    assert "Version 2" in page
    assert Illustration.objects.get(pk=picture.pk).status == statuses.PENDING


def test_who_comes_second_gets_the_card_as_it_is_now_with_a_sentence():
    picture = picture_in(statuses.APPROVED)
    answer = visitor().post(url(picture, "reject"), {"version": "1"}, headers=HTMX)
    page = unescape(answer.content.decode())
    assert answer.status_code == 409
    assert 'class="card is-approved"' in page
    assert 'role="alert">Picture 7 is not waiting for approval; it is: approved.' in page


def test_a_note_that_is_too_long_is_explained_on_the_card():
    picture = picture_in(statuses.PENDING)
    answer = visitor().post(url(picture, "reject"), {"version": "1", "note": "x" * 501}, headers=HTMX)
    assert answer.status_code == 422
    assert "500 are allowed" in answer.content.decode()
    assert Illustration.objects.get(pk=picture.pk).status == statuses.PENDING


def test_what_people_typed_and_what_went_wrong_is_shown_as_text():
    picture = picture_in(statuses.FAILED)
    Illustration.objects.filter(pk=picture.pk).update(error="<script>alert(1)</script>")
    picture.scene.text = "<b>bold</b> & {{ x }}"
    picture.scene.save()
    page = visitor().get(url(picture)).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "&lt;b&gt;bold&lt;/b&gt; &amp; {{ x }}" in page
    assert "<script>" not in page


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_approving_all_approves_what_waits_and_leaves_the_rest(headers):
    story = illustrated_story(statuses.PENDING)
    services.redraw(story.illustrations.get(number=3), by="")
    answer = visitor().post(f"/stories/{story.pk}/approve-all", {"picture": marks(story)}, headers=headers)
    assert answer.status_code == (200 if headers else 302)
    assert story.illustrations.filter(status=statuses.APPROVED).count() == 19
    assert story.illustrations.get(number=3).status == statuses.QUEUED


def test_approving_all_leaves_alone_what_has_arrived_since_the_page_was_made(illustrator):
    story = illustrated_story()
    for number in (7, 8, 9):
        bring_to(story.illustrations.get(number=number), statuses.PENDING)
    seen = marks(story)
    assert seen == ["7:1", "8:1", "9:1"]
    bring_to(story.illustrations.get(number=10), statuses.PENDING)
    services.redraw(story.illustrations.get(number=9), by="tom")
    drawing.draw(story.pk, 9)
    visitor().post(f"/stories/{story.pk}/approve-all", {"picture": seen}, headers=HTMX)
    assert list(story.illustrations.filter(status=statuses.APPROVED).values_list("number", flat=True)) == [7, 8]
    assert story.illustrations.get(number=9).current.number == 2


def test_approving_the_selected_approves_those_and_says_so_when_none_is():
    story = illustrated_story(statuses.PENDING)
    page = visitor().post(f"/stories/{story.pk}/approve-all", {"picture": ["7:1", "9:1"]}, headers=HTMX)
    assert list(story.illustrations.filter(status=statuses.APPROVED).values_list("number", flat=True)) == [7, 9]
    assert page.status_code == 200
    answer = visitor().post(f"/stories/{story.pk}/approve-all", {}, headers=HTMX)
    assert answer.status_code == 409
    assert "No picture was ticked, so none was approved." in answer.content.decode()


@pytest.mark.parametrize("seen", [["7"], ["7:2"], ["7:"], ["", "x:y"]])
def test_approving_all_that_a_page_did_not_show_approves_none(seen):
    story = illustrated_story(statuses.PENDING)
    assert visitor().post(f"/stories/{story.pk}/approve-all", {"picture": seen}, headers=HTMX).status_code == 200
    assert not story.illustrations.exclude(status=statuses.PENDING).exists()


def test_rejecting_the_ticked_rejects_only_the_versions_that_were_ticked(illustrator, commit):
    story = illustrated_story(statuses.PENDING)
    page = visitor().get(f"/stories/{story.pk}/").content.decode()
    ticks = re.findall(r'form="selected" name="picture" value="(7:.|8:.)"', page)
    assert ticks == ["7:1", "8:1"]
    services.redraw(story.illustrations.get(number=7), by="tom")
    drawing.draw(story.pk, 7)
    with commit():
        visitor().post(f"/stories/{story.pk}/reject-selected", {"picture": [*ticks, "9", "10:2"]}, headers=HTMX)
    assert sent_tasks() == [("images.draw", 8)]
    picture = story.illustrations.select_related("current").get(number=7)
    assert (picture.status, picture.current.number) == (statuses.PENDING, 2)


def test_a_page_that_showed_a_failure_does_not_pay_for_another_when_a_picture_is_there(illustrator):
    picture = picture_in(statuses.FAILED)
    assert 'name="version" value=""' in visitor().get(url(picture)).content.decode()
    assert visitor().post(url(picture, "redraw"), {"version": ""}, headers=HTMX).status_code == 200
    drawing.draw(picture.story_id, 7)
    answer = visitor().post(url(picture, "redraw"), {"version": ""}, headers=HTMX)
    assert (answer.status_code, "has a newer version by now" in answer.content.decode()) == (409, True)
    assert Illustration.objects.get(pk=picture.pk).status == statuses.PENDING


def test_the_last_approval_shows_that_all_are_approved():
    story = illustrated_story(statuses.PENDING)
    page = visitor().post(f"/stories/{story.pk}/approve-all", {"picture": marks(story)}, headers=HTMX).content.decode()
    assert "All twenty pictures are approved." in page
    assert Story.objects.get().status == story_statuses.APPROVED


def test_the_progress_counts_what_is_drawn_approved_and_failed():
    story = illustrated_story(statuses.PENDING)
    for number, status in ((1, statuses.APPROVED), (2, statuses.FAILED), (3, statuses.QUEUED)):
        story.illustrations.filter(number=number).update(status=status)
    story.illustrations.filter(number=2).update(current=None)
    page = visitor().get(f"/stories/{story.pk}/progress").content.decode()
    assert "<strong>19 of 20</strong> drawn" in page
    assert "<strong>1</strong> approved" in page
    assert "<strong>1</strong> not drawn" in page
    assert "Approve all 17 that wait" in page


def test_a_get_changes_nothing():
    picture = picture_in(statuses.PENDING)
    for action in ACTIONS:
        assert visitor().get(url(picture, action)).status_code == 405
    assert visitor().get(f"/stories/{picture.story_id}/approve-all").status_code == 405
