"""The review queue of the staff: what it lists and in which order, its filters, its cards, its one-press buttons."""

from datetime import timedelta
from html import unescape

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.models import StatusEvent
from images import statuses
from images.models import Decision, Illustration, Version
from stories.models import Story, StoryTemplate
from tests.broker import sent_tasks
from tests.factories import bring_to, drawn_version, illustrated_story, visitor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]
QUEUE = "/admin/images/picturetoreview/"


def shown(client, query: str = "") -> list[Illustration]:
    """The pictures on the first page of the queue, in their order."""
    answer = client.get(QUEUE + query)
    assert answer.status_code == 200
    return [card["picture"] for card in answer.context["cards"]]


def numbers(client, query: str = "") -> list[int]:
    return [picture.number for picture in shown(client, query)]


def aged(picture: Illustration, **how_long: int) -> Illustration:
    Illustration.objects.filter(pk=picture.pk).update(updated_at=timezone.now() - timedelta(**how_long))
    return picture


def failed(picture: Illustration, outcome: str = "") -> Illustration:
    """A picture that could not be drawn, whose last attempt (if there was one) ended so."""
    if outcome:
        drawn_version(picture)
        picture.versions.update(outcome=outcome)
    Illustration.objects.filter(pk=picture.pk).update(status=statuses.FAILED, error="It was not drawn.")
    return picture


def decide(client, picture: Illustration, decision: str, query: str = "", **more):
    """Press a button of the card as the queue shows it now; the messages of the next page."""
    fresh = Illustration.objects.get(pk=picture.pk)
    sent = {"decision": decision, "seen": f"{fresh.pk}:{fresh.current_id or ''}"} | more
    answer = client.post(f"{QUEUE}{picture.pk}/decide/{query}", sent, follow=True)
    return " ".join(unescape(str(message)) for message in answer.context["messages"])


def test_only_what_waits_for_approval_is_listed_story_by_story_with_its_scenes_in_order(admin_client):
    story, older = illustrated_story(), illustrated_story()
    for number, hours in ((4, 2), (2, 1), (9, 7)):
        aged(bring_to(story.illustrations.get(number=number), statuses.PENDING), hours=hours)
    for number, hours in ((6, 3), (5, 8)):
        aged(bring_to(older.illustrations.get(number=number), statuses.PENDING), hours=hours)
    aged(bring_to(story.illustrations.get(number=1), statuses.APPROVED), hours=99)
    assert numbers(admin_client) == [5, 6, 2, 4, 9]


def test_the_text_of_the_scene_stands_beside_its_picture_which_opens_in_the_viewer(admin_client):
    story = illustrated_story(statuses.PENDING)
    story.scenes.filter(number=3).update(text="The fox <sings>.")
    page = admin_client.get(QUEUE).content.decode()
    assert '<p class="sf-text" dir="auto">The fox &lt;sings&gt;.</p>' in page
    link = f'<a href="/stories/{story.pk}/pictures/3/view?queue" aria-label="Look at Picture 3 of A test of courage">'
    assert link in page


def test_twenty_are_shown_on_a_page_of_the_pictures_of_all_stories(admin_client):
    one, two = illustrated_story(statuses.PENDING), illustrated_story(statuses.PENDING)
    seen = shown(admin_client) + shown(admin_client, "?p=2")
    assert [len(seen), len({picture.pk for picture in seen})] == [40, 40]
    assert {picture.story_id for picture in seen} == {one.pk, two.pk}


def test_the_character_sheet_is_not_a_picture_to_review(admin_client):
    story = illustrated_story(statuses.PENDING)
    Illustration.everything.create(story=story, number=0, status=statuses.PENDING)
    assert 0 not in numbers(admin_client) + numbers(admin_client, "?state=all&p=2")
    assert Illustration.everything.filter(story=story).count() == 21


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", [3]),
        ("?state=pending_approval", [3]),
        ("?state=failed", [1]),
        ("?state=approved", [2]),
        ("?state=generating", [4]),
        ("?state=queued", list(range(5, 21))),
        ("?state=all", list(range(1, 21))),
    ],
)
def test_the_queue_is_filtered_by_state(admin_client, query, found):
    story = illustrated_story()
    states = (statuses.FAILED, statuses.APPROVED, statuses.PENDING, statuses.GENERATING)
    for number, status in enumerate(states, 1):
        bring_to(story.illustrations.get(number=number), status)
    assert sorted(numbers(admin_client, query)) == found


@pytest.mark.parametrize(("age", "found"), [("hour", [1, 2, 3]), ("day", [2, 3]), ("week", [3])])
def test_the_queue_is_filtered_by_how_long_a_picture_waits(admin_client, age, found):
    story = illustrated_story(statuses.PENDING)
    for number, hours in ((1, 2), (2, 30), (3, 200)):
        aged(story.illustrations.get(number=number), hours=hours)
    assert sorted(numbers(admin_client, f"?age={age}")) == found


def test_the_queue_is_filtered_by_template_and_by_the_provider_of_the_version_that_is_shown(admin_client):
    story, other = illustrated_story(statuses.PENDING), illustrated_story(statuses.PENDING)
    Story.objects.filter(pk=other.pk).update(template=StoryTemplate.objects.exclude(pk=story.template_id).first())
    current = other.illustrations.get(number=5).current_id
    Version.objects.filter(pk=current).update(provider="openai")
    template = Story.objects.get(pk=other.pk).template_id
    assert {picture.story_id for picture in shown(admin_client, f"?story__template__id__exact={template}")} == {
        other.pk
    }
    assert [(p.story_id, p.number) for p in shown(admin_client, "?current__provider=openai")] == [(other.pk, 5)]


@pytest.mark.parametrize(
    ("error", "found"),
    [
        ("any", [1, 2, 3, 4]),
        ("refused", [1]),
        ("failed", [2]),
        ("unknown", [3]),
        ("other", [4]),
        ("none", list(range(5, 21))),
    ],
)
def test_the_queue_is_filtered_by_the_kind_of_error(admin_client, error, found):
    story = illustrated_story()
    outcomes = (statuses.REFUSED, statuses.BROKEN, statuses.UNKNOWN, "")
    for number, outcome in enumerate(outcomes, 1):
        failed(story.illustrations.get(number=number), outcome)
    assert sorted(numbers(admin_client, f"?error={error}&state=all")) == found


def test_the_links_of_the_error_filter_lead_to_every_state(admin_client):
    failed(illustrated_story().illustrations.get(number=7), statuses.REFUSED)
    page = unescape(admin_client.get(QUEUE).content.decode())
    assert 'href="?error=refused&state=all"' in page
    assert numbers(admin_client, "?error=refused&state=all") == [7]


@pytest.mark.parametrize("query", ["?q=lighthouse", "?q=Whale"])
def test_a_picture_is_found_by_the_words_of_its_scene_or_story(admin_client, query):
    story = illustrated_story(statuses.PENDING)
    illustrated_story(statuses.PENDING)
    story.scenes.exclude(number=3).update(text="Nothing")
    story.scenes.filter(number=3).update(text="A lighthouse in the fog")
    Story.objects.filter(pk=story.pk).update(title="The whale")
    found = shown(admin_client, query)
    assert {picture.story_id for picture in found} == {story.pk}
    assert len(found) == (1 if "light" in query else 20)


def test_a_card_says_which_picture_it_is_how_long_it_waits_and_who_drew_it(admin_client):
    picture = aged(illustrated_story(statuses.PENDING).illustrations.get(number=7), hours=3)
    page = admin_client.get(QUEUE).content.decode()
    card = unescape(page[page.index(f'id="picture-{picture.pk}"') :].split("</li>")[0]).replace("\xa0", " ")
    assert "A test of courage, scene 7" in card
    assert f'href="/admin/images/illustration/{picture.pk}/change/"' in card
    assert f'href="/stories/{picture.story_id}/#picture-7"' in card
    assert "Waits for approval" in card
    assert "for 3 hours" in card
    assert "Power Fantasy · local storybook-1 · version 1" in card
    assert 'width="1024" height="1536"' in card
    assert 'loading="lazy"' in card


def test_what_people_wrote_is_shown_as_text(admin_client):
    picture = failed(illustrated_story().illustrations.get(number=7))
    Illustration.objects.filter(pk=picture.pk).update(error="<script>no</script>")
    Story.objects.update(title="<script>no</script>")
    page = admin_client.get(QUEUE + "?state=all").content.decode()
    assert "&lt;script&gt;no" in page
    assert "<script>no" not in page


def test_the_queue_costs_as_many_queries_for_many_pictures_as_for_few(admin_client):
    def queries() -> int:
        with CaptureQueriesContext(connection) as spent:
            assert admin_client.get(QUEUE).status_code == 200
        return len(spent)

    bring_to(illustrated_story().illustrations.get(number=1), statuses.PENDING)
    queries()  # the first request fills caches
    few = queries()
    for _ in range(3):
        illustrated_story(statuses.PENDING)
    assert queries() == few


def test_one_press_approves_one_picture_and_keeps_the_filters(admin_client):
    picture = illustrated_story(statuses.PENDING).illustrations.get(number=7)
    sent = {"decision": "approve", "seen": f"{picture.pk}:{picture.current_id}"}
    answer = admin_client.post(f"{QUEUE}{picture.pk}/decide/?state=all&q=fox", sent)
    assert answer.headers["Location"] == f"{QUEUE}?state=all&q=fox#queue"
    assert list(Illustration.objects.filter(status=statuses.APPROVED)) == [picture]
    decision = Decision.objects.get()
    assert (decision.action, decision.by, decision.version_id) == ("approve", "admin", picture.current_id)
    assert StatusEvent.objects.get(new=statuses.APPROVED, kind="images.illustration").by == "admin"


def test_one_press_rejects_with_the_reasons_and_the_note_of_the_card(admin_client, commit):
    picture = illustrated_story(statuses.PENDING).illustrations.get(number=7)
    with commit():
        said = decide(admin_client, picture, "reject", reason=["animal", "mood"], note="make it night")
    assert said == "Picture 7 of A test of courage: rejected and queued to be drawn again."
    picture.refresh_from_db()
    assert (picture.status, picture.reasons, picture.change) == ("queued", ["animal", "mood"], "make it night")
    assert sent_tasks() == [("images.draw", 7)]


def test_a_redraw_by_one_press_goes_before_bulk_work(admin_client, commit):
    picture = illustrated_story(statuses.PENDING).illustrations.get(number=7)
    with commit():
        decide(admin_client, picture, "redraw")
    picture.refresh_from_db()
    assert (picture.status, picture.urgent) == (statuses.QUEUED, True)


def test_nobody_decides_about_a_version_that_the_card_did_not_show(admin_client):
    picture = illustrated_story(statuses.PENDING).illustrations.get(number=7)
    seen = f"{picture.pk}:{picture.current_id}"
    Illustration.objects.filter(pk=picture.pk).update(current=drawn_version(picture))
    said = decide(admin_client, picture, "approve", seen=seen)
    assert said == "Picture 7 has a newer version by now. Have a look at it first."
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("decision", "more", "sentence"),
    [
        ("approve", {}, "Picture 7 is not waiting for approval; it is: being drawn."),
        ("redraw", {}, "Picture 7 is being drawn already."),
        ("burn", {}, "'burn' is no decision. There are: approve, reject, redraw."),
    ],
)
def test_a_press_that_cannot_be_obeyed_is_refused_in_words(admin_client, decision, more, sentence):
    picture = bring_to(illustrated_story().illustrations.get(number=7), statuses.GENERATING)
    assert decide(admin_client, picture, decision, **more) == sentence
    assert not Decision.objects.exists()
    assert not LogEntry.objects.exists()


def test_a_reason_that_there_is_not_is_refused_naming_those_that_there_are(admin_client):
    picture = illustrated_story(statuses.PENDING).illustrations.get(number=7)
    assert "'colour' is no reason. There are: animal, " in decide(admin_client, picture, "reject", reason="colour")
    assert not Decision.objects.exists()


def test_a_card_has_exactly_the_buttons_that_the_server_would_obey(admin_client):
    story = illustrated_story()
    for number, status in ((1, statuses.PENDING), (2, statuses.FAILED), (3, statuses.APPROVED), (4, statuses.QUEUED)):
        bring_to(story.illustrations.get(number=number), status)
    cards = {card["picture"].number: card for card in admin_client.get(QUEUE + "?state=all").context["cards"]}
    buttons = {n: [cards[n][name] for name in ("may_approve", "may_reject", "may_redraw")] for n in (1, 2, 3, 4)}
    assert buttons == {
        1: [True, True, True],
        2: [False, False, True],
        3: [False, False, True],
        4: [False, False, False],
    }


def test_a_press_needs_a_post(admin_client):
    picture = illustrated_story(statuses.PENDING).illustrations.get(number=7)
    assert admin_client.get(f"{QUEUE}{picture.pk}/decide/").status_code == 405


def test_a_picture_of_the_queue_has_its_one_page_and_its_one_history(admin_client):
    picture = illustrated_story(statuses.PENDING).illustrations.get(number=7)
    decide(admin_client, picture, "approve")
    for page in ("change", "history"):
        answer = admin_client.get(f"{QUEUE}{picture.pk}/{page}/")
        assert answer.headers["Location"] == f"/admin/images/illustration/{picture.pk}/{page}/"
    told = admin_client.get(f"/admin/images/illustration/{picture.pk}/history/").content.decode()
    assert "Approved." in told
    assert "Picture 7 of A test of courage" in admin_client.get("/admin/").content.decode()


def test_an_empty_queue_says_so(admin_client):
    assert "no picture waits for approval" in admin_client.get(QUEUE).content.decode()


def test_the_viewer_goes_on_to_the_next_story_of_the_queue_after_the_last_picture(admin_client):
    story, other = illustrated_story(), illustrated_story()
    last = bring_to(story.illustrations.get(number=9), statuses.PENDING)
    aged(bring_to(other.illustrations.get(number=4), statuses.PENDING), hours=1)
    queue, view = admin_client.get(QUEUE).content.decode(), f"/stories/{story.pk}/pictures/9/view"
    assert f'href="{view}?queue"' in queue
    onward = f'data-waiting="/stories/{other.pk}/pictures/4/view?queue"'
    headers = {"HX-Request": "true", "HX-Target": "viewer", "HX-Current-URL": f"http://testserver{view}?queue"}
    sent = {"version": last.current.number, "from": "viewer"}
    answer = admin_client.post(f"/stories/{story.pk}/pictures/9/approve", sent, headers=headers)
    assert (answer.status_code, onward in answer.content.decode()) == (200, True)
    assert onward in admin_client.get(f"{view}?queue").content.decode()
    assert "data-waiting" not in admin_client.get(view).content.decode()
    assert "data-waiting" not in visitor().get(f"{view}?queue").content.decode()  # its owner stays in the story
