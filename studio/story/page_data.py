"""The context of a story's page. A full page and a fragment get the same."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.conf import settings

from books.queries import check_may_make
from core import artifacts, expenses
from core.expenses import in_dollars
from core.status import accepts
from core.text import clean_text
from images import character_sheet, costs, queries, statuses, stopping
from images.models import Illustration
from images.rejection_reasons import REASONS
from stories import access, ledger, writing
from stories import statuses as story_statuses
from stories.ledger import OverBudget
from stories.models import SCENE_LIMIT, SCENES, Scene, Story
from stories.queries import being_rewritten, scene_stamp
from studio.film import page_data as film_page_data
from studio.refusals import NO_REFUSAL, Refusal
from studio.story import cards, illustrators

CENT = Decimal("0.01")


def story_context(story: Story, refusal: Refusal = NO_REFUSAL) -> dict[str, Any]:
    """The whole page."""
    context: dict[str, Any] = {"story": story, "phase": story.status, "refusal": refusal}
    context |= {"comments": list(story.comments.all()), "numbers": range(1, SCENES + 1)}
    if story.status == story_statuses.EDITING:
        scenes = list(story.scenes.all())
        context |= {
            "refused_scene": refusal.field.removeprefix("Scene") if refusal.field.startswith("Scene") else "",
            "scenes": [scene_context(scene, mine=_not_saved(scene, refusal)) for scene in scenes],
            "left_out": [scene.number for scene in scenes if scene.is_gap and not scene.was_written],
            "emptied": [scene.number for scene in scenes if scene.is_gap and scene.was_written],
            "expected_cost": costs.price_label(_to_draw(story), story),
            "over_budget": _over_budget(story),
            "review": settings.REVIEW_CHARACTER,
            "illustrators": illustrators.choices_of(story),
            "stamp": artifacts.digest_of(*map(scene_stamp, scenes))[:12],
        }
    elif story.status == story_statuses.FAILED:
        context |= {"writing_stopped": story.error == writing.STOPPED}
    elif story.status == story_statuses.SKETCHING and (sheet := character_sheet.sheet_of(story)):
        context |= {"fox": cards.fox_of(sheet, refusal)}
    elif story.status in story_statuses.HAS_PICTURES:
        pictures = _pictures(story)
        histories, prices = cards.histories_of(pictures), cards.prices(story)
        context |= {"cards": [cards.card_of(picture, histories[picture.pk], prices) for picture in pictures]}
        context |= {"fox": character_sheet.sheet_of(story), "reasons": REASONS, "price": prices["one"]}
        context |= progress_context(story, pictures) | panels_context(story)
    return context


def panels_context(story: Story) -> dict[str, Any]:
    """The panels above the pictures: the film and the link to the book, once there are any."""
    return {"story": story, "film_panel": film_page_data.story_panel(story), "has_book": accepts(check_may_make, story)}


def _over_budget(story: Story) -> OverBudget | None:
    """Why the pictures cannot be paid for, if so; shown before somebody approves the scenes."""
    return ledger.refusal(story.channel, costs.cost_of_pictures(_to_draw(story), story))


def _to_draw(story: Story) -> int:
    """How many pictures are drawn when the scenes are approved on the page."""
    return costs.pictures_to_draw(story, review=settings.REVIEW_CHARACTER)


def progress_context(story: Story, pictures: list[Illustration] | None = None) -> dict[str, Any]:
    """The progress bar above the pictures. A cost below a cent is left out."""
    cost = expenses.known_cost(story.channel)
    rows = _pictures(story) if pictures is None else pictures
    return {
        "story": story,
        "progress": (progress := queries.progress_of(rows)),
        "waiting": [picture.mark for picture in rows if picture.status == statuses.PENDING],
        "missing_cost": costs.price_label(progress.missing, story) if progress.missing else "",
        "stopped_cost": costs.price_label(progress.stopped, story) if progress.stopped else "",
        **changed_context(story, rows),
        "may_stop": access.REVIEW in story.may and accepts(stopping.check_may_stop, story),
        "cost": in_dollars(cost) if cost >= CENT else "",
    }


def changed_context(story: Story, pictures: list[Illustration]) -> dict[str, Any]:
    """Which pictures show another text than their scene has now, and what it costs to draw just those again."""
    changed = queries.changed_pictures(pictures)
    return {
        "changed": changed,
        "changed_cost": costs.price_label(len(changed), story) if changed else "",
        "may_draw_changed": access.REVIEW in story.may and story.status != story_statuses.FILMING,
    }


def texts_context(story: Story, refusal: Refusal = NO_REFUSAL) -> dict[str, Any]:
    """The page of all texts, once they are approved: what was typed, where that was refused."""
    pictures = _pictures(story)
    of_scene = {picture.number: picture for picture in pictures}
    scenes = [_text_context(scene, of_scene.get(scene.number), refusal.typed or {}) for scene in story.scenes.all()]
    context = {"story": story, "refusal": refusal, "scenes": scenes, "price": costs.price_label(1, story)}
    return context | changed_context(story, pictures)


def _text_context(scene: Scene, picture: Illustration | None, typed: Mapping[str, str]) -> dict[str, Any]:
    """One text with the state of its picture. `theirs` says that somebody else changed it as well."""
    read, mine = typed.get(f"Read{scene.number}"), typed.get(f"Scene{scene.number}")
    kept = read is not None and mine is not None and clean_text(mine) != clean_text(read)
    theirs = kept and clean_text(read or "") != scene.text
    label = statuses.LABELS[picture.status] if picture else ""
    return {"scene": scene, "text": mine if kept else scene.text, "theirs": theirs, "picture": picture, "label": label}


def _pictures(story: Story) -> list[Illustration]:
    rows = list(queries.pictures_of(story))
    for picture in rows:
        picture.story = story
    return rows


def _not_saved(scene: Scene, refusal: Refusal) -> str | None:
    """The text of a refused approval that was not saved, because the scene was changed elsewhere."""
    typed = refusal.typed or {}
    mine = clean_text(typed.get(f"Scene{scene.number}", "")) if f"Read{scene.number}" in typed else scene.text
    return mine if mine != scene.text and len(mine) <= SCENE_LIMIT else None


def scene_context(scene: Scene, error: str = "", *, mine: str | None = None) -> dict[str, Any]:
    """The text box of a scene. `mine` is a text that was not saved, because the scene was changed elsewhere."""
    return {
        "scene": scene,
        "mine": mine,
        "writing": being_rewritten(scene),
        "stamp": scene_stamp(scene),
        "scene_error": error or scene.rewrite_error,
    }
