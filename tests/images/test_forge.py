"""`manage.py forge`: the whole job without a browser and without a broker."""

import io
import json
from pathlib import Path

import pytest
from django.conf import settings as site
from django.core.management import CommandError, call_command
from PIL import Image

from images.models import Illustration
from stories.models import Story
from tests.factories import ANSWERS_A
from tests.upstreams.server import Answer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("content", "writer")]
EXAMPLE = Path(site.BASE_DIR) / "examples" / "turned-down.json"


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
