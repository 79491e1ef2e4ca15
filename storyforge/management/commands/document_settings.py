"""`manage.py document_settings`: the tables of docs/configuration.md, written from the catalogue of settings."""

from argparse import ArgumentParser
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from storyforge.catalogue import CATALOGUE
from storyforge.environment import Setting

END = "<!-- end of settings -->"


class Command(BaseCommand):
    """Writes the tables into the page, or with --check says whether they are up to date. The prose stays."""

    help = "Write the tables of docs/configuration.md from the catalogue of settings."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail when the page is out of date")

    def handle(self, *args: Any, **options: Any) -> None:
        path = settings.BASE_DIR / "docs" / "configuration.md"
        page = path.read_text()
        text = with_tables(page)
        if not options["check"]:
            path.write_text(text)
        elif page != text:
            raise CommandError("docs/configuration.md is out of date. Run `python manage.py document_settings`.")


def with_tables(page: str) -> str:
    """`page` with the table of each section between its two comments. Raises CommandError when a section has none."""
    for section, group in groupby(CATALOGUE, key=lambda setting: setting.section):
        start = f"<!-- settings: {section} -->"
        before, found, rest = page.partition(start)
        _, closed, after = rest.partition(END)
        if not (found and closed):
            raise CommandError(f"docs/configuration.md has no lines {start} and {END}.")
        page = "\n".join([f"{before}{start}", "", *_table(group), "", f"{END}{after}"])
    return page


def _table(group: Iterable[Setting]) -> list[str]:
    rows = [f"| `{setting.name}` | {setting.kind} | {setting.default} | {setting.means} |" for setting in group]
    return ["| variable | type | default | what it does |", "|---|---|---|---|", *rows]
