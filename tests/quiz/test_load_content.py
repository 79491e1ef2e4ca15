"""The quiz and the templates that come with the project, put into the database."""

import json
import shutil

import pytest
from django.core.management import CommandError, call_command

from quiz.management.commands.load_content import QUESTIONS, TEMPLATES, load_content
from quiz.models import Choice, Question
from stories.models import Beat, StoryTemplate

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(settings, tmp_path):
    """A copy of the content files that a test may break."""
    for path in (QUESTIONS, TEMPLATES):
        (tmp_path / path).parent.mkdir(parents=True)
        shutil.copy(settings.BASE_DIR / path, tmp_path / path)
    settings.BASE_DIR = tmp_path
    return tmp_path


def rewrite(path, change) -> None:
    rows = json.loads(path.read_text())
    change({row.get("key") or row["name"]: row for row in rows})
    path.write_text(json.dumps(rows))


def test_loading_gives_four_templates_of_twenty_scenes_and_eight_questions():
    assert load_content() == {"story templates": 4, "questions": 8}
    assert Beat.objects.count() == 80
    assert Question.objects.count() == 8


def test_loading_again_adds_nothing():
    load_content()
    before = [list(model.objects.values()) for model in (StoryTemplate, Beat, Question, Choice)]
    assert load_content() == {"story templates": 0, "questions": 0}
    assert [list(model.objects.values()) for model in (StoryTemplate, Beat, Question, Choice)] == before


def test_loading_again_leaves_what_staff_changed_as_it_is():
    load_content()
    StoryTemplate.objects.filter(name="Power Fantasy").update(art_style="Pencil.", active=False)
    Beat.objects.filter(template__name="Power Fantasy", number=3).update(shows="He dances.")
    Question.objects.filter(key="find").update(text="What lies there?")
    Choice.objects.filter(value="B", question__key="do_with_find").delete()
    load_content()
    template = StoryTemplate.objects.get(name="Power Fantasy")
    assert (template.art_style, template.active) == ("Pencil.", False)
    assert template.beats.get(number=3).shows == "He dances."
    assert Question.objects.get(key="find").text == "What lies there?"
    assert Choice.objects.filter(question__key="do_with_find").count() == 1


def test_a_template_that_is_missing_is_added_beside_the_others():
    load_content()
    StoryTemplate.objects.get(name="Coming of Age").delete()
    assert load_content() == {"story templates": 1, "questions": 0}
    assert StoryTemplate.objects.get(name="Coming of Age").beats.count() == 20


@pytest.mark.parametrize(
    ("key", "change", "words"),
    [
        ("find", {"next": "treasure"}, ['"find" leads to', "treasure"]),
        ("find", {"next": None}, ['After "find"', "nowhere"]),
        ("villain_crime", {"next": "find", "ends": False}, ["loop"]),
        ("story_type", {"next": "find"}, ["humiliation_type", "never asked"]),
    ],
)
def test_a_broken_file_is_refused_and_nothing_is_kept(files, key, change, words):
    rewrite(files / QUESTIONS, lambda rows: rows[key].update(change))
    with pytest.raises(CommandError) as refused:
        load_content()
    assert all(word in str(refused.value) for word in words)
    assert not Question.objects.exists()
    assert not StoryTemplate.objects.exists()


def test_a_choice_that_leads_to_no_question_is_refused(files):
    rewrite(files / QUESTIONS, lambda rows: rows["humiliation_type"]["choices"][0].update(next="treasure"))
    with pytest.raises(CommandError, match=r"humiliation_type.*treasure"):
        call_command("load_content")


def test_the_command_says_what_it_added(capsys):
    call_command("load_content")
    call_command("load_content")
    said = capsys.readouterr().out
    assert "4 story templates added." in said
    assert "8 questions added." in said
    assert "The questions are there already." in said
