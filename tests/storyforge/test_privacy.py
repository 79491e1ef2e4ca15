"""The privacy page: written from the settings, and there only where somebody can be asked."""

import html
import re

import pytest

from storyforge import privacy
from storyforge.catalogue import CATALOGUE

pytestmark = pytest.mark.django_db
PAGE = "/privacy/"
WITHOUT = {
    "TEXT_PROVIDER": "local",
    "IMAGE_PROVIDER": "local",
    "IMAGE_HOST": "local",
    "VIDEO_PROVIDER": "local",
    "SPEECH_PROVIDER": "none",
    "MODERATE_INPUT": False,
    "USE_GOOGLE_AUTH": False,
}


@pytest.fixture(autouse=True)
def alone(settings):
    """A copy that sends nothing anywhere, with somebody to ask."""
    for name, value in {**WITHOUT, "OPERATOR_CONTACT": "fox@example.org"}.items():
        setattr(settings, name, value)
    settings.OPENAI_BASE_URL = settings.SPEECH_BASE_URL = ""


def page_of(client) -> str:
    """What the page says, as a reader sees it."""
    answer = client.get(PAGE)
    assert answer.status_code == 200
    return html.unescape(" ".join(re.sub(r"<[^>]+>", "", answer.content.decode()).split()))


def test_without_a_contact_there_is_no_page_and_no_link_to_it(client, db, settings):
    settings.OPERATOR_CONTACT = ""
    assert client.get(PAGE).status_code == 404
    for page in ("/", "/gallery/"):
        assert PAGE not in client.get(page).content.decode()


@pytest.mark.parametrize("page", ["/", "/gallery/"])
def test_every_page_links_to_it(client, db, page):
    assert f'href="{PAGE}"' in client.get(page).content.decode()


@pytest.mark.parametrize(
    ("contact", "link"),
    [
        ("fox@example.org", "mailto:fox@example.org"),
        ("mailto:fox@example.org", "mailto:fox@example.org"),
        ("https://example.org/write?to=us&now=1", "https://example.org/write?to=us&amp;now=1"),
    ],
)
def test_the_contact_is_a_link(client, settings, contact, link):
    settings.OPERATOR_CONTACT = contact
    assert f'href="{link}"' in client.get(PAGE).content.decode()


def test_a_copy_that_works_alone_says_that_nothing_is_sent(client):
    assert "Nowhere: this site writes and draws on its own machine." in page_of(client)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"TEXT_PROVIDER": "openai"}, "OpenAI gets your answers and the scenes of your story, to write"),
        ({"IMAGE_PROVIDER": "openai", "OPENAI_BASE_URL": "https://draw.example.org/v1"}, "draw.example.org gets what"),
        ({"IMAGE_PROVIDER": "comfyui"}, "A graphics card of the people who run this site gets what a picture is"),
        ({"IMAGE_PROVIDER": "gemini"}, "Google (Gemini) gets what a picture is to show"),
        ({"IMAGE_PROVIDER": "fal"}, "fal.ai gets what a picture is to show"),
        ({"TEXT_PROVIDER": "openai", "TEXT_BASE_URL": "http://ollama.lan:11434/v1"}, "ollama.lan gets your answers"),
        ({"IMAGE_PROVIDER": "openai", "TEXT_BASE_URL": "http://ollama.lan:11434/v1"}, "OpenAI gets what a picture"),
        ({"IMAGE_PROVIDER": "localai", "IMAGE_BASE_URL": "http://ai.lan:8080/v1"}, "ai.lan gets what a picture"),
        ({"TEXT_PROVIDER": "openrouter"}, "OpenRouter, which passes it on to the maker of a model, gets your answers"),
        ({"SPEECH_PROVIDER": "openrouter"}, "the maker of a model, gets the text of your scenes"),
        ({"MODERATE_INPUT": True}, "OpenAI gets what you type and the pictures you upload"),
        ({"IMAGE_HOST": "cloudinary"}, "Cloudinary gets the pictures and clips"),
        ({"VIDEO_PROVIDER": "comfyui"}, "A graphics card of the people who run this site gets the pictures that you"),
        ({"VIDEO_PROVIDER": "kling"}, "Kling gets the pictures that you approved"),
        ({"VIDEO_PROVIDER": "piapi"}, "PiAPI, which passes it on to Kling gets the pictures"),
        ({"VIDEO_PROVIDER": "hailuo"}, "MiniMax (Hailuo) gets the pictures"),
        ({"VIDEO_PROVIDER": "veo"}, "Google (Veo) gets the pictures"),
        ({"VIDEO_PROVIDER": "openrouter"}, "OpenRouter, which passes it on to the maker of a model, gets the pictures"),
        ({"VIDEO_PROVIDER": "fal"}, "fal.ai, which passes it on to the maker of a model, gets the pictures"),
        ({"SPEECH_PROVIDER": "openai"}, "OpenAI gets the text of your scenes"),
        ({"SPEECH_PROVIDER": "openai", "SPEECH_BASE_URL": "http://127.0.0.1:8000/v1"}, "127.0.0.1 gets the text"),
        ({"USE_GOOGLE_AUTH": True}, "Google Sheets gets the scenes"),
    ],
)
def test_each_service_is_named_with_what_it_is_sent(client, settings, changed, sentence):
    for name, value in changed.items():
        setattr(settings, name, value)
    assert sentence in page_of(client)
    assert len(privacy.recipients()) == 1


def test_every_provider_that_can_be_chosen_has_a_sentence(settings):
    chosen = [name for name in WITHOUT if name.endswith(("_PROVIDER", "_HOST"))]
    assert sorted(chosen) == sorted(
        one.name for one in CATALOGUE if one.name.endswith("_PROVIDER") or one.name == "IMAGE_HOST"
    )
    for name in chosen:
        for provider in getattr(settings, f"{name}S"):
            setattr(settings, name, provider)
            assert len(privacy.recipients()) == (provider != "local")
        setattr(settings, name, WITHOUT[name])


def test_it_says_how_long_the_cookie_lasts(client, settings):
    settings.SESSION_COOKIE_AGE = 30 * 24 * 3600
    assert "The cookie of whoever has a story, and what it stands for: 30 days" in page_of(client)


def test_a_log_with_addresses_is_named(client, settings):
    settings.OPERATOR_CONTACT = "help@fox.example"
    assert "in the site's log" not in client.get("/privacy/").content.decode()
    settings.LOG_FORMAT = "json"
    assert "in the site's log with each page" in client.get("/privacy/").content.decode()


def test_who_gets_reports_of_errors_is_named(settings):
    settings.SENTRY_DSN = "https://key@errors.example/7"
    assert [one.name for one in privacy.recipients()] == ["errors.example"]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({}, "until you delete them, on their pages or all at once"),
        ({"RETAIN_UNFINISHED_DAYS": 90}, "not all approved: 90 days after something last changed in them"),
        ({"RETAIN_FINISHED_DAYS": 400}, "twenty approved pictures: 400 days after something last changed"),
        ({"RETAIN_VERSIONS_DAYS": 30}, "Pictures that newer ones replaced: 30 days."),
    ],
)
def test_it_says_how_long_stories_are_kept_as_the_settings_have_it(client, settings, changed, sentence):
    for name in ("RETAIN_UNFINISHED_DAYS", "RETAIN_FINISHED_DAYS", "RETAIN_VERSIONS_DAYS"):
        setattr(settings, name, changed.get(name, 0))
    assert sentence in page_of(client)
    assert "For 7 days you can have it back" in page_of(client)
