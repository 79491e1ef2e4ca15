"""The pages of batches: give a file, look at its rows, make the stories, watch, stop, save the results."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from batches import making
from batches.models import Batch
from quiz.models import Choice
from stories.models import Story
from tests.batches.rows import batch_of, lines, states, write_all
from tests.factories import ANSWERS_A, ANSWERS_B
from tests.security.conftest import member_of_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content", "writer")]
ADD = "/admin/batches/batch/add/"


def page_of(batch: Batch, part: str = "change/") -> str:
    return f"/admin/batches/batch/{batch.pk}/{part}"


def shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def give(client: Client, **what: object) -> str:
    """The page that follows."""
    return client.post(ADD, what, follow=True).content.decode()


def test_a_file_is_looked_at_before_anything_is_made(admin_client):
    file = SimpleUploadedFile("ours.jsonl", lines(ANSWERS_A, {"find": "<b>a kite</b>"}, ANSWERS_B))
    page = give(admin_client, file=file)
    assert "2 rows can become stories, <strong>1 cannot</strong>" in page
    assert "humiliation_type must be" in page
    assert "Make 2 stories" in page
    assert "2 stories will cost nothing" not in page  # the price of this writer is not known
    assert not Story.objects.exists()


def test_the_page_says_which_answers_each_question_takes(admin_client):
    Choice.objects.filter(question__key="do_with_find", value="B").update(label="He builds something")
    page = " ".join(shown(admin_client, ADD).split())
    assert "<code>A</code> (He trains" in page
    assert "<code>B</code> (He builds something)" in page
    assert "<code>Power Fantasy</code>, <code>" in page
    assert '<code>find</code></dt><dd>What does he find? <span class="help">any text</span>' in page


def test_what_is_wrong_with_a_whole_file_is_said_beside_it(admin_client):
    answer = admin_client.post(ADD, {"text": "wish\na kite"})
    assert (answer.status_code, Batch.objects.count()) == (422, 0)
    assert "The column “wish” is none of the quiz." in answer.content.decode()
    assert "Choose a file, or paste its text." in give(admin_client)


def test_the_stories_are_the_user_s_who_made_them_and_the_page_shows_how_far_they_are(admin_client, admin_user):
    give(admin_client, text=lines(ANSWERS_A, ANSWERS_B).decode())
    batch = Batch.objects.get()
    admin_client.post(page_of(batch, "act/"), {"action": "start", "until": "scenes"})
    making.begin_waiting()
    story = Story.objects.first()
    assert story.user == admin_user
    page = shown(admin_client, page_of(batch))
    assert "Running: 2 being made" in page
    assert 'hx-trigger="every 3s"' in page
    write_all()
    page = shown(admin_client, page_of(batch, "progress/"))
    assert "Done: 2 made" in page
    assert "hx-trigger" not in page
    assert f'href="/stories/{story.pk}/"' in page
    assert "Batch" in shown(admin_client, "/admin/batches/batch/")


def test_the_same_file_leads_to_its_batch_and_says_so(admin_client):
    batch = batch_of()
    page = give(admin_client, text=lines(ANSWERS_A, ANSWERS_B).decode())
    assert "started already" in page
    assert f"Batch {batch.pk}" in page


def test_a_batch_is_stopped_goes_on_and_is_tried_again_by_its_buttons(admin_client):
    batch = batch_of()
    admin_client.post(page_of(batch, "act/"), {"action": "stop"})
    page = shown(admin_client, page_of(batch))
    assert "Stopped: 2 waiting" in page
    assert "Go on" in page
    admin_client.post(page_of(batch, "act/"), {"action": "go-on"})
    batch.refresh_from_db()
    assert batch.is_running
    batch.rows.update(status="failed", error="No.")
    assert "Try the failed again" in shown(admin_client, page_of(batch))
    admin_client.post(page_of(batch, "act/"), {"action": "try-again"})
    assert states(batch) == ["waiting", "waiting"]
    again = admin_client.post(page_of(batch, "act/"), {"action": "go-on"}, follow=True)
    assert "This batch is not stopped." in again.content.decode()


def test_the_results_are_saved_without_formulas(admin_client):
    batch = batch_of(ANSWERS_A)
    making.begin_waiting()
    Story.objects.update(title="=HYPERLINK(1)")
    answer = admin_client.get(page_of(batch, "results/"))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    [row] = csv.DictReader(io.StringIO(answer.content.decode()))
    assert (row["line"], row["state"], row["title"]) == ("1", "Being written", "'=HYPERLINK(1)")
    assert row["address"].endswith(f"/stories/{Story.objects.get().pk}/")


def test_who_may_only_look_may_not_make_or_stop():
    batch = batch_of()
    viewer, other = member_of_staff("vera", "batches.view_batch"), member_of_staff("sam")
    page = shown(viewer, page_of(batch))
    assert "Stop" not in page
    assert viewer.post(page_of(batch, "act/"), {"action": "stop"}).status_code == 403
    assert viewer.get(ADD).status_code == 403
    for part in ("change/", "progress/", "results/"):
        assert other.get(page_of(batch, part)).status_code == 403
        assert Client().get(page_of(batch, part)).status_code == 302
    batch.refresh_from_db()
    assert batch.is_running
