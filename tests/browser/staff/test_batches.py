"""Many stories at once: the file, its rows with the price, and the page on which staff watch them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from stories.models import Story
from tests.batches.rows import lines
from tests.browser.staff.conftest import superusers_window
from tests.browser.test_accessibility import faults
from tests.factories import ANSWERS_A, ANSWERS_B
from tests.stack import Stack, running

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("content")]
# Pictures would cost something; nobody is asked for one here.
DEAR = {"IMAGE_PROVIDER": "openai", "OPENAI_API_KEY": "sk-nobody", "OPENAI_BASE_URL": "http://127.0.0.1:9/v1"}


@pytest.fixture
def page(width: int, chromium: Browser, site: Stack) -> Iterator[Page]:
    with superusers_window(chromium, site, width) as page:
        yield page


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Stack]:
    limits = {"TEXT_PROVIDER": "local", "IMAGE_HOST": "local", "DAILY_BUDGET_USD": "100"}
    with running(tmp_path, beat=True, **limits, **DEAR) as stack:
        yield stack


def test_a_file_is_looked_at_priced_and_made_and_a_row_that_is_wrong_stops_no_other(page: Page, tmp_path: Path):
    file = tmp_path / "answers.jsonl"
    file.write_bytes(lines(ANSWERS_A, {"find": "a kite"}, ANSWERS_B))
    page.goto("/admin/")
    page.get_by_role("link", name="Make many stories").click()
    expect(page.get_by_text("He builds something powerful")).to_be_visible()
    assert faults(page, "#content") == []
    page.get_by_label("File", exact=True).set_input_files(file)
    page.get_by_role("button", name="Look at the rows").click()
    rows = page.locator("#batch tbody tr")
    expect(page.locator("#batch")).to_contain_text("2 rows can become stories, 1 cannot")
    expect(rows.nth(1)).to_contain_text("humiliation_type must be")
    expect(page.get_by_text("2 stories will cost nothing.")).to_be_visible()  # the scenes are written on this machine
    expect(page.get_by_text("the budget of today leaves $100.00")).to_have_count(2)
    assert faults(page, "#content") == []
    assert not Story.objects.exists()
    page.get_by_role("radio", name="the scenes").check()
    page.get_by_role("button", name="Make 2 stories").click()
    bar = page.get_by_role("progressbar", name="How far the batch is")
    expect(bar).to_be_visible()
    expect(page.locator("#batch")).to_contain_text("Done: 2 made", timeout=60_000)
    expect(bar).to_have_js_property("value", 100)
    expect(rows.nth(1)).to_contain_text("Left out")
    assert faults(page, "#content") == []
    rows.nth(2).get_by_role("link").click()
    expect(page.get_by_role("button", name="Approve the scenes and draw")).to_be_visible()
