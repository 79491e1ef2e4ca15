"""The doctor checks whether this site would work: settings, database, Redis, workers, events and every provider.

`manage.py doctor` prints its findings, and a page in admin shows them.
"""

import logging
from collections.abc import Iterator
from functools import partial

from django.conf import settings
from django.db import DatabaseError

from providers.base import Finding
from stories import ledger
from storyforge.doctor import budget, events, files, infrastructure, pages, providers, workers
from storyforge.doctor.runner import Check, run_all

log = logging.getLogger(__name__)

CHANNEL = "doctor"  # in the ledger, in place of a story
OWN_SECONDS = 10.0  # that a part of the site itself may take
PROVIDER_SECONDS = 90.0  # that a provider may take; the slowest of its calls draws a picture


def examine(*, spend: bool, site: str = "") -> Iterator[Finding]:
    """Check every part at the same time and give the findings in a fixed order, each as soon as it is known.

    Without `spend`, or when today's budget is used up, no call is made that costs money. `site` is the address at
    which the site is asked for its events, SITE_URL unless given. Never raises, and ends within PROVIDER_SECONDS.
    """
    for finding in run_all(_checks(site or settings.SITE_URL, spend)):
        if finding.usage:
            _record_cost(finding)
        yield finding


def _checks(address: str, spend: bool) -> list[Check]:
    def may_spend() -> bool:
        return spend and budget.may_spend()

    return [
        Check("Settings", infrastructure.system_checks, OWN_SECONDS),
        Check("Database", infrastructure.database, OWN_SECONDS),
        Check("Redis", infrastructure.redis, OWN_SECONDS),
        Check("Workers", workers.examine, OWN_SECONDS),
        Check("Files", files.examine, PROVIDER_SECONDS),
        Check("Event stream", lambda: events.end_to_end(address), OWN_SECONDS),
        Check("Pages", lambda: pages.examine(address), OWN_SECONDS),
        Check("Budget", lambda: budget.examine(spend=spend), OWN_SECONDS),
        *(
            Check(what, partial(providers.examine, what, setting, look_up, may_spend), PROVIDER_SECONDS)
            for what, setting, look_up in providers.CHOSEN
        ),
        Check("Moderation", providers.moderation, PROVIDER_SECONDS),
        Check("Pictures", providers.rehosting, OWN_SECONDS),
        Check("Removals", providers.removals, OWN_SECONDS),
        Check("Google Sheet", providers.sheet, PROVIDER_SECONDS),
    ]


def _record_cost(finding: Finding) -> None:
    """The doctor's calls go into the ledger, as every paid call does."""
    try:
        ledger.record(CHANNEL, "doctor", finding.provider, finding.model, finding.usage)
    except DatabaseError as error:
        log.warning("The cost of the doctor's call could not be recorded (%s): %s.", dict(finding.usage), error)


def verdict(findings: list[Finding]) -> str:
    """The sentence below the findings: how many are wrong."""
    wrong = sum(not finding.ok for finding in findings)
    if wrong == 1:
        return "1 line is not well. Do what it says, and look again."
    return f"{wrong} lines are not well. Do what they say, and look again." if wrong else "All is well."
