"""`manage.py forge_batch`: a batch from the command line."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from batches import making
from batches.models import Batch
from stories import ledger
from stories.models import Story
from tests.batches.rows import lines, states, write_all
from tests.factories import ANSWERS_A, ANSWERS_B

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]


@pytest.fixture
def file(tmp_path):
    """Two stories, and a row between them that makes none."""
    path = tmp_path / "answers.jsonl"
    path.write_bytes(lines(ANSWERS_A, {"find": "a kite"}, ANSWERS_B))
    return str(path)


@pytest.fixture
def dear(settings, writer):
    """The writer costs something. Returns the price of one story."""
    settings.PRICES = {"test-1": {"output": 1000}}
    return ledger.writing_cost()


def forge(file, *more):
    """What the command says."""
    out, err = StringIO(), StringIO()
    call_command("forge_batch", file, "--until", "scenes", *more, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_what_costs_nothing_begins_without_a_question(file):
    out, err = forge(file, "--detach")
    assert "Line 2 is left out. humiliation_type must be" in err
    assert "2 stories will cost nothing." in err
    assert f"Its page: http://127.0.0.1:8000/admin/batches/batch/{Batch.objects.get().pk}/change/" in out
    assert "No worker answers" in err
    assert Batch.objects.get().is_running


def test_what_costs_is_not_begun_where_nobody_can_be_asked(file, dear, settings):
    settings.DAILY_BUDGET_USD = dear
    with pytest.raises(CommandError, match="--yes"):
        forge(file, "--detach")
    assert Batch.objects.get().started_at is None
    _, err = forge(file, "--detach", "--yes")
    assert f"about ${dear * 2:.2f}; the budget of today leaves ${dear:.2f}. The budget of today is not enough" in err
    assert Batch.objects.get().is_running


def test_who_is_asked_and_says_no_pays_nothing(file, dear, monkeypatch):
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda: "")
    with pytest.raises(CommandError, match="nothing was paid"):
        forge(file)
    assert Batch.objects.get().started_at is None


def test_a_price_that_no_budget_ever_allows_is_refused_in_spite_of_yes(file, dear, settings):
    settings.STORY_BUDGET_USD = dear / 2
    with pytest.raises(CommandError, match="Raise STORY_BUDGET_USD"):
        forge(file, "--yes", "--detach")


def test_called_again_it_follows_the_same_batch_to_its_end(file, writer, settings):
    settings.PRICES = {"test-1": {}}
    forge(file, "--detach", "--yes")
    making.begin_waiting()
    write_all()
    with pytest.raises(CommandError, match="tries once more what failed"):
        forge(file)
    assert states(Batch.objects.get()) == ["made", "failed", "made"]
    assert Story.objects.count() == 2


def test_ctrl_c_ends_the_following_and_not_the_batch(file, monkeypatch):
    monkeypatch.setattr("batches.management.commands.forge_batch.time.sleep", lambda seconds: interrupted())
    _, err = forge(file)
    assert "The batch goes on without this command." in err
    assert Batch.objects.get().is_running


def interrupted():
    raise KeyboardInterrupt


@pytest.mark.parametrize("name", ["nobody.csv", "--user=nobody"])
def test_what_is_not_there_is_named(file, name):
    with pytest.raises(CommandError, match="nobody"):
        forge(*([file, name] if name.startswith("--") else [name]))
