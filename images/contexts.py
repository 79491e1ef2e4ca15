"""What the templates of a story's page are given. A full page and a fragment get the same."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from core import expenses
from core.expenses import in_dollars
from core.status import Conflict, may_move
from images import attempts, clearance, queries, services, statuses
from images.models import Illustration, Version
from images.reasons import REASONS
from providers import registry
from stories import budget
from stories import statuses as story_statuses
from stories.budget import OverBudget
from stories.models import SCENES, Scene, Story
from stories.queries import being_rewritten, scene_stamp

_DRAWING_PHASES = (story_statuses.ILLUSTRATING, story_statuses.REVIEWING, story_statuses.APPROVED)
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Tried:
    """What became of the attempts at a picture: how many were drawn up to the one that is shown, and whether the last
    one was refused because of its content."""

    drawn: int = 0
    refused: bool = False


def story_context(story: Story, error: str = "", field: str = "", operator: str = "") -> dict[str, Any]:
    """The whole page. `error` is what just went wrong and `operator` what staff should know about it; `field` names the
    box it is about."""
    context: dict[str, Any] = {"story": story, "phase": story.status, "error": error, "error_operator": operator}
    scene = field.removeprefix("Scene")
    context["error_scene"] = scene if scene.isdigit() else ""
    if story.status == story_statuses.EDITING:
        scenes = list(story.scenes.all())
        context |= {
            "scenes": [scene_context(scene) for scene in scenes],
            "gaps": [s.number for s in scenes if s.is_gap],
            "expected_cost": clearance.cost_of_all(),
            "over_budget": _over_budget(story),
        }
    elif story.status in _DRAWING_PHASES:
        pictures = _pictures(story)
        tried = tried_of(pictures)
        context |= {"cards": [card_context(picture, tried=tried[picture.pk]) for picture in pictures]}
        context |= progress_context(story, pictures)
    return context


def _over_budget(story: Story) -> OverBudget | None:
    """What speaks against paying for the twenty pictures, said before somebody asks for them."""
    illustrator = registry.illustrator()
    one = budget.expected_cost(attempts.EXPENSE, illustrator.name, illustrator.model, attempts.grade_of(illustrator))
    return budget.refusal(story.channel, None if one is None else one * Decimal(SCENES))


def progress_context(story: Story, pictures: list[Illustration] | None = None) -> dict[str, Any]:
    """The bar above the pictures. An amount below a cent tells a visitor nothing and is left out."""
    cost = expenses.known_cost(story.channel)
    rows = _pictures(story) if pictures is None else pictures
    return {
        "story": story,
        "progress": queries.progress_of(rows),
        "cost": in_dollars(cost) if cost >= CENT else "",
        "all_approved": story.status == story_statuses.APPROVED,
    }


def _pictures(story: Story) -> list[Illustration]:
    rows = list(queries.pictures_of(story))
    for picture in rows:
        picture.story = story
    return rows


def scene_context(scene: Scene, error: str = "") -> dict[str, Any]:
    """One scene's box."""
    writing = being_rewritten(scene)
    return {
        "scene": scene,
        "writing": writing,
        "stamp": scene_stamp(scene),
        "scene_error": error or scene.rewrite_error,
    }


def _accepts(check: Callable[[Illustration], None], picture: Illustration) -> bool:
    """Whether the server would take what `check` guards."""
    try:
        check(picture)
    except Conflict:
        return False
    return True


def tried_of(pictures: Iterable[Illustration]) -> dict[int, Tried]:
    """What became of the attempts at each of the pictures, by its id, in one query."""
    shown = {picture.pk: picture.current.number if picture.current else 0 for picture in pictures}
    outcomes: dict[int, list[tuple[int, str]]] = defaultdict(list)
    rows = Version.objects.filter(illustration__in=shown).order_by("number")
    for pk, number, outcome in rows.values_list("illustration", "number", "outcome"):
        outcomes[pk].append((number, outcome))
    return {pk: _tried(outcomes[pk], number) for pk, number in shown.items()}


def _tried(outcomes: list[tuple[int, str]], shown: int) -> Tried:
    drawn = sum(outcome == statuses.DRAWN for number, outcome in outcomes if number <= shown)
    return Tried(drawn, refused=bool(outcomes) and outcomes[-1][1] == statuses.REFUSED)


def _is_held(picture: Illustration) -> bool:
    """Whether it waits for what stopped its whole story. Then the sentence above all pictures says it for all."""
    return picture.status == statuses.FAILED and bool(picture.story.stopped) and picture.error == picture.story.error


def card_context(
    picture: Illustration, error: str = "", operator: str = "", tried: Tried | None = None
) -> dict[str, Any]:
    """One picture's card. Its buttons are exactly what the server would accept and what may help."""
    tried = tried or tried_of([picture])[picture.pk]
    held, failed = _is_held(picture), picture.status == statuses.FAILED
    return {
        "picture": picture,
        "scene": picture.scene,
        "version": picture.current,
        "drawn": tried.drawn,
        "label": statuses.LABELS[picture.status],
        "starts_in": queries.starts_in(picture),
        "may_approve": _accepts(services.check_may_approve, picture),
        "may_reject": _accepts(services.check_may_decide, picture),
        "may_redraw": picture.status in statuses.REDRAWABLE and may_move(picture, statuses.QUEUED),
        "may_describe": failed and not held,
        "refused": failed and not held and tried.refused,
        "reasons": REASONS,
        "held": held,
        "card_error": error,
        "card_operator": operator,
    }
