"""What the templates of a story's page are given. A full page and a fragment get the same."""

from collections.abc import Callable
from typing import Any

from core import expenses
from core.expenses import in_dollars
from core.status import Conflict, may_move
from images import clearance, queries, services, statuses
from images.models import Illustration
from stories import statuses as story_statuses
from stories.models import Scene, Story
from stories.queries import being_rewritten, scene_stamp

_DRAWING_PHASES = (story_statuses.ILLUSTRATING, story_statuses.REVIEWING, story_statuses.APPROVED)


def story_context(story: Story, error: str = "", field: str = "") -> dict[str, Any]:
    """The whole page."""
    context: dict[str, Any] = {"story": story, "phase": story.status, "error": error}
    context["error_scene"] = field.removeprefix("Scene")
    if story.status == story_statuses.EDITING:
        scenes = list(story.scenes.all())
        context |= {
            "scenes": [scene_context(scene) for scene in scenes],
            "gaps": [s.number for s in scenes if s.is_gap],
            "expected_cost": clearance.cost_of_all(),
        }
    elif story.status in _DRAWING_PHASES:
        pictures = _pictures(story)
        context |= {"cards": [card_context(picture) for picture in pictures]}
        context |= progress_context(story, pictures)
    return context


def progress_context(story: Story, pictures: list[Illustration] | None = None) -> dict[str, Any]:
    """The bar above the pictures."""
    rows = _pictures(story) if pictures is None else pictures
    return {
        "story": story,
        "progress": queries.progress_of(rows),
        "cost": in_dollars(cost) if (cost := expenses.known_cost(story.channel)) else "",
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


def card_context(picture: Illustration, error: str = "") -> dict[str, Any]:
    """One picture's card. Its buttons are exactly what the server would accept."""
    return {
        "picture": picture,
        "scene": picture.scene,
        "version": picture.current,
        "label": statuses.LABELS[picture.status],
        "starts_in": queries.starts_in(picture),
        "may_approve": _accepts(services.check_may_approve, picture),
        "may_reject": _accepts(services.check_may_decide, picture),
        "may_redraw": picture.status in statuses.REDRAWABLE and may_move(picture, statuses.QUEUED),
        "may_describe": picture.status == statuses.FAILED,
        "card_error": error,
    }
