"""Workflows of ComfyUI, as its editor exports them for its API: a node is found by its title and filled in."""

import copy
import json
import math
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

Graph = dict[str, dict[str, Any]]
"""Nodes by their numbers, each with `class_type`, `inputs` and `_meta.title`."""

PROMPT, NEGATIVE, SEED, SIZE, REFERENCE, FIRST_FRAME = "prompt", "negative", "seed", "size", "reference", "first frame"
# What is filled in at a node of that title: the first of these groups of inputs that it has.
_INPUTS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    PROMPT: (("text",), ("prompt",), ("value",), ("string",), ("text_g", "text_l"), ("clip_l", "t5xxl")),
    NEGATIVE: (("text",), ("prompt",), ("value",), ("string",), ("text_g", "text_l"), ("clip_l", "t5xxl")),
    SEED: (("seed",), ("noise_seed",), ("value",)),
    SIZE: (("width", "height"),),
    REFERENCE: (("image",),),
    FIRST_FRAME: (("image",),),
}
STEP = 16  # sides are multiples of so many pixels


class Workflow:
    """The workflow in a file. `setting` names where the file was named, for sentences about what is wrong with it."""

    def __init__(self, file: str | Path, setting: str) -> None:
        self.file, self.setting = Path(file), setting

    @property
    def name(self) -> str:
        """The name of the file without its ending, at most 60 characters."""
        return self.file.stem[:60]

    def errors(self, *needed: str) -> Iterator[str]:
        """What is wrong with the file, in sentences; `needed` are titles that nodes must have. Never raises."""
        try:
            graph = self.load()
        except ValueError as error:
            yield str(error)
            return
        for title in needed:
            if not any(True for _ in _nodes(graph, title)):
                inputs = " or ".join("/".join(group) for group in _INPUTS[title])
                yield (
                    f"{self.setting}: no node of {self.file} has the title {title!r} and an input {inputs} to fill in. "
                    "Name the node so in ComfyUI, and export the workflow again."
                )

    def load(self) -> Graph:
        """The nodes. Raises ValueError, with a sentence, for a file that is no exported workflow."""
        try:
            found = json.loads(self.file.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError) as error:
            raise ValueError(f"{self.setting}: {self.file} cannot be read ({type(error).__name__}).") from None
        if isinstance(found, dict) and isinstance(found.get("nodes"), list):
            cure = "Export it with Workflow, Export (API)."
            raise ValueError(f"{self.setting}: {self.file} was saved for the editor, not for the API. {cure}")
        if not isinstance(found, dict) or not found or not all(map(_is_node, found.values())):
            raise ValueError(f"{self.setting}: {self.file} is no workflow that ComfyUI has exported for its API.")
        return found

    def count(self, title: str) -> int:
        """How many nodes of that title can be filled in."""
        return sum(1 for _ in _nodes(self.load(), title))


def fill(graph: Graph, title: str, value: object) -> Graph:
    """The graph with `value` at every node of that title; for SIZE a width and a height, of which the shape is taken:
    the number of pixels stays that of the file."""
    filled = copy.deepcopy(graph)
    for inputs, names in _nodes(filled, title):
        if title == SIZE and isinstance(value, tuple):
            inputs.update(zip(names, _sized(inputs, *value), strict=True))
        else:
            inputs.update(dict.fromkeys(names, value))
    return filled


def fill_each(graph: Graph, title: str, values: Iterable[str]) -> Graph:
    """The graph with the first value at the first node of that title, and so on; further nodes get the last one."""
    filled, left = copy.deepcopy(graph), list(values)
    for inputs, names in _nodes(filled, title):
        inputs.update(dict.fromkeys(names, left.pop(0) if len(left) > 1 else left[0]))
    return filled


def _sized(inputs: Mapping[str, Any], width: int, height: int) -> tuple[int, int]:
    try:
        pixels = max(1, int(inputs["width"]) * int(inputs["height"]))
    except (TypeError, ValueError):
        pixels = width * height
    factor = math.sqrt(pixels / (width * height))
    across, down = (max(STEP, round(side * factor / STEP) * STEP) for side in (width, height))
    return across, down


def _is_node(found: object) -> bool:
    return isinstance(found, dict) and isinstance(found.get("inputs"), dict) and "class_type" in found


def _nodes(graph: Graph, title: str) -> Iterator[tuple[dict[str, Any], tuple[str, ...]]]:
    """The inputs of each node of that title, "reference 2" being one of "reference", and which of them are filled in:
    values, not links to other nodes."""
    for node in sorted(graph.values(), key=_title_of):
        if _title_of(node).rstrip("0123456789 ") != title:
            continue
        inputs = node["inputs"]
        fillable = {name for name, value in inputs.items() if not isinstance(value, list)}
        names = next((group for group in _INPUTS[title] if set(group) <= fillable), ())
        if names:
            yield inputs, names


def _title_of(node: Mapping[str, Any]) -> str:
    return str((node.get("_meta") or {}).get("title", "")).strip().lower()
