"""The first page of admin: what waits, what failed, and what today cost, above Django's own list of models."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse

from core import expenses
from core.expenses import in_dollars
from core.readonly_admin import sees_costs
from images import statuses
from images.models import Illustration
from stories.access import SEE, STAFF_NEED
from storyforge.workload import FAILED, WAITING, WORKING, Work, workload
from studio.desk.actions import REVIEW

# What each kind of job is called, the list that shows its rows, and the permission to look at them.
KINDS = {
    "story": ("Stories to write", "admin:stories_story_changelist", "stories.view_story"),
    "picture": ("Pictures", "admin:images_illustration_changelist", "images.view_illustration"),
    "clip": ("Clips", "admin:videos_clip_changelist", "videos.view_clip"),
    "film": ("Films", "", ""),
    "download": ("Downloads", "", ""),
    "batch": ("Stories of batches", "admin:batches_batch_changelist", "batches.view_batch"),
    "worksheet": ("Worksheets", "admin:sheets_worksheet_changelist", "sheets.view_worksheet"),
    "removal": ("Files to remove", "admin:stories_removal_changelist", "stories.view_removal"),
}


@dataclass
class Line:
    """One kind of job: how many are in each state, and since when the oldest waits. `url` is the name of its list, ""
    where there is none that this user may see."""

    name: str
    url: str
    numbers: dict[str, int] = field(default_factory=lambda: dict.fromkeys((WAITING, WORKING, FAILED), 0))
    since: datetime | None = None

    def add(self, work: Work) -> None:
        """Count these jobs."""
        self.numbers[work.state] = work.number
        if work.state == WAITING:
            self.since = work.oldest


def front_page(request: HttpRequest) -> HttpResponse:
    """Django's page with what there is to do, as far as this user may know it."""
    context: dict[str, Any] = {"flower_url": settings.FLOWER_URL}
    if request.user.has_perm(STAFF_NEED[SEE]) or request.user.has_perm(REVIEW):
        context |= {"work": work_of(request), "to_review": _to_review()}
    if sees_costs(request):
        spent, limit = expenses.spent(since=expenses.start_of_today()), settings.DAILY_BUDGET_USD
        context |= {"spent": in_dollars(spent), "limit": "" if limit is None else in_dollars(limit)}
    return admin.site.index(request, context)


def work_of(request: HttpRequest) -> list[Line]:
    """The kinds of jobs of which there are some, in the order in which a story needs them."""
    lines: dict[str, Line] = {}
    for work in workload():
        name, url, permission = KINDS.get(work.kind, (work.kind.capitalize(), "", ""))
        may_look = bool(url) and request.user.has_perm(permission)
        lines.setdefault(work.kind, Line(name, url if may_look else "")).add(work)
    return [lines[kind] for kind in dict.fromkeys([*KINDS, *lines]) if kind in lines]


def _to_review() -> int:
    return Illustration.objects.filter(status=statuses.PENDING).order_by().count()
