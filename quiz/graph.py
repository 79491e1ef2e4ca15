"""The quiz as a graph: the path of a visitor through it, and its problems (pure)."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter

from stories.answers import CHOICES, needed_keys


@dataclass(frozen=True)
class Node:
    """A question. `exits` maps each choice to the key of the next question (None: there is none); the key "" stands for
    any answer."""

    key: str
    ends: bool
    exits: Mapping[str, str | None] = field(default_factory=dict)

    def after(self, value: str) -> str | None:
        """The key of the question after the answer `value`."""
        return self.exits.get(value, self.exits.get(""))


Graph = Mapping[str, Node]


def without(graph: Graph, keys: Collection[str], start: str) -> tuple[dict[str, Node], str]:
    """The graph and its start without these questions: whatever leads to one leads to what comes after it."""

    def past(key: str | None) -> str | None:
        seen: set[str] = set()
        while key is not None and key in keys and key in graph and key not in seen:
            seen.add(key)
            key = graph[key].after("")
        return key

    kept = {key: node for key, node in graph.items() if key not in keys}
    nodes = {
        key: Node(key, node.ends, {value: past(target) for value, target in node.exits.items()})
        for key, node in kept.items()
    }
    return nodes, past(start) or ""


def walk(graph: Graph, start: str, answers: Mapping[str, str]) -> Iterator[str]:
    """The keys of the questions that `answers` lead to, in order, up to the first without an answer."""
    key: str | None = start
    seen: set[str] = set()
    while key is not None and key in graph and key not in seen:
        seen.add(key)
        yield key
        if not answers.get(key):
            return
        key = graph[key].after(answers[key])


def lengths(graph: Graph, key: str | None) -> set[int]:
    """How many questions the paths from `key` on have, itself included. The graph must have no loop."""
    if key is None or key not in graph:
        return {0}
    following = set(graph[key].exits.values()) or {None}
    return {1 + length for target in following for length in lengths(graph, target)}


def problems(graph: Graph, start: str) -> list[str]:
    """A sentence for each problem, naming the question; empty when a visitor can always finish."""
    found = [*_unknown_targets(graph), *_dead_ends(graph), *_unknown_answers(graph)] or [*_loops(graph)]
    return found or list(_missing(graph, start))


def _unknown_targets(graph: Graph) -> Iterator[str]:
    for node in graph.values():
        for following in node.exits.values():
            if following is not None and following not in graph:
                yield f'"{node.key}" leads to "{following}", which is not a question of the quiz.'


def _dead_ends(graph: Graph) -> Iterator[str]:
    for node in graph.values():
        if not node.exits:
            yield f'"{node.key}" has no answers to pick from. Add a choice, or make it free text.'
        for value, following in node.exits.items():
            if following is None and not node.ends:
                answer = f'the answer "{value}" to ' if value else ""
                yield f'After {answer}"{node.key}" the quiz leads nowhere. Set a next question, or mark it as an end.'


def _unknown_answers(graph: Graph) -> Iterator[str]:
    """Answers that a visitor could give and the writer does not know."""
    for key, meanings in CHOICES.items():
        for value in graph[key].exits if key in graph else ():
            if value not in meanings:
                given = f'The answer "{value}"' if value else "Free text"
                yield f'{given} to "{key}" means nothing to the writer. Offer only: {", ".join(meanings)}.'


def _loops(graph: Graph) -> Iterator[str]:
    following = {key: [target for target in node.exits.values() if target] for key, node in graph.items()}
    try:
        TopologicalSorter(following).prepare()
    except CycleError as error:
        _, backwards = error.args
        loop = " to ".join(reversed(backwards))
        yield f"The quiz goes round in a loop: {loop}. Change the next question of one of them."


def _missing(graph: Graph, start: str) -> Iterator[str]:
    """What a story needs and some path through the quiz does not ask."""
    told: set[str] = set()
    for answers in _paths(graph, start, {}):
        for key in needed_keys(answers.get("humiliation_type", "")):
            if key not in answers and key not in told:
                told.add(key)
                yield f'There is a way through the quiz on which "{key}" is never asked, and every story needs it.'


def _paths(graph: Graph, key: str | None, answers: dict[str, str]) -> Iterator[dict[str, str]]:
    """The answers of every path from `key` to an end, added to `answers`."""
    if key is None:
        yield answers
        return
    for value, following in graph[key].exits.items():
        yield from _paths(graph, following, {**answers, key: value})
