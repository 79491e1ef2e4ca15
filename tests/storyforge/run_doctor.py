"""Runs the doctor as a person does."""

from dataclasses import dataclass
from io import StringIO
from typing import Any

from django.core.management import call_command


@dataclass(frozen=True)
class Output:
    """The exit code and the lines of one run of the doctor."""

    code: Any
    lines: list[str]

    def about(self, what: str) -> str:
        """The one line about `what`."""
        found = [line for line in self.lines if line[6:].startswith(f"{what}: ")]
        assert len(found) == 1, f"{len(found)} lines about {what} in {self.lines}"
        return found[0]


def doctor(*arguments: str) -> Output:
    """`manage.py doctor` with these arguments."""
    out = StringIO()
    code: Any = 0
    try:
        call_command("doctor", *arguments, stdout=out)
    except SystemExit as end:
        code = end.code
    return Output(code, out.getvalue().splitlines())
