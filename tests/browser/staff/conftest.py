"""The window of a superuser, on a phone and on a desk."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from playwright.sync_api import Browser, Page

from tests.browser.conftest import window
from tests.stack import Stack


@contextmanager
def superusers_window(chromium: Browser, stack: Stack, width: int) -> Iterator[Page]:
    """A window of that width in pixels, in which a superuser is signed in."""
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("mia"))
    with window(chromium, stack) as page:
        page.set_viewport_size({"width": width, "height": 844})
        page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": stack.url}])
        yield page


@pytest.fixture(params=[390, 1280], ids=["phone", "desk"])
def width(request: pytest.FixtureRequest) -> int:
    """The width of a phone, and of a desk, in pixels."""
    return int(request.param)


@pytest.fixture
def page(width: int, chromium: Browser, still_site: Stack) -> Iterator[Page]:
    """A superuser's window of a site without workers."""
    with superusers_window(chromium, still_site, width) as page:
        yield page
