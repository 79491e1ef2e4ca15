"""providers.comfyui.workflow: what is wrong with a file, and how its nodes are filled in."""

import json

import pytest

from providers.comfyui.workflow import PROMPT, REFERENCE, SEED, SIZE, Workflow, fill, fill_each
from tests.upstreams.comfyui_server import EDITING, node


@pytest.fixture
def saved(tmp_path):
    """A workflow in a file of its own."""

    def save(text: object) -> Workflow:
        file = tmp_path / "fox.json"
        file.write_text(text if isinstance(text, str) else json.dumps(text))
        return Workflow(file, "COMFYUI_WORKFLOW")

    return save


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "cannot be read"),
        ("[]", "is no workflow"),
        ({"1": {"inputs": {}}}, "is no workflow"),
        ({"nodes": [], "links": []}, "saved for the editor"),
        (EDITING, "has the title 'size' and an input width/height"),
        # The title is there, but what would be filled in comes from another node.
        (EDITING | {"9": node("EmptyLatentImage", "size", width=["1", 0], height=["1", 1])}, "has the title 'size'"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_with_what_is_wrong(saved, text, says):
    (error,) = saved(text).errors(PROMPT, SEED, SIZE)
    assert says in error
    assert error.startswith("COMFYUI_WORKFLOW: ")
    assert "fox.json" in error


def test_a_missing_file_is_named():
    assert "cannot be read" in next(Workflow("/no/such.json", "COMFYUI_WORKFLOW").errors())


@pytest.mark.parametrize(
    "inputs", [{"text": ""}, {"prompt": "", "clip": ["1", 0]}, {"value": ""}, {"text_g": "", "text_l": ""}]
)
def test_a_text_is_filled_in_where_the_node_takes_it(saved, inputs):
    graph = {"1": node("Any", " Prompt ", **inputs)}
    assert list(saved(graph).errors(PROMPT)) == []
    changed = fill(graph, PROMPT, "The fox.")["1"]["inputs"]
    assert changed == inputs | {name: "The fox." for name, value in inputs.items() if value == ""}
    assert "The fox." not in str(graph)


@pytest.mark.parametrize(("size", "made"), [((1024, 1536), (832, 1248)), ((1536, 1024), (1248, 832))])
def test_a_size_keeps_the_pixels_of_the_file_in_the_shape_that_is_asked_for(size, made):
    filled = fill({"1": node("EmptyLatentImage", "size", width=1024, height=1024)}, SIZE, size)["1"]["inputs"]
    assert (filled["width"], filled["height"]) == made
    assert not any(side % 16 for side in made)


@pytest.mark.parametrize(
    ("sent", "gets"), [(["a"], ["a", "a"]), (["a", "b"], ["a", "b"]), (["a", "b", "c"], ["a", "b"])]
)
def test_every_reference_node_gets_a_picture(sent, gets):
    filled = fill_each(EDITING, REFERENCE, sent)
    assert [filled["3"]["inputs"]["image"], filled["4"]["inputs"]["image"]] == gets
