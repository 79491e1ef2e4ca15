"""`manage.py forget` removes what is kept of somebody, for good, after it has asked."""

import builtins

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command

from core.models import AuditEntry
from quiz.models import Submission
from stories.models import Story
from tests.factories import OWNER, approved_story, edited_story, make_story, visitor
from tests.removals import files_on_disk, remove_files
from visitors import accounts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content", "media")]


def forget(*arguments):
    call_command("forget", *arguments)


@pytest.fixture
def answer(monkeypatch):
    """What the operator types."""

    def type_in(text):
        monkeypatch.setattr(builtins, "input", lambda prompt: text)

    return type_in


def test_it_lists_what_goes_and_asks(answer, capsys):
    story = approved_story()
    answer("no")
    with pytest.raises(CommandError, match="Nothing was removed"):
        forget("--story", str(story.pk))
    assert Story.objects.count() == 1
    answer("Yes")
    forget("--story", str(story.pk))
    assert f"{story.pk}" in capsys.readouterr().out
    remove_files()
    assert (Story.everything.count(), files_on_disk()) == (0, [])
    assert AuditEntry.objects.get().by == "manage.py forget"


def test_a_visitor_goes_with_answers_and_sessions_and_nobody_else():
    edited_story()
    other = edited_story(owner="somebody-else")
    Submission.objects.create(owner=OWNER, answers={})
    visitor()
    kept = visitor("somebody-else").session.session_key
    forget("--visitor", OWNER, "--yes")
    assert list(Story.everything.all()) == [other]
    assert (Submission.objects.count(), Session.objects.get().pk) == (0, kept)


def test_a_visitor_is_found_by_the_session():
    edited_story()
    forget("--session", visitor().session.session_key, "--yes")
    assert (Story.everything.count(), Session.objects.count()) == (0, 0)


@pytest.mark.parametrize("name", ["ada", "Ada@Example.org"])
def test_an_account_s_stories_are_found_by_name_or_address(name, django_user_model):
    user = django_user_model.objects.create_user("ada", "ada@example.org")
    make_story(user=user)
    other = make_story(owner="somebody-else")
    forget("--user", name, "--yes")
    assert list(Story.everything.all()) == [other]


def test_a_story_is_found_by_the_beginning_of_its_id_if_it_is_the_only_one():
    story, other = edited_story(), edited_story()
    with pytest.raises(CommandError, match="several stories begin"):
        forget("--story", "", "--yes")
    forget("--story", str(story.pk)[:12], "--yes")
    assert list(Story.everything.all()) == [other]


@pytest.mark.parametrize("whom", [("--story", "zzzz"), ("--session", "none"), ("--user", "nobody")])
def test_what_is_not_there_is_said(whom):
    with pytest.raises(CommandError):
        forget(*whom, "--yes")


def test_the_account_of_a_visitor_goes_with_everything(django_user_model):
    user = django_user_model.objects.create_user("mia", email="mia@fox.example")
    make_story(owner=accounts.visitor_of(user))
    forget("--user", "mia@fox.example", "--yes")
    assert not Story.everything.exists()
    assert not django_user_model.objects.exists()
