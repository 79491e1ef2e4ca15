"""One ZIP with all of a story: made while the page is open, downloaded from it, and looked into."""

from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import owners_window
from tests.browser.film_stories import with_film
from tests.browser.test_accessibility import faults
from tests.stack import running

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("content")]


def test_a_story_is_taken_along_with_its_film_clips_and_books(chromium: Browser, tmp_path: Path):
    story = with_film()
    with running(tmp_path) as stack, owners_window(chromium, stack, 390) as page:
        page.goto(f"/stories/{story.pk}/film/")
        expect(page.locator("#connection")).to_have_text("Live")
        for name in ("Picture book", "E-book"):
            page.get_by_role("button", name=f"Make it: {name}").click()
            expect(page.get_by_role("link", name=f"Download: {name}")).to_be_visible(timeout=60_000)
        page.get_by_role("button", name="Make it: Everything").click()
        link = page.get_by_role("link", name="Download: Everything")
        expect(link).to_be_visible(timeout=60_000)
        found = []
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 844})
            found += faults(page)
        with page.expect_download() as coming:
            link.click()
        coming.value.save_as(tmp_path / "saved.zip")
    assert found == []
    names = ZipFile(tmp_path / "saved.zip").namelist()
    kinds = [name.rpartition(".")[2] for name in names]
    assert (kinds.count("mp4"), kinds.count("pdf"), kinds.count("epub"), kinds.count("m4a")) == (22, 1, 1, 1), names
