"""Says, a line for each part, whether this site would work: settings, database, Redis, workers, providers, events."""

import logging
from collections.abc import Iterator

from django.conf import settings
from django.db import DatabaseError

from providers.base import Finding
from stories import ledger
from storyforge.doctor import events, machine, money, outside, pictures, workers
from storyforge.doctor.limits import Check, examined

log = logging.getLogger(__name__)

CHANNEL = "doctor"  # in the ledger, in place of a story
HERE = 10.0  # seconds that a part of the site itself may take
OUTSIDE = 90.0  # seconds that a provider may take; the slowest of its calls draws a picture


def examine(*, spend: bool, site: str = "") -> Iterator[Finding]:
    """Look at every part at once and give what is found, in a fixed order, each line as soon as it is known.

    Without `spend`, or when today's budget is used up, nothing is asked that costs money. `site` is the address at
    which the site is asked for its events, SITE_URL unless given. Never raises, and ends within OUTSIDE seconds
    whatever hangs.
    """
    for finding in examined(_checks(site or settings.SITE_URL, spend)):
        if finding.usage:
            _write_down(finding)
        yield finding


def _checks(address: str, spend: bool) -> list[Check]:
    return [
        Check("Settings", machine.configuration, HERE),
        Check("Database", machine.database, HERE),
        Check("Redis", machine.redis, HERE),
        Check("Workers", workers.answering, HERE),
        Check("Event stream", lambda: events.end_to_end(address), HERE),
        Check("Budget", lambda: money.budgets(spend=spend), HERE),
        Check("Writer", lambda: outside.writer(spend=spend and money.may_spend()), OUTSIDE),
        Check("Moderation", outside.moderation, OUTSIDE),
        Check("Illustrator", lambda: outside.illustrator(spend=spend and money.may_spend()), OUTSIDE),
        Check("Animator", lambda: outside.animator(spend=spend and money.may_spend()), OUTSIDE),
        Check("Voice", lambda: outside.voice(spend=spend and money.may_spend()), OUTSIDE),
        Check("Host", lambda: outside.host(spend=spend and money.may_spend()), OUTSIDE),
        Check("Pictures", pictures.stranded, HERE),
        Check("Google Sheet", outside.sheet, OUTSIDE),
    ]


def _write_down(finding: Finding) -> None:
    """What the looking cost goes into the ledger, as every call's cost does."""
    try:
        ledger.record(CHANNEL, "doctor", finding.provider, finding.model, finding.usage)
    except DatabaseError as error:
        log.warning("What the doctor spent could not be written down (%s): %s.", dict(finding.usage), error)


def verdict(findings: list[Finding]) -> str:
    """The last sentence."""
    wrong = sum(not finding.ok for finding in findings)
    if wrong == 1:
        return "1 line is not well. Do what it says, and look again."
    return f"{wrong} lines are not well. Do what they say, and look again." if wrong else "All is well."
