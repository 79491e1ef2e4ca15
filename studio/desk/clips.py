"""Clips and their takes in Django admin, and the making of all clips of the stories that are selected."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.expenses import in_dollars
from core.readonly_admin import NOTHING, ReadOnlyAdmin, history, sees_costs
from core.status import Conflict, Forbidden
from stories.budget import OverBudget
from studio.desk.actions import REVIEW, PictureActions, in_full, log_decisions
from studio.desk.stories import StoryAdmin
from videos import services
from videos.models import Clip, Take


def poster(take: Take | None, width: int = 60) -> SafeString | str:
    """A small picture of the clip that leads to it."""
    if take is None or not take.url:
        return NOTHING
    height = width * take.height // take.width if take.width else width * 16 // 9
    tag = '<a href="{}"><img src="{}" width="{}" height="{}" alt="{}" loading="lazy"></a>'
    return format_html(tag, take.url, take.poster_url, width, height, f"Take {take.number}")


class TakeInline(admin.TabularInline):
    """Every attempt at a clip."""

    model = Take
    fields = readonly_fields = (
        *("number", "look", "outcome", "error", "provider", "model", "motion"),
        *("started_at", "finished_at", "job", "cost", "wanted_host"),
    )
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only making clips makes takes."""
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As for the clip."""
        return super().has_view_permission(request, obj) or request.user.has_perm(REVIEW)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Without the costs for whoever may not read the ledger."""
        return [name for name in self.fields if name != "cost" or sees_costs(request)]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Take]:
        """With the costs, in one query."""
        return super().get_queryset(request).select_related("expense")

    @admin.display(description="clip")
    def look(self, take: Take) -> SafeString | str:
        """The first picture of it."""
        return poster(take, 80)

    @admin.display(description="cost")
    def cost(self, take: Take) -> str:
        """In dollars; free ones have no row in the ledger."""
        if take.expense is None:
            return NOTHING
        return "not known" if take.expense.cost_usd is None else in_dollars(take.expense.cost_usd)


@admin.register(Clip)
class ClipAdmin(ReadOnlyAdmin):
    """Clips: what is made, what failed, and why."""

    list_display = ["look", "number", "story", "status", "maker", "tries", "problem", "updated_at"]
    list_display_links = ["number"]
    list_filter = ["status", "current__provider", "story__template", "updated_at"]
    search_fields = ["=story__id", "story__title", "motion", "error"]
    search_help_text = "A story's id, or words of its title, of a motion or an error"
    list_select_related = ["story", "current"]
    readonly_fields = ("large", "history")
    inlines = [TakeInline]
    actions = ["make_again", "make_here", "wait_longer"]
    show_full_result_count = False
    ordering = ["-updated_at"]

    def has_review_permission(self, request: HttpRequest) -> bool:
        """Whether this user may decide about clips: whoever may about pictures."""
        return request.user.has_perm(REVIEW)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever decides about them may look at them."""
        return super().has_view_permission(request, obj) or request.user.has_perm(REVIEW)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """As for a single one."""
        return super().has_module_permission(request) or request.user.has_perm(REVIEW)

    @admin.display(description="clip")
    def look(self, clip: Clip) -> SafeString | str:
        """The first picture of it."""
        return poster(clip.current)

    @admin.display(description="made by", ordering="current__provider")
    def maker(self, clip: Clip) -> str:
        """Who made the take that is watched."""
        return f"{clip.current.provider} {clip.current.model}" if clip.current else NOTHING

    @admin.display(description="error")
    def problem(self, clip: Clip) -> str:
        """Why it is not made."""
        return clip.error[:120]

    @admin.display(description="clip")
    def large(self, clip: Clip) -> SafeString | str:
        """The first picture of it, large enough to judge."""
        return poster(clip.current, 320)

    @admin.display(description="history")
    def history(self, clip: Clip) -> SafeString | str:
        """Every change of its status."""
        return history("videos.clip", clip.pk)

    @admin.action(description="Make the clips again", permissions=["review"])
    def make_again(self, request: HttpRequest, queryset: QuerySet[Clip]) -> None:
        """Another take of each, with the same motion."""
        act(self, request, _clips(queryset), services.try_again, "asked for again")

    @admin.action(description="Make the clips on this machine instead", permissions=["review"])
    def make_here(self, request: HttpRequest, queryset: QuerySet[Clip]) -> None:
        """Another take of each, by the local provider."""
        act(self, request, _clips(queryset), services.use_local, "asked for on this machine")

    @admin.action(description="Go on waiting (overdue clips)", permissions=["review"])
    def wait_longer(self, request: HttpRequest, queryset: QuerySet[Clip]) -> None:
        """Look for another while whether they are done."""
        act(self, request, _clips(queryset), services.go_on_waiting, "waited for again")

    class Media:
        css = {"all": ["css/admin.css"]}


def _clips(chosen: QuerySet[Clip]) -> QuerySet[Clip]:
    return chosen.select_related("story", "current", "illustration__current", "illustration__scene")


@admin.action(description="Make the videos (stories with twenty approved pictures)", permissions=["review"])
def make_videos(model_admin: PictureActions, request: HttpRequest, queryset: QuerySet[Any]) -> None:
    """Ask for a clip of every picture of the selected stories."""
    act(model_admin, request, queryset.select_related("template"), services.make_videos, "being made into videos")


StoryAdmin.actions = [*StoryAdmin.actions, make_videos]


def act(
    model_admin: admin.ModelAdmin, request: HttpRequest, rows: QuerySet[Any], service: Callable[..., Any], what: str
) -> None:
    """Do it to each row that allows it, and say to how many, and why not to the others."""
    done, why = [], ""
    for row in rows:
        try:
            service(row, by=request.user.get_username())
            done.append(row)
        except OverBudget as over:
            why = in_full(over)
            break  # the next one would cost too much as well
        except (Conflict, Forbidden) as refused:
            why = why or str(refused)
    log_decisions(request, done, what.capitalize())
    if done:
        model_admin.message_user(request, f"{len(done)} {what}.", messages.SUCCESS)
    if why:
        model_admin.message_user(request, why, messages.WARNING)
