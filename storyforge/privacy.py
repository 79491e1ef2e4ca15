"""The privacy page: what is stored, where it is sent, and for how long, as the settings of this copy have it.

Shown only where OPERATOR_CONTACT says whom to ask.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from books import exports
from core import service_choice
from providers.openai_servers import is_openai, server_for
from quiz.services import ABANDONED
from stories import deletion, guests
from storyforge import retention
from visitors import accounts, joining, tokens

DAY = 24 * 3600  # seconds


class Recipient(NamedTuple):
    """Who is sent something: a service by its name, `what` it is sent, and `why`."""

    name: str
    what: str
    why: str


def operator_contact(request: HttpRequest) -> dict[str, str]:
    """For all templates: OPERATOR_CONTACT, without which no page links to the privacy page."""
    return {"operator_contact": settings.OPERATOR_CONTACT}


@require_safe
def privacy_page(request: HttpRequest) -> HttpResponse:
    """What this copy does with what visitors give it. 404 without OPERATOR_CONTACT."""
    contact = settings.OPERATOR_CONTACT
    if not contact:
        raise Http404("OPERATOR_CONTACT is not set, so there is nobody whom the privacy page could name.")
    context = {"contact_url": contact_url(contact), **periods(), "recipients": recipients()}
    return render(request, "privacy.html", context | {"logs_addresses": settings.LOG_FORMAT == "json"})


def contact_url(contact: str) -> str:
    """What the contact links to: a page, or a mail."""
    return contact if contact.partition("://")[1] else f"mailto:{contact.removeprefix('mailto:')}"


def periods() -> dict[str, Any]:
    """How long what is kept, in days."""
    return {
        "session_days": settings.SESSION_COOKIE_AGE // DAY,
        "unfinished_days": ABANDONED.days,
        "undo_days": deletion.UNDO.days,
        "kept_unfinished": settings.RETAIN_UNFINISHED_DAYS,
        "kept_finished": settings.RETAIN_FINISHED_DAYS,
        "kept_versions": settings.RETAIN_VERSIONS_DAYS,
        "export_days": exports.KEPT.days,
        "link_days": joining.LASTS.days,
        "review_days": guests.LASTS.days,
        "token_days": tokens.UNUSED.days,
        "sign_in_days": retention.SIGN_INS.days,
        "unconfirmed_days": accounts.UNCONFIRMED.days,
    }


def recipients() -> list[Recipient]:
    """Whom the providers that are chosen, and the sheet, send something of a visitor's; empty when all of them work on
    this machine."""
    return list(_recipients())


def _recipients() -> Iterator[Recipient]:
    if (writer := service_choice.chosen(service_choice.TEXT).name) != "local":
        name = _service("TEXT", writer)
        yield Recipient(name, "your answers and the scenes of your story", "to write the story and its scenes")
    if settings.MODERATE_INPUT:
        what = "what you type and the pictures you upload"
        yield Recipient(_server("OPENAI"), what, "to find what must not be drawn or shown")
    illustrators = [service_choice.chosen(service_choice.PICTURES), *service_choice.offered()]
    for illustrator in dict.fromkeys(service.name for service in illustrators if service.name != "local"):
        name = _service("IMAGE", illustrator)
        what = "what a picture is to show, your wishes for it, and the pictures that it starts from"
        yield Recipient(name, what, "to draw the pictures")
    if settings.IMAGE_HOST != "local":
        name = {"cloudinary": "Cloudinary"}.get(settings.IMAGE_HOST, settings.IMAGE_HOST)
        yield Recipient(name, "the pictures and clips of your story", "to store them and send them to browsers")
    if (animator := service_choice.chosen(service_choice.CLIPS).name) != "local":
        name = _ANIMATORS.get(animator, animator)
        yield Recipient(name, "the pictures that you approved and how they are to move", "to make clips of them")
    if (speaker := service_choice.chosen(service_choice.SPEECH).name) not in ("local", "none"):
        yield Recipient(_service("SPEECH", speaker), "the text of your scenes", "to read them aloud in the film")
    if settings.USE_GOOGLE_AUTH:
        yield Recipient(
            "Google Sheets", "the scenes of your story and links to its pictures", "for the people who run this site"
        )
    if settings.SENTRY_DSN:
        name = urlsplit(settings.SENTRY_DSN).hostname or "a service for errors"
        yield Recipient(name, "where this site made a mistake, with the number of your story", "so that it is mended")


_SERVICES = {"fal": "fal.ai", "openrouter": "OpenRouter, which passes it on to the maker of a model,"}
_SERVICES |= {"gemini": "Google (Gemini)", "comfyui": "A graphics card of the people who run this site"}
_ANIMATORS = {"kling": "Kling", "piapi": "PiAPI, which passes it on to Kling", "hailuo": "MiniMax (Hailuo)"}
_ANIMATORS |= {"comfyui": "A graphics card of the people who run this site"}
_ANIMATORS |= {"veo": "Google (Veo)", "fal": "fal.ai, which passes it on to the maker of a model,"}
_ANIMATORS |= {"openrouter": "OpenRouter, which passes it on to the maker of a model,"}


def _service(work: str, provider: str) -> str:
    """Who does that work as a provider of that name."""
    return _server(work) if provider in ("openai", "localai") else _SERVICES.get(provider, provider)


def _server(work: str) -> str:
    """Who does that work with OpenAI's API."""
    address = server_for(work).url
    return "OpenAI" if is_openai(address) else urlsplit(address.strip()).hostname or "another server"
