"""Waits until the site and Flower answer, then ends. The supervisor runs it once; the addresses are shown after it."""

import os
import sys
import time
import urllib.error
import urllib.request
from http import HTTPStatus

TOTAL_SECONDS = 120.0  # for all URLs together
REQUEST_SECONDS = 5.0


def problem_with(url: str) -> str:
    """Send one request to `url`. Return "" when it succeeds, else what was wrong."""
    try:
        with urllib.request.urlopen(url, timeout=REQUEST_SECONDS):  # noqa: S310 - the addresses are our own
            return ""
    except urllib.error.HTTPError as error:
        if error.code == HTTPStatus.UNAUTHORIZED:  # Flower is there, and asks for its password
            return ""
        return f"it answers {error.code}: {error.read(300).decode(errors='replace')}"
    except (OSError, ValueError) as error:
        return f"it does not answer: {error}"


def wait_for(urls: list[str], seconds: float) -> dict[str, str]:
    """Wait until every URL answers, at most `seconds`. Return those that did not, each with what was wrong."""
    deadline = time.monotonic() + seconds
    problems = dict.fromkeys(urls, "")
    while problems:
        problems = {url: problem for url in problems if (problem := problem_with(url))}
        if not problems or time.monotonic() > deadline:
            break
        time.sleep(0.1)
    return problems


def main() -> int:
    """Wait for the URLs in READY_URLS (separated by spaces). Return 1 when one of them does not answer in time."""
    problems = wait_for(os.environ["READY_URLS"].split(), TOTAL_SECONDS)
    for url, problem in problems.items():
        print(f"{url} is not there after {TOTAL_SECONDS:.0f} s ({problem}). The lines above, by program, say why.")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
