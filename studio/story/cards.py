"""The context of a picture's card and of the viewer. They offer exactly the actions that the server accepts."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from books.edition import maker
from core.expenses import in_dollars
from core.status import accepts
from images import character_sheet, costs, policy, queries, revisions, statuses, stopping
from images.models import Decision, Illustration, Version
from images.rejection_reasons import REASONS, labels
from stories import access
from stories import statuses as story_statuses
from stories.models import SCENES, Story
from stories.queries import scene_stamp
from storybook import props
from studio.film import page_data as film_page_data
from studio.refusals import NO_REFUSAL, Refusal
from studio.story import illustrators

QUEUE = "?queue"  # in the address of a viewer that was opened from the review queue
MODES = {
    Illustration.DRAW: "Drawn",
    Illustration.EDIT: "Edited",
    Illustration.NEW: "Drawn from your words",
    Version.UPLOAD: "Your own picture",
}
UNCHANGED = "Drawn again; what was asked to change made no difference"
ACTIONS = {Decision.APPROVE: "approved", Decision.REJECT: "rejected"}
OUTCOMES = {
    statuses.DRAWING: "being drawn",
    statuses.REFUSED: "refused because of its content",
    statuses.BROKEN: "failed",
    statuses.UNKNOWN: "interrupted; whether it was charged is not known",
}


@dataclass(frozen=True)
class History:
    """A picture so far: how many versions were drawn up to the one that is shown (`drawn`) and in all (`versions`),
    whether the last attempt was refused because of its content, and the last decision ("" for none)."""

    drawn: int = 0
    versions: int = 0
    refused: bool = False
    last: str = ""


def prices(story: Story) -> dict[str, str]:
    """The expected cost of another version and of several variations, such as "$0.04"; "" when it is nothing."""
    return {"one": costs.price_label(1, story), "variations": costs.price_label(Illustration.VARIATIONS, story)}


def histories_of(pictures: Iterable[Illustration]) -> dict[int, History]:
    """The history of each picture by its id, in two queries."""
    shown = {picture.pk: picture.current.number if picture.current else 0 for picture in pictures}
    outcomes: dict[int, list[tuple[int, str]]] = defaultdict(list)
    rows = Version.objects.filter(illustration__in=shown).order_by("number")
    for pk, number, outcome in rows.values_list("illustration", "number", "outcome"):
        outcomes[pk].append((number, outcome))
    last = queries.last_actions(pictures)
    return {pk: _history(outcomes[pk], number, last.get(pk, "")) for pk, number in shown.items()}


def _history(outcomes: list[tuple[int, str]], shown: int, last: str) -> History:
    drawn = [number for number, outcome in outcomes if outcome == statuses.DRAWN]
    refused = bool(outcomes) and outcomes[-1][1] == statuses.REFUSED
    return History(sum(number <= shown for number in drawn), len(drawn), refused, last)


def _is_stopped(picture: Illustration) -> bool:
    """Whether it failed with the error that stopped its whole story, which stands above all pictures once."""
    return picture.status == statuses.FAILED and bool(picture.story.stopped) and picture.error == picture.story.error


def _label_of(picture: Illustration) -> str:
    stopped = picture.stopped and picture.status == statuses.FAILED
    return "Stopped" if stopped else statuses.LABELS[picture.status]


def card_of(
    picture: Illustration,
    history: History | None = None,
    costs: dict[str, str] | None = None,
    refusal: Refusal = NO_REFUSAL,
) -> dict[str, Any]:
    history = history or histories_of([picture])[picture.pk]
    stopped, failed = _is_stopped(picture), picture.status == statuses.FAILED
    return {
        "picture": picture,
        "history": history,
        "label": _label_of(picture),
        "stamp": picture.stamp + ":held" * (picture.story.status == story_statuses.FILMING),
        "text_stamp": scene_stamp(picture.scene) if picture.scene else "",
        "refused": failed and not stopped and history.refused,
        "stopped": stopped,
        "reasons": REASONS,
        "prices": costs or prices(picture.story),
        "variations": Illustration.VARIATIONS,
        "things": props.number(),
        "may": may(picture, history),
        "undo": ACTIONS.get(history.last, ""),
        "refusal": refusal,
    }


def may(picture: Illustration, history: History) -> dict[str, bool]:
    """Whether the server accepts each action of this visitor or user on the picture now, by the name of the action."""
    story = picture.story
    review, decide = access.REVIEW in story.may, access.DECIDE in story.may
    redraw = review and accepts(policy.check_may_redraw, picture)
    return {
        "approve": decide and accepts(policy.check_may_approve, picture),
        "reject": decide and accepts(policy.check_may_decide, picture),
        "redraw": redraw,
        "edit": redraw,
        "vary": redraw,
        "upload": redraw,
        "undo": decide and revisions.may_undo(picture, history.last),
        "choose": redraw and history.versions > 1,
        "text": access.EDIT in story.may and story.status in story_statuses.HAS_PICTURES,
    }


def fox_of(sheet: Illustration, refusal: Refusal = NO_REFUSAL) -> dict[str, Any]:
    """The card of the character sheet."""
    versions = [version for version in queries.versions_of(sheet) if version.outcome == statuses.DRAWN]
    return {
        "picture": sheet,
        "versions": versions,
        "label": "This is your fox" if sheet.status == statuses.PENDING else _label_of(sheet),
        "stamp": sheet.stamp,
        "may_stop": access.REVIEW in sheet.story.may and accepts(stopping.check_may_stop, sheet.story),
        "may_keep": access.REVIEW in sheet.story.may and accepts(character_sheet.check_may_keep, sheet),
        "expected_cost": costs.price_label(SCENES, sheet.story),
        "illustrators": illustrators.choices_of(sheet.story),
        "prices": prices(sheet.story),
        "things": props.number(),
        "refusal": refusal,
    }


def viewer_of(
    picture: Illustration, shown: int = 0, beside: int = 0, refusal: Refusal = NO_REFUSAL, *, queue: bool = False
) -> dict[str, Any]:
    """The viewer: the content of the card, every version, the one that is looked at and the one beside it. For staff
    who came from the review `queue` it goes on to the next story.

    `shown` and `beside` are numbers of versions; 0 stands for the current version, and for none beside it.
    """
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
        **_waiting(picture, queue=queue),
        "film": film_page_data.story_panel(picture.story) if picture.story.status == story_statuses.APPROVED else None,
    }


def _version(version: Version, picture: Illustration) -> dict[str, Any]:
    expense = version.expense
    cost = expense.cost_usd if expense else None
    return {
        "version": version,
        "number_text": str(version.number),
        "drawn": version.outcome == statuses.DRAWN,
        "is_current": version.pk == picture.current_id,
        "by": maker(version.provider, "illustrator"),
        "how": UNCHANGED if version.unchanged else MODES[version.mode],
        "outcome": OUTCOMES.get(version.outcome, ""),
        "cost": in_dollars(cost) if cost else "",
        "cost_unknown": expense is not None and cost is None,
        "decisions": [_decision(decision) for decision in version.decisions.all() if decision.action in ACTIONS],
    }


def _decision(decision: Decision) -> dict[str, Any]:
    why = "; ".join(filter(None, [labels(decision.reasons), decision.note]))
    words = ACTIONS[decision.action] + (", undone" if decision.undone else "")
    return {"words": words.capitalize(), "by": decision.by, "why": why, "at": decision.at}


def _waiting(picture: Illustration, *, queue: bool) -> dict[str, Any]:
    """The next picture that waits for approval: its number, 0 where it is another story's, and its address; "" for
    none."""
    story, number = picture.story, _next_waiting(picture)
    if number:
        return {"waiting": number, "waiting_url": _view_url(story, number, queue=queue)}
    other = queries.next_to_review(story) if queue else None
    return {"waiting": 0, "waiting_url": _view_url(other.story, other.number, queue=queue) if other else ""}


def _view_url(story: Story, number: int, *, queue: bool) -> str:
    return reverse("story:view", args=[story.pk, number]) + (QUEUE if queue else "")


def _next_waiting(picture: Illustration) -> int:
    """The number of the next picture that waits for approval, after this one and then from the start; 0 for none."""
    rows = picture.story.illustrations.filter(status=statuses.PENDING).exclude(pk=picture.pk)
    numbers = list(rows.order_by("number").values_list("number", flat=True))
    return next((number for number in numbers if number > picture.number), numbers[0] if numbers else 0)
