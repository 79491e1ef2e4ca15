"""`manage.py document_settings`, and that docs/configuration.md holds every setting."""

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from storyforge.catalogue import CATALOGUE
from storyforge.management.commands.document_settings import END, with_tables


@pytest.fixture
def page() -> str:
    return (settings.BASE_DIR / "docs" / "configuration.md").read_text()


def test_the_page_is_up_to_date(page):
    call_command("document_settings", "--check")
    assert [setting.name for setting in CATALOGUE if page.count(f"\n| `{setting.name}` |") != 1] == []


def test_a_table_that_was_changed_by_hand_is_written_anew_and_the_prose_stays(page):
    changed = page.replace("| `IMAGES_PER_MINUTE` | whole number | `15` |", "| `IMAGES_PER_MINUTE` | text | `16` |")
    assert changed != page
    assert with_tables(changed) == page
    assert with_tables(page.replace("# Configuration", "# Settings")) == page.replace("# Configuration", "# Settings")


@pytest.mark.parametrize("line", ["<!-- settings: money -->", END])
def test_a_section_without_a_place_is_named(page, line):
    with pytest.raises(CommandError, match="has no lines <!-- settings: "):
        with_tables(page.replace(line, ""))
