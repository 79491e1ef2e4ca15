"""Django admin: every list and page, search, thumbnails, the bulk actions, and how many queries a list costs."""

import re
from decimal import Decimal
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import expenses
from images import statuses
from images.drawing import drawing
from images.models import Decision, Illustration, Version
from quiz.models import Question
from stories import statuses as story_statuses
from stories import writing
from stories.models import Scene, Story, StoryTemplate
from tests.broker import sent_tasks
from tests.factories import bring_to, illustrated_story, make_story, sheet_of, sketched_story
from tests.upstreams.json_server import Answer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]
LISTS = [
    "stories/story",
    "stories/scene",
    "stories/storytemplate",
    "core/statusevent",
    "core/expense",
    "images/illustration",
    "images/version",
    "images/decision",
    "images/picturetoreview",
    "quiz/question",
    "quiz/submission",
]
CHANGES = [Story, Scene, Illustration, Version, StoryTemplate, Question]


def address(model, *more) -> str:
    return "/".join(["/admin", model._meta.app_label, model._meta.model_name, *map(str, more), ""])


def found(client, model, query: str) -> int:
    answer = client.get(address(model), {"q": query})
    assert answer.status_code == 200
    return answer.context["cl"].result_count


def act(client, model, action: str, rows, note: str = "") -> str:
    """Send the form of a list with some rows ticked; the messages of the next page."""
    chosen = [str(row.pk) for row in rows]
    sent = {"action": action, "_selected_action": chosen, "note": note}
    answer = client.post(address(model), sent, follow=True)
    assert answer.redirect_chain
    return " ".join(unescape(str(message)) for message in answer.context["messages"])


def test_the_parts_of_admin_have_plain_names(admin_client):
    names = {app["name"] for app in admin_client.get("/admin/").context["app_list"]}
    assert {"Costs and history", "Pictures", "Clips and films", "Batches of stories", "Sign-ins"} <= names
    assert not names & {"Core", "Axes", "Images", "Videos", "Batches", "Sheets", "MFA"}


@pytest.mark.parametrize("which", LISTS)
def test_every_list_loads(admin_client, which):
    bring_to(illustrated_story().illustrations.get(number=7), statuses.FAILED)
    illustrated_story(statuses.PENDING)
    assert admin_client.get(f"/admin/{which}/").status_code == 200


@pytest.mark.parametrize("model", CHANGES)
def test_every_change_page_loads(admin_client, model):
    illustrated_story(statuses.PENDING)
    assert admin_client.get(address(model, model.objects.first().pk, "change")).status_code == 200


@pytest.mark.parametrize("which", LISTS)
def test_a_list_costs_as_many_queries_for_many_rows_as_for_few(admin_client, which):
    def queries() -> int:
        with CaptureQueriesContext(connection) as spent:
            assert admin_client.get(f"/admin/{which}/").status_code == 200
        return len(spent)

    illustrated_story(statuses.PENDING)
    queries()  # the first request fills caches
    few = queries()
    for _ in range(3):
        illustrated_story(statuses.APPROVED)
    assert queries() == few


@pytest.mark.parametrize(("model", "hits"), [(Story, 1), (Scene, 20), (Illustration, 20), (Version, 20)])
def test_a_story_is_found_by_its_id(admin_client, model, hits):
    story = illustrated_story(statuses.PENDING)
    illustrated_story(statuses.PENDING)
    assert found(admin_client, model, str(story.pk)) == hits
    assert found(admin_client, model, "00000000-0000-4000-8000-000000000000") == 0


@pytest.mark.parametrize(("model", "hits"), [(Story, 1), (Scene, 1), (Illustration, 1)])
def test_a_story_is_found_by_the_words_of_a_scene(admin_client, model, hits):
    story = illustrated_story(statuses.PENDING)
    illustrated_story(statuses.PENDING)
    Scene.objects.filter(story=story, number=3).update(text="A lighthouse in the fog")
    assert found(admin_client, model, "lighthouse") == hits
    assert found(admin_client, model, "windmill") == 0


def test_the_page_of_a_story_shows_every_picture_with_its_status_and_history(admin_client):
    story = illustrated_story(statuses.PENDING)
    page = admin_client.get(address(Story, story.pk, "change")).content.decode()
    for picture in story.illustrations.select_related("current"):
        assert f'<img src="{picture.current.thumbnail_url}"' in page
        assert f"Scene {picture.number}: pending_approval" in page
    assert f'href="/stories/{story.pk}/"' in page
    assert "writing → editing" in page


def test_the_page_of_a_story_shows_its_fox_and_leads_to_the_attempts_at_him(admin_client):
    sketched_story()  # another one's, whose attempts are not shown
    sheet = sheet_of(sketched_story())
    page = admin_client.get(address(Story, sheet.story_id, "change")).content.decode()
    assert f'<img src="{sheet.current.thumbnail_url}"' in page
    attempts = re.search(r'href="([^"]+)">Character sheet: pending_approval<', page)[1]
    answer = admin_client.get(attempts)
    assert [version.pk for version in answer.context["cl"].result_list] == [sheet.current_id]


def test_the_page_of_a_story_says_why_its_fox_could_not_be_drawn(admin_client, illustrator):
    story = sketched_story(statuses.QUEUED)
    illustrator.behaviour = lambda asked, number: Answer({"error": "Too <b>wild</b>.", "operator": "Ask Pat."}, 401)
    drawing.draw(story.pk, Illustration.SHEET)
    page = admin_client.get(address(Story, story.pk, "change")).content.decode()
    assert "Character sheet: failed<" in page
    assert "Too &lt;b&gt;wild&lt;/b&gt;." in page
    attempts = re.search(r'href="([^"]+)">Character sheet', page)[1]
    assert "Ask Pat." in admin_client.get(attempts).content.decode()


def test_the_page_of_a_story_without_a_fox_loads(admin_client):
    page = admin_client.get(address(Story, illustrated_story().pk, "change")).content.decode()
    assert "Character sheet" not in page


def test_what_went_wrong_is_on_the_page_as_text(admin_client):
    picture = bring_to(illustrated_story().illustrations.get(number=7), statuses.FAILED)
    Illustration.objects.filter(pk=picture.pk).update(error="<script>no</script>")
    for model, pk in ((Story, picture.story_id), (Illustration, picture.pk)):
        page = admin_client.get(address(model, pk, "change")).content.decode()
        assert "&lt;script&gt;no&lt;/script&gt;" in page
        assert "<script>no" not in page


def test_pictures_that_wait_are_approved_and_the_others_left_alone(admin_client):
    story = illustrated_story(statuses.PENDING)
    story.illustrations.filter(number=7).update(status=statuses.FAILED)
    assert "19 pictures approved." in act(admin_client, Illustration, "approve_pictures", story.illustrations.all())
    assert story.illustrations.filter(status=statuses.APPROVED).count() == 19
    assert set(Decision.objects.values_list("action", "by")) == {("approve", "admin")}


def test_pictures_are_rejected_with_the_note_and_drawn_again(admin_client, commit):
    story = illustrated_story(statuses.PENDING)
    chosen = story.illustrations.filter(number__in=(3, 4))
    with commit():
        said = act(admin_client, Illustration, "reject_and_redraw", chosen, note="make it night")
    assert "2 pictures rejected and queued to be drawn again." in said
    rows = story.illustrations.filter(status=statuses.QUEUED)
    assert list(rows.values_list("number", "change")) == [(3, "make it night"), (4, "make it night")]
    assert sorted(sent_tasks()) == [("images.draw", 3), ("images.draw", 4)]


def test_a_note_that_is_too_long_is_refused_in_words_and_nothing_is_rejected(admin_client):
    story = illustrated_story(statuses.PENDING)
    said = act(admin_client, Illustration, "reject_and_redraw", story.illustrations.all(), note="x" * 501)
    assert not story.illustrations.exclude(status=statuses.PENDING).exists()
    assert said == "The note has 501 characters; 500 are allowed. Shorten it a little."


@pytest.mark.parametrize("status", [statuses.PENDING, statuses.APPROVED, statuses.FAILED])
def test_pictures_are_drawn_again_from_any_state_that_is_not_being_drawn(admin_client, status, commit):
    picture = illustrated_story(status).illustrations.get(number=7)
    with commit():
        said = act(admin_client, Illustration, "redraw_pictures", [picture])
    assert "1 picture queued to be drawn again." in said
    assert sent_tasks() == [("images.draw", 7)]
    picture.refresh_from_db()
    assert (picture.status, picture.urgent) == (statuses.QUEUED, False)


@pytest.mark.parametrize("action", ["approve_pictures", "reject_and_redraw", "redraw_pictures"])
def test_an_action_that_no_chosen_picture_allows_says_so(admin_client, action):
    story = illustrated_story(statuses.QUEUED)
    said = act(admin_client, Illustration, action, story.illustrations.all())
    assert "None of the selected pictures is in a state that allows this." in said
    assert not Decision.objects.exists()


def test_the_actions_on_a_story_act_on_all_its_pictures(admin_client):
    story, other = illustrated_story(statuses.PENDING), illustrated_story(statuses.PENDING)
    assert "20 pictures approved." in act(admin_client, Story, "approve_pictures", [story])
    story.refresh_from_db()
    assert story.status == story_statuses.APPROVED
    assert other.illustrations.filter(status=statuses.PENDING).count() == 20
    assert "20 pictures rejected" in act(admin_client, Story, "reject_and_redraw", [other], note="snow")
    assert set(other.illustrations.values_list("change", flat=True)) == {"snow"}
    assert "20 pictures queued" in act(admin_client, Story, "redraw_pictures", [story])


def test_failed_stories_are_written_again_and_others_left_alone(admin_client, commit):
    failed, waiting = make_story(), make_story()
    writing.give_up(failed, "Too busy.")
    with commit():
        said = act(admin_client, Story, "write_again", [failed, waiting])
    assert "1 of the selected stories" in said
    assert sent_tasks() == [("stories.write", None)]


@pytest.mark.parametrize("model", [Story, Scene, Illustration, Version])
def test_nothing_is_changed_behind_the_back_of_the_workflow(admin_client, model):
    illustrated_story(statuses.PENDING)
    before = list(model.objects.order_by("pk").values())
    assert admin_client.get(address(model, "add")).status_code == 403
    row = model.objects.order_by("pk").first()
    admin_client.post(address(model, row.pk, "change"), {"status": "approved", "text": "x", "title": "x"})
    after = list(model.objects.order_by("pk").values())
    assert [{**row, "updated_at": 0} for row in after] == [{**row, "updated_at": 0} for row in before]


def test_admin_is_for_staff(client):
    assert client.get("/admin/stories/story/").status_code == 302


def test_the_list_of_stories_says_what_each_cost_and_what_the_operator_has_to_do(admin_client):
    story, free = illustrated_story(), illustrated_story()
    expense = expenses.insert_expense(story.channel, "picture", provider="p", model="m", expected=None)
    expenses.close(expense, usage={"output": 1}, cost=Decimal("0.84"))
    Story.objects.filter(pk=free.pk).update(stopped="Renew OPENAI_API_KEY.", error="Not now.")
    page = admin_client.get("/admin/stories/story/").content.decode()
    assert page.count("$0.84") == 1
    assert "Renew OPENAI_API_KEY." in page


def test_a_picture_s_page_says_what_each_version_cost(admin_client):
    picture = bring_to(illustrated_story().illustrations.get(number=7), statuses.PENDING)
    expense = expenses.insert_expense(picture.channel, "picture", provider="p", model="m", expected=None)
    expenses.close(expense, usage={"output": 1}, cost=Decimal("0.053"))
    picture.versions.update(expense=expense)
    page = admin_client.get(f"/admin/images/illustration/{picture.pk}/change/").content.decode()
    assert "$0.05" in page
