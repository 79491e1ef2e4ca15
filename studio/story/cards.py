"""What the templates of a picture's card and of the viewer are given. Their buttons are what the server accepts."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from core.expenses import in_dollars
from core.status import accepts
from images import character_sheet, policy, queries, revisions, statuses
from images.drawing import preflight
from images.models import Decision, Illustration, Version
from images.rejection_reasons import REASONS, labels
from stories import statuses as story_statuses
from stories.models import SCENES
from stories.queries import scene_stamp
from studio.refusals import NO_REFUSAL, Refusal

MODES = {
    Illustration.DRAW: "Drawn",
    Illustration.EDIT: "Edited",
    Illustration.NEW: "Drawn from your words",
    Version.UPLOAD: "Your own picture",
}
ACTIONS = {Decision.APPROVE: "approved", Decision.REJECT: "rejected"}
OUTCOMES = {
    statuses.DRAWING: "being drawn",
    statuses.REFUSED: "refused because of its content",
    statuses.BROKEN: "failed",
    statuses.UNKNOWN: "interrupted; whether it was charged is not known",
}


@dataclass(frozen=True)
class Past:
    """What became of a picture so far: how many versions were drawn up to the one that is shown, how many in all,
    whether the last attempt was refused because of its content, and the last decision about it ("" for none)."""

    drawn: int = 0
    versions: int = 0
    refused: bool = False
    last: str = ""


@dataclass(frozen=True)
class Prices:
    """What another version, and several variations, will probably cost, for people; "" when that is nothing."""

    one: str = ""
    variations: str = ""


def prices() -> Prices:
    """What pictures cost just now."""
    return Prices(preflight.cost_of(1), preflight.cost_of(Illustration.VARIATIONS))


def past_of(pictures: Iterable[Illustration]) -> dict[int, Past]:
    """What became of each of the pictures, by its id, in two queries."""
    shown = {picture.pk: picture.current.number if picture.current else 0 for picture in pictures}
    outcomes: dict[int, list[tuple[int, str]]] = defaultdict(list)
    rows = Version.objects.filter(illustration__in=shown).order_by("number")
    for pk, number, outcome in rows.values_list("illustration", "number", "outcome"):
        outcomes[pk].append((number, outcome))
    last = queries.last_actions(pictures)
    return {pk: _past(outcomes[pk], number, last.get(pk, "")) for pk, number in shown.items()}


def _past(outcomes: list[tuple[int, str]], shown: int, last: str) -> Past:
    drawn = [number for number, outcome in outcomes if outcome == statuses.DRAWN]
    refused = bool(outcomes) and outcomes[-1][1] == statuses.REFUSED
    return Past(sum(number <= shown for number in drawn), len(drawn), refused, last)


def _is_held(picture: Illustration) -> bool:
    """Whether it waits for what stopped its whole story. Then the sentence above all pictures says it for all."""
    return picture.status == statuses.FAILED and bool(picture.story.stopped) and picture.error == picture.story.error


def card_of(
    picture: Illustration, past: Past | None = None, costs: Prices | None = None, refusal: Refusal = NO_REFUSAL
) -> dict[str, Any]:
    """One picture's card."""
    past = past or past_of([picture])[picture.pk]
    held, failed = _is_held(picture), picture.status == statuses.FAILED
    return {
        "picture": picture,
        "version": picture.current,
        "past": past,
        "label": statuses.LABELS[picture.status],
        "starts_in": queries.starts_in(picture),
        "stamp": queries.picture_stamp(picture) + ":held" * (picture.story.status == story_statuses.FILMING),
        "mark": queries.version_mark(picture),
        "text_stamp": scene_stamp(picture.scene) if picture.scene else "",
        "outdated": picture.is_outdated,
        "refused": failed and not held and past.refused,
        "held": held,
        "reasons": REASONS,
        "prices": costs or prices(),
        "variations": Illustration.VARIATIONS,
        "may": may(picture, past),
        "undo": ACTIONS.get(past.last, ""),
        "refusal": refusal,
    }


def may(picture: Illustration, past: Past) -> dict[str, bool]:
    """What can be done to the picture now, by the names of the actions; just what the server would take."""
    redraw = accepts(policy.check_may_redraw, picture)
    return {
        "approve": accepts(policy.check_may_approve, picture),
        "reject": accepts(policy.check_may_decide, picture),
        "redraw": redraw,
        "edit": redraw,
        "vary": redraw,
        "upload": redraw,
        "undo": revisions.may_undo(picture, past.last),
        "choose": redraw and past.versions > 1,
        "text": picture.story.status in story_statuses.DRAWING,
    }


def fox_of(sheet: Illustration, refusal: Refusal = NO_REFUSAL) -> dict[str, Any]:
    """The card of the character sheet."""
    versions = [version for version in queries.versions_of(sheet) if version.outcome == statuses.DRAWN]
    return {
        "picture": sheet,
        "version": sheet.current,
        "versions": versions,
        "label": "This is your fox" if sheet.status == statuses.PENDING else statuses.LABELS[sheet.status],
        "starts_in": queries.starts_in(sheet),
        "stamp": queries.picture_stamp(sheet),
        "may_keep": accepts(character_sheet.check_may_keep, sheet),
        "expected_cost": preflight.cost_of(SCENES),
        "prices": prices(),
        "refusal": refusal,
    }


def viewer_of(picture: Illustration, shown: int = 0, beside: int = 0, refusal: Refusal = NO_REFUSAL) -> dict[str, Any]:
    """The viewer: the card's own content, every version, and which of them is looked at; `shown` and `beside` are the
    numbers of versions (0: the one of the card, none beside)."""
    versions = [_version(version, picture) for version in queries.versions_of(picture)]
    drawn = {one["version"].number: one for one in versions if one["drawn"]}
    current = picture.current.number if picture.current else 0
    return {
        "card": card_of(picture, refusal=refusal),
        "versions": list(drawn.values()),
        "attempts": [one for one in versions if not one["drawn"]],
        "looked_at": drawn.get(shown) or drawn.get(current),
        "beside": drawn.get(beside),
        "previous": picture.number - 1 if picture.number > 1 else 0,
        "next": picture.number + 1 if picture.number < SCENES else 0,
        "waiting": _next_waiting(picture),
    }


def _version(version: Version, picture: Illustration) -> dict[str, Any]:
    expense = version.expense
    cost = expense.cost_usd if expense else None
    return {
        "version": version,
        "number_text": str(version.number),
        "drawn": version.outcome == statuses.DRAWN,
        "is_current": version.pk == picture.current_id,
        "how": MODES[version.mode],
        "outcome": OUTCOMES.get(version.outcome, ""),
        "cost": "" if cost is None else in_dollars(cost),
        "cost_unknown": expense is not None and cost is None,
        "said": [_said(decision) for decision in version.decisions.all() if decision.action in ACTIONS],
    }


def _said(decision: Decision) -> dict[str, Any]:
    why = "; ".join(filter(None, [labels(decision.reasons), decision.note]))
    words = ACTIONS[decision.action] + (", taken back" if decision.undone else "")
    return {"words": words.capitalize(), "by": decision.by, "why": why, "at": decision.at}


def _next_waiting(picture: Illustration) -> int:
    """The number of the next picture of the story that waits for approval, from here on and then from the start; 0 for
    none."""
    rows = picture.story.illustrations.filter(status=statuses.PENDING).exclude(pk=picture.pk)
    numbers = list(rows.order_by("number").values_list("number", flat=True))
    return next((number for number in numbers if number > picture.number), numbers[0] if numbers else 0)
