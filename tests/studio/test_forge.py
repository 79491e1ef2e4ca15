"""`manage.py forge`: the whole job without a browser and without a broker."""

import io
import json
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings as site
from django.core.management import CommandError, call_command
from django.db.models import Sum
from PIL import Image

from core.models import Expense
from images import costs, services
from images.models import Illustration
from stories import ledger
from stories.models import Story
from studio.forge import forge as make_story
from studio.forge_folder import ForgeError
from tests.factories import ANSWERS_A, edited_story
from tests.upstreams.json_server import Answer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("content", "writer")]
EXAMPLE = Path(site.BASE_DIR) / "examples" / "offering.json"


@pytest.fixture(autouse=True)
def _speak_again(monkeypatch):
    """The command mutes its process; here that is the one of all tests."""
    monkeypatch.setattr("core.live._muted", False)


@pytest.fixture
def out(tmp_path) -> Path:
    """The folder that the pictures go to; the command makes it."""
    return tmp_path / "deep" / "story"


def forge(answers: object, out: Path) -> None:
    call_command("forge", str(answers), out=out)


def answers_file(folder: Path, text: str) -> Path:
    path = folder / "answers.json"
    path.write_text(text)
    return path


def test_the_example_becomes_twenty_pictures_and_a_file_that_tells_the_story(illustrator, out, capsys):
    forge(EXAMPLE, out)
    names = [f"scene-{n:02d}.png" for n in range(1, 21)]
    assert sorted(path.name for path in out.iterdir()) == [*names, "story.json"]
    assert all(Image.open(out / name).size == (64, 96) for name in names)
    told = json.loads((out / "story.json").read_text("utf-8"))
    assert (told["title"], told["template"], told["writer"]) == ("The stars", "Power Fantasy", "upstream test-1")
    assert told["answers"] == json.loads(EXAMPLE.read_text())
    assert [scene["number"] for scene in told["scenes"]] == list(range(1, 21))
    assert [scene["picture"] for scene in told["scenes"]] == names
    assert told["scenes"][4]["text"] == "The red fox counts 5 stars."
    assert all(scene["prompt"] and scene["error"] is None for scene in told["scenes"])
    assert f"“The stars” is in {out}" in capsys.readouterr().out
    assert len(illustrator.asked) == 20
    assert Story.objects.get().status == "reviewing"


def test_an_illustrator_that_looks_draws_the_fox_first_and_he_is_none_of_the_files(looks, out):
    forge(EXAMPLE, out)
    assert [asked.body["sheet"] for asked in looks.asked] == [True] + [False] * 20
    assert [asked.body["references"] for asked in looks.asked] == [0] + [1] * 20
    assert len(list(out.glob("*.png"))) == 20
    assert len(json.loads((out / "story.json").read_text("utf-8"))["scenes"]) == 20


def test_a_fox_that_cannot_be_drawn_costs_none_of_the_twenty(looks, out):
    looks.behaviour = lambda asked, number: Answer({"error": "No."}, 401) if asked.body["sheet"] else Answer()
    forge(EXAMPLE, out)
    assert [asked.body["references"] for asked in looks.asked] == [0] * 21
    assert len(list(out.glob("*.png"))) == 20


def test_the_fox_is_in_the_price_that_is_said_before(looks, settings, monkeypatch):
    settings.PRICES, settings.OPENAI_IMAGE_QUALITY = {"test-1": {"output": 10}}, "low"
    with_him = costs.cost_of_a_story()
    monkeypatch.delenv("TEST_ILLUSTRATOR_LOOKS")
    assert with_him - costs.cost_of_a_story() == Decimal("0.01")


@pytest.mark.parametrize("takes", [True, False])
@pytest.mark.parametrize("review", [True, False])
def test_what_a_story_costs_is_the_price_of_all_that_is_drawn_for_it(looks, settings, monkeypatch, takes, review):
    settings.PRICES, settings.OPENAI_IMAGE_QUALITY = {"test-1": {"output": 10}}, "low"
    if not takes:
        monkeypatch.delenv("TEST_ILLUSTRATOR_LOOKS")
    story = edited_story()
    services.create_pictures(story, {}, by="", review=review)
    drawn = Illustration.everything.filter(story=story).count()
    assert drawn == (21 if takes or review else 20)
    pictures = costs.cost_of_a_story(review=review) - ledger.writing_cost()
    assert pictures == drawn * Decimal("0.01")


def test_the_answers_may_come_from_standard_input(illustrator, out, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(ANSWERS_A)))
    forge("-", out)
    assert json.loads((out / "story.json").read_text("utf-8"))["answers"] == ANSWERS_A


def test_a_picture_that_fails_is_named_and_the_others_are_kept(illustrator, out):
    illustrator.behaviour = lambda asked, number: (
        Answer({"error": "Too violent."}, 401) if asked.body["scene"] == 7 else Answer()
    )
    with pytest.raises(CommandError, match=r"1 of 20 pictures could not be drawn \(scene 7\): Too violent\."):
        forge(EXAMPLE, out)
    assert len(list(out.glob("*.png"))) == 19
    seventh = json.loads((out / "story.json").read_text("utf-8"))["scenes"][6]
    assert (seventh["picture"], seventh["error"]) == (None, "Too violent.")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{", "are not valid JSON"),
        ("", "are not valid JSON"),
        ("[]", "answers must be an object"),
        (json.dumps({k: v for k, v in ANSWERS_A.items() if k != "find"}), "find is missing"),
        (json.dumps(ANSWERS_A | {"find": " "}), "find is empty"),
        (json.dumps(ANSWERS_A | {"story_type": "Space Opera"}), "no story template called Space Opera"),
    ],
)
def test_answers_that_cannot_be_taken_are_explained_in_a_sentence(out, tmp_path, text, sentence):
    with pytest.raises(CommandError, match=sentence):
        forge(answers_file(tmp_path, text), out)
    assert not Story.objects.exists()


def test_a_file_that_is_not_there_or_no_text_is_explained_in_a_sentence(out, tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        forge(tmp_path / "nothing.json", out)
    (tmp_path / "picture.json").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CommandError, match="cannot be read"):
        forge(tmp_path / "picture.json", out)


def test_a_folder_that_cannot_be_made_is_explained_before_anything_is_paid_for(tmp_path, writer):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(CommandError, match="cannot be made"):
        forge(EXAMPLE, tmp_path / "file" / "story")
    assert writer.asked == []


def test_a_story_that_cannot_be_written_is_explained_in_a_sentence(out, writer):
    writer.behaviour = lambda asked, number: Answer({"error": "The key is wrong."}, 401)
    with pytest.raises(CommandError, match="could not be written: The key is wrong"):
        forge(EXAMPLE, out)


def test_gaps_are_named(out, writer):
    writer.behaviour = lambda asked, number: Answer({"scenes": {str(n): "A scene." for n in range(3, 20)}})
    with pytest.raises(CommandError, match="left out scenes 1, 2, 20"):
        forge(EXAMPLE, out)
    assert not Illustration.objects.exists()


# --- money ---------------------------------------------------------------------------------------------------------
@pytest.fixture
def priced(settings, writer, illustrator):
    """A token costs a tenth of a cent, so a story $52.00 at first guess; the pictures then take 300 tokens each."""
    settings.PRICES = {"test-1": {"output": 1000}}
    settings.OPENAI_IMAGE_QUALITY, settings.IMAGE_PREVIEWS = "medium", 2
    told = writer.behaviour
    writer.behaviour = lambda asked, number: Answer({**told(asked, number).body, "usage": {"output": 1000}})
    illustrator.behaviour = lambda asked, number: Answer({"usage": {"output": 300}})


@pytest.mark.parametrize("budget", ["STORY_BUDGET_USD", "DAILY_BUDGET_USD"])
def test_a_story_that_would_go_over_a_budget_is_refused_before_anything_is_paid(priced, out, writer, settings, budget):
    setattr(settings, budget, Decimal(51))
    with pytest.raises(CommandError, match=rf"Nothing was begun\. {budget} is \$51\.00"):
        forge(EXAMPLE, out)
    assert writer.asked == []
    assert not out.parent.exists()
    assert not Story.objects.exists()


def test_what_it_will_cost_is_said_before_and_what_it_did_afterwards(priced, out, capsys):
    forge(EXAMPLE, out)
    said = capsys.readouterr()
    assert said.err.startswith("This will probably cost about $52.00.")
    cost = Expense.objects.aggregate(total=Sum("cost_usd"))["total"]
    assert cost >= 7
    assert f"It cost ${cost:.2f}." in said.out


def test_without_a_price_no_amount_is_spoken_of(illustrator, out, capsys):
    forge(EXAMPLE, out)
    said = capsys.readouterr()
    assert "$" not in said.out + said.err


def test_an_account_that_is_refused_ends_with_what_its_operator_has_to_do(priced, illustrator, out):
    refusal = Answer({"error": "The pictures cannot be drawn.", "operator": "Add credit to TEST_KEY."}, 402)
    illustrator.behaviour = lambda asked, number: refusal
    with pytest.raises(
        CommandError, match=r"None of the pictures .* Add credit to TEST_KEY\. It cost \$1\.00\."
    ) as said:
        forge(EXAMPLE, out)
    assert "cannot be drawn" not in str(said.value)
    assert not out.parent.exists()


def test_a_writers_account_that_is_refused_ends_with_what_its_operator_has_to_do(out, writer):
    writer.behaviour = lambda asked, number: Answer({"error": "Not now.", "operator": "Renew TEST_KEY."}, 402)
    with pytest.raises(CommandError, match=r"could not be written: Renew TEST_KEY\."):
        forge(EXAMPLE, out)
    assert not out.parent.exists()


def test_a_budget_that_ends_in_the_middle_is_said_in_a_sentence(priced, out, settings, writer):
    settings.STORY_BUDGET_USD = Decimal(52)
    told = writer.behaviour
    writer.behaviour = lambda asked, number: Answer({**told(asked, number).body, "usage": {"output": 30_000}})
    with pytest.raises(CommandError, match=r"^STORY_BUDGET_USD is \$52\.00, .* It cost \$30\.00\.$"):
        forge(EXAMPLE, out)
    assert not out.parent.exists()


def test_a_folder_that_was_there_stays(priced, out, settings):
    settings.STORY_BUDGET_USD = Decimal(0)
    out.mkdir(parents=True)
    with pytest.raises(CommandError):
        forge(EXAMPLE, out)
    assert list(out.iterdir()) == []


def test_only_pictures_that_were_drawn_are_counted(illustrator, out):
    illustrator.behaviour = lambda asked, number: (
        Answer({"error": "Too violent."}, 401) if asked.body["scene"] % 2 else Answer()
    )
    heard = []
    with pytest.raises(ForgeError, match="10 of 20 pictures could not be drawn"):
        make_story(json.loads(EXAMPLE.read_text()), out, lambda step, drawn: heard.append((step, drawn)))
    assert heard[-1] == ("Drawing", 10)
    assert {step for step, _ in heard} == {"Drawing"}
