"""Which of a visitor's stories the page "My stories" lists: what was searched, the stage, the order and the page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Greatest, Lower
from django.http import QueryDict

from core.text import clean_line
from images.models import Illustration
from stories.models import Scene, Story
from studio.my_stories import stages

PER_PAGE = 24
WORDS = 8  # of a search; those after them are left out
SEARCH_LIMIT = 100  # characters
NEWEST = "newest"
SORTS = {
    NEWEST: "Newest first",
    "waiting": "Waiting for you first",
    "changed": "Last changed first",
    "oldest": "Oldest first",
    "title": "By title",
}


@dataclass(frozen=True)
class Asked:
    """What the address asks for; what it does not know counts as not given."""

    search: str = ""
    stage: str = ""
    sort: str = NEWEST
    page: str = "1"

    @classmethod
    def of(cls, fields: QueryDict) -> "Asked":
        """What these fields of an address ask for."""
        stage, sort = fields.get("stage", ""), fields.get("sort", "")
        return cls(
            search=clean_line(fields.get("search", "")[:SEARCH_LIMIT]),
            stage=stage if stage in stages.LABELS else "",
            sort=sort if sort in SORTS else NEWEST,
            page=fields.get("page", "1"),
        )

    def address(self, **changed: str) -> str:
        """The query of an address that asks for the same, but for what is `changed`, and for the first page."""
        given = {"search": self.search, "stage": self.stage, "sort": self.sort} | changed
        usual = {("sort", NEWEST), ("page", "1")}
        query = QueryDict(mutable=True)
        query.update({name: value for name, value in given.items() if value and (name, value) not in usual})
        return f"?{query.urlencode()}" if query else ""


def page_of(stories: QuerySet[Story], asked: Asked) -> Page[Any]:
    """The page of the stories that was asked for, or the nearest that there is."""
    staged = stages.with_stage(stories)
    found = staged.filter(_has(asked.search))
    if asked.stage:
        found = found.filter(stage=asked.stage)
    # The texts are searched once for all pages; counting and then reading a page would search them twice.
    page = Paginator(list(_sorted(found, asked.sort).values_list("pk", flat=True)), PER_PAGE).get_page(asked.page)
    rows = staged.in_bulk(page.object_list)
    page.object_list = [rows[pk] for pk in page.object_list if pk in rows]
    return page


def counts_of(stories: QuerySet[Story]) -> Mapping[str, int]:
    """How many of the stories are at each stage."""
    rows = stages.with_stage(stories).order_by().values("stage").annotate(number=Count("pk"))
    return dict(rows.values_list("stage", "number"))


def _has(search: str) -> Any:
    """Whether each word stands in the title, in the author's name or in the text of a scene."""
    found: Any = Q()
    for word in search.split()[:WORDS]:
        in_text = Scene.objects.filter(story=OuterRef("pk"), text__icontains=word)
        found &= Q(title__icontains=word) | Q(author__icontains=word) | Exists(in_text)
    return found


def _sorted(stories: QuerySet[Any], sort: str) -> QuerySet[Any]:
    if sort == "waiting":
        waits = Case(When(stage=stages.WAITING, then=Value(0)), default=Value(1))
        return stories.order_by(waits, "-created_at", "pk")
    if sort == "changed":
        last = Illustration.objects.filter(story=OuterRef("pk")).order_by("-updated_at").values("updated_at")[:1]
        changed = Greatest(F("updated_at"), Coalesce(Subquery(last), F("updated_at")))
        return stories.order_by(changed.desc(), "pk")
    if sort == "title":
        return stories.order_by(Lower("title"), "-created_at", "pk")
    return stories.order_by("created_at" if sort == "oldest" else "-created_at", "pk")
