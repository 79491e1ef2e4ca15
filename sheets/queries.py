"""Reads: the rows of a worksheet."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Sum
from django.urls import reverse

from core import expenses
from images import statuses as picture_statuses
from images.models import Version
from sheets.rows import Row, SceneRow, absolute, rows_of
from stories.models import Scene, Story
from videos import statuses as clip_statuses
from videos.models import Take


def worksheet_rows(story: Story) -> list[Row]:
    """The rows of the story's worksheet as they should be now."""
    costs = _costs(story)
    scenes = story.scenes.select_related("illustration__current", "illustration__clip__current")
    address = absolute(reverse("story:story", args=[story.pk]), settings.SITE_URL)
    rows = [_row(scene, costs.get(scene.number)) for scene in scenes]
    return rows_of(str(story), address, expenses.known_cost(story.channel), rows)


def _row(scene: Scene, cost: Decimal | None) -> SceneRow:
    picture = getattr(scene, "illustration", None)
    if picture is None:
        return SceneRow(scene.number, scene.text, cost=cost)
    clip = getattr(picture, "clip", None)
    drawn, take = picture.current, clip and clip.current
    return SceneRow(
        scene.number,
        scene.text,
        prompt=drawn.prompt if drawn else picture.depiction,
        picture=absolute(drawn.url, settings.SITE_URL) if drawn else "",
        state=_state(picture, clip),
        clip=absolute(take.url, settings.SITE_URL) if take else "",
        cost=cost,
    )


def _state(picture: Any, clip: Any) -> str:
    """In words: "Approved, clip: Being made"."""
    state = picture_statuses.LABELS[picture.status]
    return f"{state}, clip: {clip_statuses.LABELS[clip.status]}" if clip else state


def _costs(story: Story) -> dict[int, Decimal]:
    """The cost of all attempts at picture and clip, by the number of the scene."""
    versions = Version.objects.filter(illustration__story=story).values_list("illustration__number")
    takes = Take.objects.filter(clip__story=story).values_list("clip__number")
    costs: dict[int, Decimal] = defaultdict(Decimal)
    for rows in (versions, takes):
        for number, cost in rows.annotate(cost=Sum("expense__cost_usd")).order_by():
            costs[number] += cost or 0
    return {number: cost for number, cost in costs.items() if cost}
