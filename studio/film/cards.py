"""The context of a clip's card. It offers exactly the actions that the server accepts."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from core.status import accepts
from stories.models import Story
from studio.refusals import NO_REFUSAL, Refusal
from videos import policy, queries, services, statuses
from videos.clips import costs
from videos.models import Clip, Take


def clips_of(story: Story) -> list[Clip]:
    """The story's clips in order, each with its story, so that reading that costs no further query."""
    rows = list(queries.clips_of(story))
    for clip in rows:
        clip.story = clip.illustration.story = story
    return rows


def takes_of(clips: Iterable[Clip]) -> dict[int, list[Take]]:
    """The takes of each clip that can be watched, by the clip's id, in one query."""
    found: dict[int, list[Take]] = defaultdict(list)
    rows = Take.objects.filter(clip__in=[clip.pk for clip in clips], outcome=statuses.MADE)
    for take in rows.order_by("number"):
        found[take.clip_id].append(take)
    return found


def prices_of(clips: Iterable[Clip]) -> dict[str, str]:
    """The expected cost of one more clip, by provider."""
    return {provider: costs.price_label(1, provider) for provider in {clip.provider for clip in clips}}


def card_of(clip: Clip, takes: Sequence[Take], price: str = "", refusal: Refusal = NO_REFUSAL) -> dict[str, Any]:
    """One clip's card. `takes` are those that can be watched, `price` is the expected cost of another one."""
    offered = may(clip, takes)
    return {
        "clip": clip,
        "take": clip.current,
        "takes": [{"take": take, "of": f"take {take.number} of clip {clip.number}"} for take in takes],
        "of": f"clip {clip.number}",
        "picture": clip.illustration.current,
        "words": clip.illustration.scene_text,
        "label": statuses.LABELS[clip.status],
        "outdated": clip.status == statuses.READY and clip.is_outdated,
        "again": "Try again" if clip.status == statuses.OVERDUE else "Make again",
        "price": price,
        "limit": services.MOTION_LIMIT,
        "may": offered,
        "stamp": f"{queries.clip_stamp(clip)}:{len(takes)}:{'free' if offered['redo'] else 'held'}",
        "refusal": refusal,
    }


def may(clip: Clip, takes: Sequence[Take]) -> dict[str, bool]:
    """Whether the server accepts each action on the clip now, by the name of the action."""
    return {
        "redo": accepts(policy.check_may_redo, clip),
        "local": accepts(policy.check_may_use_local, clip),
        "wait": accepts(policy.check_may_wait, clip),
        "choose": any(take.pk != clip.current_id and accepts(policy.check_may_choose, clip, take) for take in takes),
    }
