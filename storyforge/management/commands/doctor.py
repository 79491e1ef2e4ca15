"""`manage.py doctor`: checks whether this site would work, and prints a line for each part."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from storyforge.doctor import examine, verdict


class Command(BaseCommand):
    """Prints the findings; exit code 0 when all is well, else 1."""

    help = "Ask every part of the site, and every provider with one cheap call, whether it would work."
    requires_system_checks = []  # the doctor runs them: a failing one must not hide the other findings

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--free", action="store_true", help="make no call that costs money (else one small picture)"
        )
        parser.add_argument("--json", action="store_true", help="print a JSON list instead of lines")

    def handle(self, *args: Any, **options: Any) -> None:
        findings = []
        for finding in examine(spend=not options["free"]):
            findings.append(finding)
            if not options["json"]:
                mark = self.style.SUCCESS("ok   ") if finding.ok else self.style.ERROR("WRONG")
                self.stdout.write(f"{mark} {finding.what}: {finding.says}")
                self.stdout.flush()  # shown at once, also in a pipe
        if options["json"]:
            lines = [{"what": finding.what, "ok": finding.ok, "says": finding.says} for finding in findings]
            self.stdout.write(json.dumps(lines, indent=2))
        else:
            self.stdout.write(verdict(findings))
        if not all(finding.ok for finding in findings):
            raise SystemExit(1)
