"""Making an account in a browser, on a phone and on a desk; and what axe-core says of its pages."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import owners_window
from tests.browser.test_accessibility import AXE, violations
from tests.factories import make_story
from tests.sign_in import PASSWORD
from tests.stack import Stack, running

pytestmark = [pytest.mark.site, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("content")]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Stack]:
    """A site with accounts, whose mail is written into files."""
    mail = f"filemail:///{tmp_path / 'mail'}"
    with running(tmp_path, worker=False, DEBUG="true", ACCOUNTS="optional", EMAIL_URL=mail) as stack:
        yield stack


def code_in(folder: Path) -> str:
    newest = max((folder / "mail").iterdir(), key=lambda file: file.stat().st_mtime)
    return re.findall(r"^([A-Z0-9]{3,}-?[A-Z0-9]{3,})$", newest.read_text(), re.MULTILINE)[-1]


def looked_at(page: Page, name: str) -> list[str]:
    """What is wrong with the page by light and by night."""
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.evaluate(AXE)
        found += [f"{name} ({scheme}): {one}" for one in violations(page, "body")]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{name} is wider than the window")
    return found


@pytest.mark.parametrize("width", [390, 1280])
def test_an_account_is_made_and_its_pages_have_no_faults(chromium: Browser, site: Stack, width: int, tmp_path: Path):
    story = make_story()
    found: list[str] = []
    with owners_window(chromium, site, width) as page:
        page.goto("/account/login/")
        found += looked_at(page, "sign in")
        page.goto("/stories/")
        page.get_by_role("link", name="Sign in").click()
        page.get_by_role("link", name="Make an account").click()
        found += looked_at(page, "sign up")
        page.get_by_label("Email").fill("mia@fox.example")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Make the account").click()
        found += looked_at(page, "code")
        page.get_by_label("Code").fill(code_in(tmp_path))
        page.get_by_role("button", name="Confirm").click()
        page.goto(f"/stories/{story.pk}/")
        expect(page.locator("h1")).to_be_visible()
        page.get_by_role("link", name="Account").click()
        for path in ("", "email/", "password/change/", "logout/", "reauthenticate/", "password/reset/", "delete/"):
            page.goto(f"/account/{path}")
            found += looked_at(page, path)
        page.goto("/account/")
        page.get_by_role("button", name="Sign out").click()
        assert page.goto(f"/stories/{story.pk}/").status == 404  # type: ignore[union-attr]
    assert found == []
