"""Making an account in a browser, with a password and with a passkey; and what axe-core says of its pages."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import owners_window, window
from tests.browser.test_accessibility import AXE, LOOKS, violations
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
    """What is wrong with the page on a phone and on a desk, by light and by night."""
    found = []
    page.evaluate(AXE)
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 844})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        found += [f"{name} ({width}, {scheme}): {one}" for one in violations(page, "body")]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{name} is wider than {width} pixels")
    return found


def test_an_account_is_made_and_its_pages_have_no_faults(chromium: Browser, site: Stack, tmp_path: Path):
    story = make_story()
    found: list[str] = []
    with owners_window(chromium, site, 390) as page:
        page.goto("/account/login/")
        found += looked_at(page, "sign in")
        page.goto("/stories/")
        page.get_by_role("link", name="Sign in").click()
        page.get_by_role("link", name="Make an account").click()
        found += looked_at(page, "sign up")
        page.get_by_label("E-mail address").fill("mia@fox.example")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Make the account").click()
        found += looked_at(page, "code")
        page.get_by_label("Code").fill(code_in(tmp_path))
        page.get_by_role("button", name="Confirm").click()
        page.goto(f"/stories/{story.pk}/")
        expect(page.locator("h1")).to_be_visible()
        page.get_by_role("link", name="Account", exact=True).click()
        for path in ("", "email/", "password/change/", "logout/", "reauthenticate/", "password/reset/", "delete/"):
            page.goto(f"/account/{path}")
            found += looked_at(page, path)
        page.goto("/account/")
        page.get_by_role("button", name="Sign out").click()
        assert page.goto(f"/stories/{story.pk}/").status == 404  # type: ignore[union-attr]
    assert found == []


def with_authenticator(page: Page) -> None:
    """Give the browser an authenticator that confirms everything, as a phone with a finger on it does."""
    wire = page.context.new_cdp_session(page)
    wire.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    wire.send("WebAuthn.addVirtualAuthenticator", {"options": options | {"isUserVerified": True}})


def test_a_passkey_makes_an_account_and_signs_in(chromium: Browser, site: Stack, tmp_path: Path):
    here = site.url.replace("127.0.0.1", "localhost")  # a passkey needs a name, and HTTPS or this machine
    found: list[str] = []
    with window(chromium, site) as page:
        with_authenticator(page)
        page.goto(f"{here}/account/signup/")
        page.get_by_role("link", name="Use a passkey").click()
        found += looked_at(page, "sign up by passkey")
        page.get_by_label("E-mail address").fill("mia@fox.example")
        page.get_by_role("button", name="Send the code").click()
        page.get_by_label("Code").fill(code_in(tmp_path))
        page.get_by_role("button", name="Confirm").click()
        found += looked_at(page, "make the passkey")
        page.get_by_role("button", name="Make it").click()
        expect(page.get_by_role("link", name="Account", exact=True)).to_be_visible()
        page.goto(f"{here}/account/second-factor/recovery-codes/generate/")  # needs the passkey once more
        found += looked_at(page, "is it you")
        page.get_by_role("button", name="Use your passkey").click()
        found += looked_at(page, "recovery codes")
        page.get_by_role("button", name="Make them").click()
        expect(page.locator("#recovery-codes")).to_contain_text(re.compile(r"\d{8}"))
        found += looked_at(page, "the codes")
        page.goto(f"{here}/account/")
        page.get_by_role("button", name="Sign out").click()
        page.get_by_role("link", name="Sign in").click()
        found += looked_at(page, "sign in by passkey")
        page.get_by_role("button", name="Sign in with a passkey").click()
        expect(page.get_by_role("link", name="Account", exact=True)).to_be_visible()
        for path in ("", "webauthn/", "webauthn/add/", "totp/activate/"):
            page.goto(f"{here}/account/second-factor/{path}")
            found += looked_at(page, f"second factor {path}")
    assert found == []
