"""Questions that staff add: they are asked, the writer is told the answers, and who does not know them needs none."""

from html import unescape

import pytest
from django.core.exceptions import ValidationError

from batches.answers import clean as clean_row
from core.errors import Invalid
from providers import registry
from quiz import queries, services
from quiz.models import Choice, Question, Submission
from stories import copying, writing
from stories.models import Story, StoryTemplate
from stories.queries import brief_of
from tests.factories import ANSWERS_A, OWNER, visitor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]
ADD = "/admin/quiz/question/add/"
NO_CHOICES = {"choices-TOTAL_FORMS": "0", "choices-INITIAL_FORMS": "0"}
NEW = {
    "key": "best_friend",
    "position": "9",
    "text": "Who is his best friend?",
    "kind": "text",
    "told": "His best friend is {answer}.",
} | NO_CHOICES


def named(key: str) -> Question:
    return Question.objects.get(key=key)


def ask(after: str = "villain_crime", *, templates: tuple[str, ...] = (), **fields: object) -> Question:
    """Add a question about his best friend between `after` and what follows; with the choice A, "a small badger", if it
    is of that kind."""
    before = named(after)
    fresh = {name: NEW[name] for name in ("key", "position", "text", "kind", "told")} | fields
    following = before.next
    question = Question.objects.create(next=following, ends=following is None, **fresh)
    question.templates.set(StoryTemplate.objects.filter(name__in=templates))
    if question.kind == Question.CHOICE:
        Choice.objects.create(question=question, value="A", label="a small badger")
    Question.objects.filter(pk=before.pk).update(next=question)
    assert services.check_graph() == []
    question.refresh_from_db()
    return question


def answered(**more: str) -> Submission:
    submission = services.submission_of(OWNER)
    while key := queries.open_key(submission):
        services.answer(submission, named(key), (ANSWERS_A | more)[key])
    return submission


class TestAdmin:
    def test_a_question_is_added_and_said_not_to_be_asked_until_another_leads_to_it(self, admin_client):
        page = admin_client.get(ADD).content.decode()
        assert 'name="position" value="9"' in page
        answer = admin_client.post(ADD, NEW | {"next": str(named("find").pk)}, follow=True)
        assert "“best_friend” is not asked yet" in unescape(answer.content.decode())
        assert queries.first_key() == "story_type"
        assert named("best_friend").is_added

    @pytest.mark.parametrize(
        ("changes", "says"),
        [
            ({"told": "He has a friend."}, "in a sentence with {answer}"),
            ({"key": "Best_Friend"}, "small letters"),
            ({"key": "check"}, "taken by the site"),
            ({"key": "find"}, "already exists"),
            ({"kind": "template"}, "Only story_type picks"),
            ({}, "leads nowhere"),
        ],
    )
    def test_what_would_not_work_is_refused_in_words(self, admin_client, changes, says):
        answer = admin_client.post(ADD, NEW | changes)
        assert says in unescape(answer.content.decode())
        assert Question.objects.count() == 8

    def test_the_eight_have_no_fields_for_what_only_added_ones_need(self, admin_client):
        page = admin_client.get(f"/admin/quiz/question/{named('find').pk}/change/").content.decode()
        assert 'name="told"' not in page
        assert 'name="templates"' not in page

    def test_only_an_added_question_to_which_nothing_leads_can_be_deleted(self, admin_client):
        question = ask(kind=Question.CHOICE)
        delete = f"/admin/quiz/question/{question.pk}/delete/"
        assert "Cannot delete question" in admin_client.get(delete).content.decode()
        Question.objects.filter(next=question).update(next=None)
        admin_client.post(delete, {"post": "yes"})
        assert not Question.objects.filter(key="best_friend").exists()
        assert admin_client.post(f"/admin/quiz/question/{named('find').pk}/delete/", {"post": "yes"}).status_code == 403

    def test_a_template_names_the_questions_that_it_uses_among_the_added_ones(self, admin_client):
        ask()
        template = StoryTemplate.objects.first()
        page = admin_client.get(f"/admin/stories/storytemplate/{template.pk}/change/").content.decode()
        assert ">best_friend</option>" in page
        assert ">find</option>" not in page


class TestPath:
    def test_it_is_asked_in_its_place_and_its_answer_goes_with_the_story(self):
        ask(after="find")
        submission = answered(best_friend="a small badger.")
        path = queries.branch(submission)
        assert path[path.index("best_friend") - 1] == "find"
        story = services.finish(submission, user=None)
        assert story.answers == ANSWERS_A | {"best_friend": "a small badger."}
        assert story.details == ["His best friend is a small badger."]

    def test_a_template_that_does_not_use_it_passes_it_over(self):
        ask(after="story_type", templates=("Redemption Arc",))
        submission = answered()
        assert "best_friend" not in queries.branch(submission)
        assert services.finish(submission, user=None).details == []
        other = Submission(owner="other", answers={"story_type": "Redemption Arc"})
        assert queries.open_key(other) == "best_friend"
        assert queries.step(other, "best_friend").total == 8

    def test_a_question_with_choices_tells_the_writer_their_words(self):
        ask(kind=Question.CHOICE)
        story = services.finish(answered(best_friend="A"), user=None)
        assert story.details == ["His best friend is a small badger."]

    def test_choices_lead_on_and_the_way_past_them_is_looked_at_too(self):
        question = ask(after="find", kind=Question.CHOICE)
        choice = Choice(question=question, value="A", label="x", next=named("do_with_find"))
        question.next = named("villain_crime")
        assert any('"do_with_find" is never asked' in found for found in services.check_graph(question, [choice]))

    def test_the_pages_ask_it_like_any_other(self):
        ask(after="story_type")
        client = visitor()
        client.post("/quiz/story_type/", {"value": "Power Fantasy"})
        assert "Who is his best friend?" in client.get("/quiz/best_friend/").content.decode()
        assert client.post("/quiz/best_friend/", {"value": "a badger"}).url == "/quiz/humiliation_type/"
        assert Submission.objects.get().answers["best_friend"] == "a badger"


class TestWriters:
    def told(self) -> Story:
        ask()
        return services.finish(answered(best_friend="a small badger"), user=None)

    def test_the_writer_of_this_machine_says_it_in_a_scene_also_when_that_is_written_again(self):
        story = self.told()
        writing.write(story.pk)
        assert story.scenes.get(number=1).text.endswith(" His best friend is a small badger.")
        assert "badger." not in story.scenes.get(number=2).text
        texts = {scene.number: scene.text for scene in story.scenes.all()}
        again = registry.writer().rewrite(brief_of(story), scenes=texts, number=1, attempt=1)
        assert again.text.endswith(" His best friend is a small badger.")

    def test_a_copy_is_told_the_same(self):
        story = self.told()
        assert copying.write_anew(story, owner=OWNER, user=None).details == story.details


class TestPrograms:
    def test_a_client_that_does_not_know_it_needs_no_answer(self, client):
        ask()
        assert services.clean_answers(ANSWERS_A) == (ANSWERS_A, [])
        scenes = {f"Scene{number}": "The fox sleeps." for number in range(1, 21)}
        body = {"answers": ANSWERS_A, "scenes": scenes}
        assert client.post("/approve_scenes", body, content_type="application/json").status_code == 200
        assert Story.objects.get().answers == ANSWERS_A

    def test_one_that_does_may_send_it_and_what_nobody_asks_is_ignored(self, client):
        ask()
        scenes = {f"Scene{number}": "The fox sleeps." for number in range(1, 21)}
        body = {"answers": ANSWERS_A | {"best_friend": "a badger", "x": "y", "n": 7}, "scenes": scenes}
        assert client.post("/approve_scenes", body, content_type="application/json").status_code == 200
        story = Story.objects.get()
        assert story.answers == ANSWERS_A | {"best_friend": "a badger"}
        assert story.details == ["His best friend is a badger."]

    @pytest.mark.parametrize(("answer", "says"), [("x" * 301, "301 characters"), (["a"], "must be text")])
    def test_a_wrong_answer_is_named(self, answer, says):
        ask()
        with pytest.raises(Invalid, match=f"best_friend .*{says}"):
            services.clean_answers(ANSWERS_A | {"best_friend": answer})

    def test_a_choice_that_there_is_not_is_refused(self):
        ask(kind=Question.CHOICE)
        with pytest.raises(Invalid, match="best_friend must be one of: A"):
            services.clean_answers(ANSWERS_A | {"best_friend": "B"})

    def test_a_batch_has_a_column_for_it(self):
        ask()
        assert clean_row(ANSWERS_A | {"best_friend": "a badger"})["best_friend"] == "a badger"


def test_an_added_question_says_what_its_answer_means():
    with pytest.raises(ValidationError, match="answer"):
        Question(key="best_friend", text="Who?", told="").full_clean()
