"""Public pages and the gallery. The owner's side is in `studio.publish`."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from core import storage
from core.errors import NotFound
from core.web import quotas
from providers.base import ProviderError
from publishing import contexts, queries, services
from publishing import media as public_media
from publishing.forms import ReportForm
from publishing.sample import sample_story

CARDS = 24  # a page of the gallery


@require_safe
def page(request: HttpRequest, token: str) -> HttpResponseBase:
    answer = render(request, "publishing/page.html", contexts.public_page(queries.publication_by_token(token)))
    answer["Cache-Control"] = "no-store"
    return _private(answer)


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, token: str) -> HttpResponseBase:
    """Let a reader say what is wrong with a public page, without an account or JavaScript. The page stays."""
    publication = queries.publication_by_token(token)
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        quotas.count(request, quotas.PAGE_REPORTS)
        services.report(publication, **form.cleaned_data)
        return redirect(f"{request.path}?sent=1")
    context = {"form": form, "sent": "sent" in request.GET, "path": contexts.path_of(publication)}
    context["title"] = publication.story.title or "A picture story"
    answer = render(request, "publishing/report.html", context, status=422 if form.errors else 200)
    answer["Cache-Control"] = "no-store"
    return _private(answer)


@require_safe
def media(request: HttpRequest, token: str, name: str) -> HttpResponseBase:
    """A picture of the page, or its film, which players request in ranges."""
    try:
        story = queries.publication_by_token(token).story
        file = public_media.file_of(story, name)
        answer = storage.deliver(request, story.pk, file, public_media.TYPES[name.rpartition(".")[2]])
    except FileNotFoundError as error:
        raise NotFound("Picture not found") from error
    except ProviderError as error:
        return _private(HttpResponse(error.message, "text/plain", 503, headers={"Retry-After": "60"}))
    return _private(answer)


def _private(answer: HttpResponseBase) -> HttpResponseBase:
    """Keep the answer out of search engines and shared caches; browsers ask again, so that an unpublished page is gone
    for everybody at once."""
    answer["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    if not answer.has_header("Cache-Control"):
        answer["Cache-Control"] = "private, no-cache"
    return answer


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """The published stories that staff featured. A page has fewer cards where some were changed since."""
    found = Paginator(queries.featured(), CARDS).get_page(request.GET.get("page"))
    cards = contexts.gallery(queries.unchanged(found))
    return render(request, "publishing/gallery.html", {"cards": cards, "page": found})


@require_safe
def sample(request: HttpRequest) -> HttpResponse:
    """The finished story that comes with the project."""
    return render(request, "publishing/sample.html", sample_story())
