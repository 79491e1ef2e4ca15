"""The rows of a worksheet: a title, a header, and a row for each scene."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Sum
from django.urls import reverse

from core import expenses
from images import statuses as picture_statuses
from images.models import Version
from providers.base import Cell
from stories.models import Scene, Story
from videos import statuses as clip_statuses
from videos.models import Take

HEADER = ("Scene", "Text", "Prompt", "Picture", "State", "Clip", "Cost (US $)")
Row = Sequence[Cell]


def rows_of(story: Story) -> list[Row]:
    """The story's worksheet as it should be now. The first row has the title, the address of the story's page, and the
    total cost."""
    address = absolute(reverse("story:story", args=[story.pk]))
    top = (str(story), address, "", "", "", "", _dollars(expenses.known_cost(story.channel)))
    costs = _costs(story)
    scenes = story.scenes.select_related("illustration__current", "illustration__clip__current")
    return [top, HEADER, *(_row(scene, costs[scene.number]) for scene in scenes)]


def _row(scene: Scene, cost: Decimal) -> Row:
    picture = getattr(scene, "illustration", None)
    if picture is None:
        return scene.number, scene.text, "", "", "", "", _dollars(cost)
    clip = getattr(picture, "clip", None)
    version, take = picture.current, clip and clip.current
    prompt = version.prompt if version else picture.depiction
    picture_url = absolute(version.url) if version else ""
    clip_url = absolute(take.url) if take else ""
    return scene.number, scene.text, prompt, picture_url, _state(picture, clip), clip_url, _dollars(cost)


def _state(picture: Any, clip: Any) -> str:
    """In words: "Approved, clip: Being made"."""
    state = picture_statuses.LABELS[picture.status]
    return f"{state}, clip: {clip_statuses.LABELS[clip.status]}" if clip else state


def _costs(story: Story) -> Mapping[int, Decimal]:
    """The cost of all attempts at picture and clip, by the number of the scene."""
    versions = Version.objects.filter(illustration__story=story).values_list("illustration__number")
    takes = Take.objects.filter(clip__story=story).values_list("clip__number")
    costs: dict[int, Decimal] = defaultdict(Decimal)
    for rows in (versions, takes):
        for number, cost in rows.annotate(cost=Sum("expense__cost_usd")).order_by():
            costs[number] += cost or 0
    return costs


def _dollars(amount: Decimal) -> Cell:
    """A number, which the sheet can add up; "" where nothing was paid."""
    return float(amount) if amount else ""


def absolute(url: str) -> str:
    """The URL, made absolute with the address of this site where it is a path."""
    return f"{settings.SITE_URL.rstrip('/')}{url}" if url.startswith("/") else url


def digests_of(rows: Iterable[Row]) -> list[str]:
    """A short digest of each row."""
    return [hashlib.sha256(json.dumps(row).encode()).hexdigest()[:16] for row in rows]


def changed(before: Sequence[str], now: Sequence[str]) -> list[int]:
    """The numbers of the rows, from 0, whose digests differ."""
    return [number for number, digest in enumerate(now) if number >= len(before) or before[number] != digest]
