"""The quiz in Django admin: a change that would break the quiz is refused by the real form, a good one is saved."""

from html import unescape

import pytest

from quiz.models import Choice, Question, Submission
from tests.factories import ANSWERS_A, OWNER

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]


def url_of(question: Question) -> str:
    return f"/admin/quiz/question/{question.pk}/change/"


def form_of(page) -> dict[str, str]:
    """What a browser would send back from the change form, unchanged."""
    form = page.context["adminform"].form
    formset = page.context["inline_admin_formsets"][0].formset
    sent = {}
    for part in (form, formset.management_form, *formset.forms):
        for field in part:
            value = field.value()
            if value is not None and value is not False:
                sent[field.html_name] = str(value)
    return sent


def post(client, question_key: str, **changes: str):
    """Open the form of a question, change some fields of it, and send it. A field set to "" is emptied."""
    question = Question.objects.get(key=question_key)
    sent = form_of(client.get(url_of(question))) | changes
    return client.post(url_of(question), {name: value for name, value in sent.items() if value != "off"})


def pk(key: str) -> str:
    return str(Question.objects.get(key=key).pk)


def new_choice(place: int, **fields: str) -> dict[str, str]:
    return {"choices-TOTAL_FORMS": str(place + 1)} | {f"choices-{place}-{name}": text for name, text in fields.items()}


def refused(answer) -> str:
    assert answer.status_code == 200, "it was saved"
    return unescape(answer.content.decode()).split("Please correct the error")[1]


def test_a_good_change_is_saved(admin_client):
    answer = post(admin_client, "find", text="What lies there?", help="Look closely.")
    assert answer.url == "/admin/quiz/question/"
    question = Question.objects.get(key="find")
    assert (question.text, question.help) == ("What lies there?", "Look closely.")


def test_an_unchanged_form_is_saved(admin_client):
    before = list(Question.objects.values()), list(Choice.objects.values())
    assert post(admin_client, "humiliation_type").status_code == 302
    assert (list(Question.objects.values()), list(Choice.objects.values())) == before


def test_a_new_choice_is_saved(admin_client):
    Choice.objects.get(question__key="do_with_find", value="B").delete()
    more = new_choice(1, value="B", label="He sells it", position="3")
    assert post(admin_client, "do_with_find", **more).status_code == 302
    assert Choice.objects.get(question__key="do_with_find", value="B").label == "He sells it"


def test_a_choice_can_be_deleted_while_another_is_added(admin_client):
    Choice.objects.get(question__key="do_with_find", value="B").delete()
    changes = new_choice(1, value="B", label="He sells it", position="3") | {"choices-0-DELETE": "on"}
    assert post(admin_client, "do_with_find", **changes).status_code == 302
    assert list(Choice.objects.filter(question__key="do_with_find").values_list("value", flat=True)) == ["B"]


def test_a_choice_that_is_added_and_deleted_in_one_go_does_no_harm(admin_client):
    changes = new_choice(2, value="C", label="He sells it", position="3") | {"choices-2-DELETE": "on"}
    assert post(admin_client, "do_with_find", **changes).status_code == 302
    assert Choice.objects.filter(question__key="do_with_find").count() == 2


def test_a_choice_that_no_story_can_be_made_of_is_refused(admin_client):
    said = refused(post(admin_client, "do_with_find", **new_choice(2, value="C", label="He sells it", position="3")))
    assert 'The answer "C" to "do_with_find" means nothing to the writer. Offer only: A, B.' in said


def test_a_loop_is_refused_naming_its_questions(admin_client):
    answer = post(admin_client, "villain_crime", next=pk("find"))
    said = refused(answer)
    assert "The quiz goes round in a loop" in said
    assert "find to do_with_find to villain_crime to find" in said
    assert Question.objects.get(key="villain_crime").next is None


def test_a_choice_that_leads_back_is_refused(admin_client):
    changes = {"choices-1-next": pk("find")}
    assert "loop" in refused(post(admin_client, "do_with_find", **changes))
    assert not Choice.objects.filter(question__key="do_with_find", next__isnull=False).exists()


def test_a_dead_end_is_refused_naming_the_question(admin_client):
    assert 'After "find" the quiz leads nowhere' in refused(post(admin_client, "find", next=""))
    assert Question.objects.get(key="find").next.key == "do_with_find"


def test_a_last_question_that_is_no_longer_an_end_is_refused(admin_client):
    assert 'After "villain_crime" the quiz leads nowhere' in refused(post(admin_client, "villain_crime", ends="off"))
    assert Question.objects.get(key="villain_crime").ends


def test_a_choice_that_leads_nowhere_is_refused_naming_the_answer(admin_client):
    changes = {"choices-0-next": ""}
    assert 'After the answer "A" to "humiliation_type"' in refused(post(admin_client, "humiliation_type", **changes))


def test_leaving_out_a_question_that_every_story_needs_is_refused_naming_it(admin_client):
    said = refused(post(admin_client, "offering_who", next=pk("find")))
    assert '"offering_what" is never asked' in said


def test_taking_away_every_choice_is_refused(admin_client):
    changes = {"choices-0-DELETE": "on", "choices-1-DELETE": "on"}
    assert '"do_with_find" has no answers to pick from' in refused(post(admin_client, "do_with_find", **changes))
    assert Choice.objects.filter(question__key="do_with_find").count() == 2


def test_moving_the_first_question_behind_the_others_is_refused(admin_client):
    assert '"story_type" is never asked' in refused(post(admin_client, "story_type", position="9"))
    assert Question.objects.get(key="story_type").position == 1


def test_moving_a_later_question_before_the_first_is_refused(admin_client):
    assert '"story_type" is never asked' in refused(post(admin_client, "find", position="0"))


def test_two_choices_with_the_same_value_are_refused(admin_client):
    assert "duplicate" in refused(post(admin_client, "do_with_find", **{"choices-1-value": "A"}))


def test_a_question_keeps_its_key_and_cannot_be_deleted(admin_client):
    question = Question.objects.get(key="find")
    assert post(admin_client, "find", key="humiliation", text="What else?").status_code == 302
    question.refresh_from_db()
    assert (question.key, question.text) == ("find", "What else?")
    assert admin_client.post(f"/admin/quiz/question/{question.pk}/delete/", {"post": "yes"}).status_code == 403


def test_the_answers_of_visitors_can_be_looked_at_and_not_made(admin_client):
    row = Submission.objects.create(owner=OWNER, answers=ANSWERS_A)
    assert "laughed at by crows" in admin_client.get(f"/admin/quiz/submission/{row.pk}/change/").content.decode()
    assert admin_client.get("/admin/quiz/submission/").status_code == 200
    assert admin_client.get("/admin/quiz/submission/add/").status_code == 403
