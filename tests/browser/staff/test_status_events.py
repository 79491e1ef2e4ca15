"""The history of statuses in admin: the last change first, and everything by its name."""

import pytest
from playwright.sync_api import Page, expect

from images import statuses
from tests.browser.test_accessibility import faults
from tests.factories import bring_to, illustrated_story

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("content")]


def test_the_last_change_is_on_top_under_the_name_of_what_changed(page: Page):
    other, story = illustrated_story(), illustrated_story()
    bring_to(story.illustrations.get(number=7), statuses.PENDING)
    page.goto("/admin/core/statusevent/")
    rows = page.locator("#result_list tbody tr")
    expect(rows.first).to_contain_text("Picture 7 of A test of courage")
    expect(rows.first.locator(".field-new")).to_have_text("pending_approval")
    expect(rows.nth(1).locator(".field-new")).to_have_text("generating")
    assert faults(page, "#result_list") == []
    before = rows.count()
    rows.first.get_by_role("link", name="Picture 7 of A test of courage").click()  # all changes of its story
    expect(rows.first).to_contain_text("Picture 7 of A test of courage")
    assert rows.count() < before
    assert str(other.pk) not in page.url
