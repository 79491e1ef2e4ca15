"""The landing page, and the quiz, one question a page."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.errors import Invalid, Refused
from core.expenses import in_dollars
from core.web import quotas
from core.web.middleware import with_retry_after
from core.web.visitors import known_visitor, remember, visitor_of
from quiz import first_answer, queries, services, suggestions
from quiz.models import Submission
from stories import deletion, ledger
from stories.queries import deleted_stories_of, edited_scenes, story_for

SURPRISED = "surprised"  # in the address of the answers, where the site has chosen all of them


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The landing page with the stories of this visitor."""
    deleted = deletion.with_undo_until(deleted_stories_of(known_visitor(request), request.user))
    submission = _submission(request)
    begun = bool(submission.answers)
    context = {"deleted": deleted, "begun": begun, "open": not begun or queries.open_key(submission)}
    return render(request, "quiz/home.html", context)


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Go to the first question without an answer."""
    return redirect(_next_url(_submission(request)))


@require_POST
def again(request: HttpRequest) -> HttpResponse:
    """Delete the unfinished answers and begin again."""
    services.start_over(_submission(request).owner)
    response = redirect("quiz:start")
    first_answer.forget(response)
    return response


@require_POST
def surprise(request: HttpRequest) -> HttpResponse:
    """Answer what is open by suggestions, and show all answers. Writes no story."""
    submission = _submission(request)
    known = bool(known_visitor(request))
    all_of_it = not submission.answers or not queries.open_key(submission)
    services.surprise(submission, save=known)
    url = _next_url(submission)
    response = redirect(f"{url}?{SURPRISED}" if all_of_it and url == reverse("quiz:check") else url)
    if not known:
        first_answer.write(response, submission)
    return response


@require_POST
def change(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """Begin with the answers of a story, to change some; the story stays."""
    story = story_for(story_id, known_visitor(request), request.user)
    services.begin_from(story, visitor_of(request))
    return redirect("quiz:check")


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, key: str) -> HttpResponse:
    """Ask one question; save its answer and go on, or put a suggestion into its field."""
    submission = _submission(request)
    step = queries.step(submission, key)
    if step is None:
        return _go(request, _next_url(submission))
    if request.method != "POST":
        return _page(request, submission, step)
    value = request.POST.get("value", "")
    if suggested := _suggested(request, submission, step, value):
        return suggested
    known = bool(known_visitor(request))
    is_first = step.total > 1 and not (known or submission.pk or submission.answers.keys() - {key})
    try:
        services.answer(submission, step.question, value, save=not is_first)
    except Invalid as error:
        return _page(request, submission, step, value=value, error=error.sentence)
    response = _go(request, _url_after(submission, key))
    if is_first:
        first_answer.write(response, submission)
    elif not known:
        _remember(request, submission)
        first_answer.forget(response)
    return response


def _suggested(request: HttpRequest, submission: Submission, step: queries.Step, value: str) -> HttpResponse | None:
    """The same question with what one of the buttons around its suggestions asks for; nothing is saved. None for any
    other button."""
    posted, shown = request.POST, request.POST.get("shown", "")
    skip = int(shown) if shown.isdecimal() and len(shown) < 4 else 0
    if "more" in posted:
        skip += suggestions.SHOWN
    elif "surprise" in posted:
        value = suggestions.any_answer(step.question, submission, value)
    elif "fill" in posted:
        value = posted["fill"]
    else:
        return None
    response = _page(request, submission, step, value=value, skip=skip)
    response["HX-Push-Url"] = "false"
    return response


def _remember(request: HttpRequest, submission: Submission) -> None:
    remember(request, submission.owner, seconds=int(services.ABANDONED.total_seconds()))


def _submission(request: HttpRequest) -> Submission:
    """The unfinished answers of the visitor; of one whom nobody knows yet, what the browser keeps."""
    if visitor := known_visitor(request):
        return services.submission_of(visitor)
    return services.submission_of(*first_answer.read(request))


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Show all answers; make the story of them."""
    submission = _finished(request)
    if submission is None:
        return _go(request, reverse("quiz:start"))
    if submission.story:
        return _go(request, reverse("story:story", args=[submission.story.pk]))
    if request.method != "POST":
        again = SURPRISED in request.GET and suggestions.is_all_suggested(submission)
        return _answer(request, "check", _check_context(submission) | {"may_surprise": again})
    if submission.pk:
        return _make_story(request, submission)
    submission.save()
    _remember(request, submission)
    response = _make_story(request, submission)
    first_answer.forget(response)
    return response


def _check_context(submission: Submission) -> dict[str, object]:
    """The answers; and where they began with those of a story, what stays as it is and what the new one costs."""
    before, cost = submission.begun_from, ledger.writing_cost()
    before = None if before is None or before.deleted_at else before
    edited = edited_scenes(before) if before else []
    context: dict[str, object] = {"rows": queries.summary(submission), "before": before, "edited": edited}
    return context | {"writing_cost": in_dollars(cost) if cost else ""}


def _make_story(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Go to the new story, or back to a question whose answer is not valid any more because staff changed the quiz."""
    try:
        quotas.count(request, quotas.STORIES)
        story = services.finish(submission, user=request.user)
    except Invalid as error:
        step = queries.step(submission, error.field)
        return _page(request, submission, step, error=error.sentence) if step else _go(request, reverse("quiz:start"))
    except Refused as error:
        context = _check_context(submission) | {"error": error.sentence}
        return with_retry_after(_answer(request, "check", context, error.status), error)
    return _go(request, reverse("story:story", args=[story.pk]))


def _finished(request: HttpRequest) -> Submission | None:
    """The submission when every answer is given. After a double click it may be a story already."""
    submission = _submission(request)
    if not submission.answers and request.method == "POST":
        return Submission.objects.filter(owner=submission.owner).select_related("story").first()
    if not submission.answers or queries.open_key(submission):
        return None
    return submission


def _next_url(submission: Submission) -> str:
    key = queries.open_key(submission)
    return reverse("quiz:question", args=[key]) if key else reverse("quiz:check")


def _url_after(submission: Submission, key: str) -> str:
    """The question after `key` on the path, answered or not, so that Back and Next move by one question."""
    path = queries.branch(submission)
    following = path.index(key) + 1
    return reverse("quiz:question", args=[path[following]]) if following < len(path) else reverse("quiz:check")


def _page(
    request: HttpRequest,
    submission: Submission,
    step: queries.Step,
    value: str | None = None,
    error: str = "",
    skip: int = 0,
) -> HttpResponse:
    context = {
        "step": step,
        "value": step.value if value is None else value,
        "error": error,
        "suggestions": suggestions.three(step.question, submission, skip),
        "shown": skip,
    }
    return _answer(request, "question", context, 422 if error else 200)


def _answer(request: HttpRequest, page: str, context: dict[str, object], status: int = 200) -> HttpResponse:
    """The fragment of the page for htmx, else the whole page; htmx needs that when it restores one for the Back
    button."""
    htmx = request.htmx  # type: ignore[attr-defined]
    template = f"quiz/_{page}.html" if htmx and not htmx.history_restore_request else f"quiz/{page}.html"
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ("HX-Request", "HX-History-Restore-Request"))
    return response


def _go(request: HttpRequest, url: str) -> HttpResponse:
    """Redirect. htmx pushes the URL that it ends at; outside the quiz it loads a whole page."""
    if request.htmx and not url.startswith("/quiz/"):  # type: ignore[attr-defined]
        return HttpResponse(headers={"HX-Redirect": url})
    return redirect(url)
