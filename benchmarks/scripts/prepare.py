"""Makes the tables, the content and the static files."""

from django.core.management import call_command

from benchmarks.scripts import run_command
from quiz.management.commands.load_content import load_content


def site() -> None:
    """Make them."""
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    load_content()


if __name__ == "__main__":
    run_command(site)
