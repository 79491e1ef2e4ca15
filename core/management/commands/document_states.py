"""`manage.py document_states`: docs/states.md, written from the tables of transitions."""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core.models import Tracked

HEAD = """# States

Written by `manage.py document_states` from the tables in `<app>/statuses.py`, for films and downloads in
`core/artifact_statuses.py`. Do not edit.
"""


class Command(BaseCommand):
    """Writes the page, or with --check says whether it is up to date."""

    help = "Write docs/states.md from the tables of transitions."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail when the page is out of date")

    def handle(self, *args: Any, **options: Any) -> None:
        page = settings.BASE_DIR / "docs" / "states.md"
        text = "\n".join([HEAD, *_sections()])
        if not options["check"]:
            page.write_text(text)
        elif not page.is_file() or page.read_text() != text:
            raise CommandError("docs/states.md is out of date. Run `python manage.py document_states`.")


def _sections() -> Iterator[str]:
    for model in apps.get_models():
        if issubclass(model, Tracked) and not model._meta.proxy:
            yield from _section(model)


def _section(model: type[Tracked]) -> Iterator[str]:
    yield f"## {model.__name__}\n"
    yield "| status | means | may become |\n|---|---|---|"
    for status, means in model.descriptions.items():
        following = ", ".join(sorted(model.transitions[status])) or "nothing"
        yield f"| `{status}` | {means} | {following} |"
    yield "\n```mermaid\nstateDiagram-v2"
    for status, following_set in model.transitions.items():
        yield from (f"    {status} --> {to}" for to in sorted(following_set))
    yield "```\n"
